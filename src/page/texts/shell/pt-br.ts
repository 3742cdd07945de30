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
  roundedZone:
    'Este fuso não difere por um número inteiro de horas, e os dados só têm horas inteiras; por isso a diferença é arredondada.',
  theme: 'Tema',
  themes: { system: 'Como o sistema', light: 'Claro', dark: 'Escuro' },
  share: 'Compartilhar',
  language: 'Idioma',
  clock: 'Relógio',
  clocks: { '': 'Conforme o idioma', h23: '24 horas', h12: '12 horas' },
  close: 'Fechar este pacote',
  screens: 'Telas',
  footers: {
    start: 'Esta página não contata nenhum outro servidor.',
    server: 'Calculado por este servidor e mostrado neste navegador. Nenhum outro servidor foi contatado.',
    here: 'Calculado e mostrado neste navegador. Nenhum outro servidor foi contatado.',
    viewed: 'Mostrado neste navegador. Nenhum outro servidor foi contatado.',
  },
  api: 'API',
  keepFull: 'Este navegador não tem mais espaço para o resultado: remova outro pacote primeiro.',
  keepRefused:
    'Este navegador não guarda nada para esta página (janela anônima?): se você recarregar, será preciso colar o link ou escolher o zip de novo.',
  nothingInPeriod: 'Nada neste período',
  widen: 'Mostrar tudo',
  noMessages: 'Este pacote não tem mensagens',
  noMessagesHint: 'Marque também “Mensagens” na próxima solicitação. O resto está nas outras telas.',
  notFound: 'Esta tela não existe',
  toOverview: 'Ir para o resumo',
  screenFailed: 'Não foi possível mostrar esta tela',
  screenFailedHint: 'As outras telas continuam funcionando.',
  older: (tables) => `Este resultado é de uma versão mais antiga ou de outro programa. Falta: ${tables}.`,
  failed: 'Não foi possível ler estes dados',
  loading: 'Lendo…',
  hours: (hours) => plural(hours, { one: '# hora', other: '# horas' }),
}
