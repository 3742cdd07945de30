/** Brazilian Portuguese texts of the analysis on this device. */
import type { Texts } from '../en.ts'

export const local: Texts['local'] = {
  title: 'Solte o zip',
  text: 'Você já tem o zip? Ele é analisado aqui, neste navegador. Nada é enviado a lugar nenhum.',
  choose: 'Escolher o zip',
  chooseFolder: 'Escolher a pasta',
  drop: 'Ou solte em qualquer lugar desta página o zip, a pasta descompactada ou vários pacotes.',
  looking: 'Verificando a pasta…',
  notZip: 'Isto não é um pacote: escolha o zip como veio do Discord, ou a pasta descompactada.',
  tooMany: 'São mais de 20 pacotes: escolha menos.',
  unreadable: 'O navegador não conseguiu ler o arquivo. Escolha de novo.',
  older: (missing) =>
    `Este navegador é antigo demais para analisar um pacote (falta: ${missing}). Use Chrome 122, Firefox 135, Safari 18.4 ou uma versão mais recente, ou cole o link.`,
  working: 'Analisando neste dispositivo',
  package: (number, total, name) => `Pacote ${number} de ${total}: ${name}`,
  progress: (done, total, rate) => `${done} de ${total}, ${rate}/s`,
  left: (time) => `Tempo restante: cerca de ${time}.`,
  ready: 'Preparando…',
  stay: 'Deixe esta aba aberta até terminar. Nada é enviado.',
  cancel: 'Cancelar',
  failed: 'Este navegador não conseguiu analisar este pacote.',
  broke:
    'A análise foi interrompida: a aba pode ter ficado sem memória, ou o arquivo foi alterado ou movido nesse meio-tempo.',
  advice: 'Há outra opção: `dumpus-server analyze package.zip --open` em um computador, ou o link.',
  several: {
    title: 'Análise concluída',
    sameOwner: (count, name) => `${count} destes pacotes são de ${name}.`,
    kept: 'Eles estão salvos neste navegador.',
    notKept: 'Eles estão só nesta aba: abra um antes de fechá-la.',
    someKept: 'Alguns estão salvos neste navegador. Os outros estão só nesta aba: abra um antes de fechá-la.',
    tabOnly: 'só nesta aba',
    back: 'Voltar ao início',
  },
}
