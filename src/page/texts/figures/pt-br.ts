/** Brazilian Portuguese texts of the figures. */
import { createFormats } from '../formats.ts'
import type { FigureTexts } from '../en.ts'

const { number, plural } = createFormats('pt-BR')
const daysInARow = (count: number) => plural(count, { one: '# dia', other: '# dias seguidos' })
const daysOf = (count: number) => plural(count, { one: '# dia', other: '# dias' })
const messagesOf = (count: number) => plural(count, { one: '# mensagem', other: '# mensagens' })
const paymentsOf = (count: number) => plural(count, { one: '# pagamento', other: '# pagamentos' })

export const figures: FigureTexts = {
  frame: {
    picture: 'gráfico',
    asTable: 'Ver como tabela',
    keys: 'Use as setas do teclado para ler os valores.',
    empty: 'Nada neste período.',
    failed: 'Não foi possível desenhar este gráfico. O resto da página continua funcionando.',
    noActivity: 'Este pacote não inclui sua atividade. Marque também “Atividade” na próxima solicitação.',
    olderVersion: 'Não está neste resultado',
    unnamed: 'Sem nome',
    others: 'Todos os outros',
    rows: (count) => plural(count, { one: '# linha', other: '# linhas' }),
    moreRows: (count) => plural(count, { one: 'Mostrar mais # linha', other: 'Mostrar mais # linhas' }),
    search: 'Buscar',
    noMatch: 'Nenhum resultado.',
  },
  units: {
    messages: messagesOf,
    days: daysOf,
    times: (count) => plural(count, { one: '# vez', other: '# vezes' }),
    starts: (count) => plural(count, { one: '# abertura', other: '# aberturas' }),
    reactions: (count) => plural(count, { one: '# reação', other: '# reações' }),
    payments: paymentsOf,
    streams: (count) => plural(count, { one: '# transmissão', other: '# transmissões' }),
  },
  columns: {
    name: 'Nome',
    person: 'Pessoa',
    place: 'Servidor',
    day: 'Dia',
    week: 'Semana de',
    month: 'Mês',
    year: 'Ano',
    weekday: 'Dia da semana',
    hour: 'Hora',
    time: 'Horário',
    messages: 'Mensagens',
    duration: 'Duração',
    calls: 'Chamadas',
    callTime: 'Tempo em chamada',
    longestCall: 'Chamada mais longa',
    first: 'Primeiro dia',
    last: 'Último dia',
    mood: 'Tom',
    joined: 'Entrada',
    count: 'Quantidade',
    rank: 'Posição',
    share: 'Porcentagem',
    amount: 'Valor',
    description: 'Descrição',
    metric: 'Indicador',
  },
  metrics: { messages: 'Mensagens', calls: 'Tempo em chamada', starts: 'Aberturas', reactions: 'Reações' },
  gaps: {
    hatched: 'Áreas hachuradas: talvez o Discord não tenha registrado nada.',
    before: 'Ainda sem registro',
    turnedOff: (control) => `Desativado: ${control}`,
    missing: (messages) => `Você escreveu ${messages} aqui, mas o Discord não guardou sua atividade`,
    quiet: 'Sem movimento: nem atividade, nem mensagens',
  },
  timeline: {
    title: 'Mensagens ao longo do tempo',
    sentence: (peak, value, average) => `Pico: ${peak}, com ${value}. Em média, ${average} por dia.`,
    oneDay: (day, value) => `${value} em ${day}.`,
    inWeek: (day) => `semana de ${day}`,
  },
  brush: { title: 'Período', from: 'De', to: 'Até' },
  river: {
    title: 'As pessoas dos seus anos',
    sentence: (name, span) => `A faixa mais larga: ${name}, ${span}.`,
    short: 'Este gráfico precisa de pelo menos três meses: escolha um período maior.',
    reading: 'Quanto mais larga a faixa, mais você escreveu para essa pessoa naquela época.',
  },
  rank: {
    title: 'Para quem você mais escreveu, ano a ano',
    sentence: (name, years) => `${name} ficou em primeiro em ${years}.`,
    always: (name) => `${name} ficou em primeiro todos os anos.`,
    changes: (count) =>
      plural(count, {
        one: 'O primeiro lugar mudou de mãos uma vez.',
        other: 'O primeiro lugar mudou de mãos # vezes.',
      }),
    place: (rank, name, year) => `${year}: nº ${rank}, ${name}`,
    off: 'ninguém',
  },
  week: {
    title: 'Sua semana',
    sentence: (weekday, hour) => `O momento mais ativo: ${weekday}, ${hour}.`,
    sentenceShift: (weekday, hour, shift) => `O momento mais ativo: ${weekday}, ${hour}; ${shift}.`,
    later: (year, hours) =>
      `desde ${year}, ${plural(hours, { one: 'uma hora', other: '# horas' })} mais tarde`,
    earlier: (year, hours) =>
      `desde ${year}, ${plural(hours, { one: 'uma hora', other: '# horas' })} mais cedo`,
    cell: (weekday, hour, value) => `${weekday}, ${hour}: ${value}`,
    less: 'menos',
    more: 'mais',
  },
  nights: {
    title: 'Suas noites',
    sentence: (share, year) => `Em ${year}, você enviou ${share} das suas mensagens entre meia-noite e 5h.`,
    compared: (share, year, before, beforeYear) =>
      `Entre meia-noite e 5h: ${share} das suas mensagens em ${year} e ${before} em ${beforeYear}.`,
    ofMetric: (metric, share, year) => `${metric} entre meia-noite e 5h: ${share} em ${year}.`,
    ofMetricCompared: (metric, share, year, before, beforeYear) =>
      `${metric} entre meia-noite e 5h: ${share} em ${year} e ${before} em ${beforeYear}.`,
    cell: (year, hour, share, value) => `${year}, ${hour}: ${share}, ${value}`,
    reading: 'Uma linha por ano, de meio-dia a meio-dia: a parte do ano em cada hora.',
  },
  calendar: {
    title: 'Dia após dia',
    sentence: (day, value) => `Seu dia mais ativo: ${day}, com ${value}.`,
    nothing: 'nada',
    lane: 'A linha abaixo de cada ano mostra quando o Discord registrou sua atividade. Nas áreas hachuradas, talvez não haja registro.',
    lanes: (names) =>
      `Linhas abaixo de cada ano, de cima para baixo: ${names}. Nas áreas hachuradas, talvez não haja registro.`,
  },
  writeOrCall: {
    title: 'Escrever ou ligar',
    sentence: (caller, writer) => `Mais tempo em chamada por mensagem: ${caller}; menos: ${writer}.`,
    onlyWrite: (people) =>
      plural(people, {
        one: 'Você escreve para # pessoa e não liga para ninguém.',
        other: 'Você escreve para # pessoas e não liga para nenhuma.',
      }),
    messagesAxis: 'Mensagens',
    minutesAxis: 'Minutos em chamada',
    point: (name, messages, minutes) => `${name}: ${messages}, ${minutes} em chamada`,
  },
  lifelines: {
    title: 'A vida dos seus servidores',
    sentence: (name, span) => `O mais duradouro: ${name}, ${span}.`,
    reading: 'Da sua entrada à última mensagem. Quanto mais grossa a linha, mais você escreveu.',
    joined: (day) => `você entrou em ${day}`,
    hasLeft: 'você saiu',
    row: (name, from, to, messages) => `${name}: de ${from} a ${to}, ${messages}`,
    quiet: (name) => `${name}: sem mensagens`,
  },
  everyCall: {
    title: 'Todas as chamadas',
    sentence: (name, length, day) => `A mais longa: ${length} com ${name}, em ${day}.`,
    sentencePlace: (name, length, day) => `A mais longa: ${length}, em ${day} (${name}).`,
    sentenceNobody: (length, day) => `A mais longa: ${length}, em ${day}.`,
    reading:
      'Um traço por chamada: o comprimento mostra a duração; a posição, o horário. A meia-noite fica no meio.',
    call: (day, hour, length, name) => `${day}, ${hour}: ${length}, ${name}`,
    empty: 'Nenhuma chamada neste período.',
    elsewhere: 'Outros lugares',
  },
  wordsWent: {
    title: 'Para onde foram suas palavras',
    sentence: (share, name) => `A maior fatia: ${name}, com ${share} das suas mensagens.`,
    direct: 'Mensagens diretas',
    cell: (name, messages, share) => `${name}: ${messages}, ${share}`,
    rest: (count) => plural(count, { one: 'mais #', other: 'mais #' }),
  },
  screens: {
    title: 'As telas da sua vida',
    sentence: (os, share) => `${share} do seu tempo: ${os}.`,
    changed: (from, to, year) => `Desde ${year}, ${to} no lugar de ${from}.`,
    reading: 'Horas por mês no Discord, por sistema.',
  },
  thenAndNow: {
    title: 'Antes e agora',
    sentence: (then, before, now, after) =>
      `${messagesOf(before)} por dia em ${then}, ${number(after)} em ${now}.`,
    messagesPerDay: 'Mensagens por dia',
    callMinutesPerDay: 'Chamadas: min por dia',
    people: 'Pessoas contatadas',
    places: 'Servidores ativos',
    nightShare: 'Enviadas à noite',
    busiestHour: 'Horário mais ativo',
    topPerson: 'Mais mensagens para',
    topPlace: 'Mais mensagens em',
    change: (metric, then, now) => `${metric}: ${then} antes, ${now} agora`,
  },
  monthPlaces: { title: 'Chamadas por mês', sentence: (month, hours) => `Máximo: ${month}, com ${hours}.` },
  streaks: {
    title: 'Sequências',
    sentence: (days, from, to) => `A maior: ${daysInARow(days)}, de ${from} a ${to}.`,
    row: (days, from, to) => `${daysOf(days)}: de ${from} a ${to}`,
  },
  answer: { title: 'Gráfico' },
  people: {
    title: 'Pessoas',
    search: 'Buscar pessoas',
    deleted: 'conta excluída',
    moodUnknown: 'desconhecido',
  },
}
