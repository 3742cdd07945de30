/** Brazilian Portuguese texts of the dropped zip: the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Solte o zip',
  text: 'Você já tem o zip? Ele é analisado aqui, neste navegador. Nada dele é enviado a lugar nenhum.',
  choose: 'Escolher o zip',
  drop: 'Ou solte em qualquer lugar desta página.',
  notZip: 'Isto não é um zip: escolha o pacote como o Discord o entregou.',
  tooMany: 'Um pacote por vez: escolha um único zip.',
  older: (missing) =>
    `Este navegador é antigo demais para analisar um pacote (falta ${missing}). Use Chrome 122, Firefox 135, Safari 18.4 ou mais recente, ou cole o link.`,
  working: 'Analisando neste dispositivo',
  progress: (done, total, rate) => `${done} de ${total}, ${rate}/s`,
  left: (time) => `Falta cerca de ${time}.`,
  ready: 'Preparando…',
  stay: 'Deixe esta aba aberta até terminar. Nada é enviado.',
  cancel: 'Cancelar',
  advice: 'Há outro caminho: `dumpus-server analyze package.zip --open` em um computador, ou o link.',
}
