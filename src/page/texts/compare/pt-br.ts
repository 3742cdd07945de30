/** Brazilian Portuguese texts of the screen Compare. */
import type { Texts } from '../en.ts'

export const compare: Texts['compare'] = {
  people: {
    title: 'Duas pessoas',
    lead: 'Lado a lado, na mesma escala.',
    first: 'Primeira pessoa',
    second: 'Segunda pessoa',
    choose: 'Escolha duas pessoas para vê-las lado a lado.',
    none: 'Não há duas pessoas para comparar neste pacote.',
  },
  packages: {
    title: 'Dois pacotes',
    lead: 'Um pacote seu mais antigo talvez ainda tenha o que sumiu do novo. Pacotes de duas pessoas podem ser vistos lado a lado.',
    other: 'O outro pacote',
    none: '–',
    file: 'Um arquivo .sqlite que você salvou',
    notOne: 'Este arquivo não é o resultado de um pacote.',
    sameOwner: 'Os dois pacotes são da mesma pessoa.',
    otherOwner: 'Não consta que estes pacotes sejam da mesma pessoa: dá para comparar, mas não para juntar.',
    merge: 'Juntar em um só',
    mergeHint:
      'Para cada canal e hora vale o número mais alto; chamadas, sessões e pagamentos vêm de todos os pacotes, sem duplicatas. Os pacotes continuam como estão.',
    merging: 'Juntando…',
    failed: 'Não foi possível juntar',
    onlyOlder: 'O que só o antigo tem',
    thisOne: 'Este pacote',
    thatOne: 'O outro',
    river: {
      title: 'Mensagens dos dois pacotes',
      sentence: (name, span) => `A faixa mais larga: ${name}, ${span}.`,
      short: 'Este gráfico precisa de pelo menos três meses: estes pacotes têm menos.',
      reading: 'Quanto mais larga a faixa, mais mensagens naquela época.',
    },
  },
  clocks: 'Semanas e noites na mesma escala: em relação às mensagens de cada lado.',
  facts: {
    messages: 'Mensagens',
    people: 'Pessoas contatadas',
    places: 'Servidores',
    callTime: 'Tempo em chamada',
    calls: 'Chamadas',
    payments: 'Pagamentos',
    perDay: 'Mensagens por dia',
    first: 'Primeira mensagem',
    last: 'Última mensagem',
    mood: 'Tom',
    longest: 'Chamada mais longa',
  },
}
