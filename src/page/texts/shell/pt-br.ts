/** Brazilian Portuguese texts of the page around the screens. */
import { createFormats } from '../formats.ts'
import type { Texts } from '../en.ts'

const { plural } = createFormats('pt-BR')

export const shell: Texts['shell'] = {
  name: 'dumpus',
  skip: 'Pular para o conteúdo',
  opening: 'Abrindo…',
  owner: (name) => `${name} no Discord`,
  nobody: 'Alguém no Discord',
  demo: 'pessoa inventada',
  period: 'Período',
  all: 'Tudo',
  year: (year) => `Só ${year}`,
  zone: 'Fuso horário',
  ownZone: (zone) => `Aqui (${zone})`,
  roundedZone: 'Este fuso tem meias horas e os dados, horas inteiras: a diferença é arredondada para a hora.',
  theme: 'Tema',
  themes: { system: 'Como o sistema', light: 'Claro', dark: 'Escuro' },
  share: 'Compartilhar',
  language: 'Idioma',
  clock: 'Relógio',
  clocks: { '': 'Conforme o idioma', h23: '24 horas', h12: '12 horas' },
  close: 'Fechar este pacote',
  screens: 'Telas',
  footer:
    'Tudo aqui foi calculado por este servidor e aberto neste navegador. Nenhum outro servidor foi consultado.',
  api: 'API',
  keepFull: 'Este navegador não tem mais espaço para o resultado: esqueça outro pacote primeiro.',
  keepRefused:
    'Este navegador não guarda nada para esta página (janela anônima?): ao recarregar, ela consulta o servidor de novo.',
  nothingInPeriod: 'Nada neste período',
  widen: 'Mostrar tudo',
  noMessages: 'Este pacote não tem mensagens',
  noMessagesHint: 'Marque “Mensagens” quando pedir o próximo. O resto está nas outras telas.',
  notFound: 'Esta tela não existe',
  toOverview: 'Ir para o resumo',
  screenFailed: 'Não foi possível mostrar esta tela',
  screenFailedHint: 'As outras telas continuam funcionando.',
  older: (tables) => `Este resultado é de uma versão mais antiga ou de outro programa: falta ${tables}.`,
  failed: 'Não foi possível ler isto',
  loading: 'Lendo…',
  hours: (hours) => plural(hours, { one: '# hora', other: '# horas' }),
}
