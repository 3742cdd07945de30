/** Brazilian Portuguese texts of the figures about amounts: words, emoji, games and money. */
import { createFormats } from '../formats.ts'
import type { AmountTexts } from '../en.ts'

const { plural } = createFormats('pt-BR')
const wordsOf = (count: number) => plural(count, { one: '# palavra', other: '# palavras' })
const paymentsOf = (count: number) => plural(count, { one: '# pagamento', other: '# pagamentos' })

export const amounts: AmountTexts = {
  words: { title: 'Suas palavras', sentence: (word, messages) => `“${word}” aparece em ${messages}.` },
  emoji: { title: 'Seus emojis', sentence: (emoji, messages) => `${emoji} aparece em ${messages}.` },
  reactions: { title: 'Suas reações', sentence: (emoji, count) => `${emoji}: ${count}.` },
  games: { title: 'Seus jogos', sentence: (name, time) => `${name} está na frente: ${time}.` },
  estimated: (oneIn) => `≈ indica uma estimativa: foi lida uma a cada ${oneIn} mensagens.`,
  money: {
    title: 'O que você pagou',
    sentence: (count, currencies) => `${paymentsOf(count)}: ${currencies}.`,
    never: 'Moedas diferentes nunca são somadas.',
  },
  streams: {
    title: 'Transmissões por mês',
    sentence: (month, value) => `Máximo: ${month}, com ${value}.`,
    reading: 'Transmissões de vídeo que terminaram no mês: as suas e as que você viu.',
    kinds: { screen: 'Sua tela', camera: 'Sua câmera', watched: 'Vistas', other: 'Desconhecidas' },
  },
  gameMonths: {
    title: 'Seus jogos, mês a mês',
    sentence: (name, days) => `O jogo que você jogou em mais dias: ${name} (${days}).`,
    reading: 'Vezes que cada jogo foi aberto no mês.',
  },
  writing: {
    title: 'Quanto você escreveu',
    sentence: (words) => `Você escreveu ${wordsOf(words)}.`,
    novels: (words, novels) =>
      `Você escreveu ${wordsOf(words)}: o equivalente a ${plural(novels, { one: '# romance', other: '# romances' })}.`,
    reading: 'Estes números abrangem todos os anos, seja qual for o período escolhido.',
    words: 'Palavras',
    wordsPerMessage: 'Palavras por mensagem',
    characters: 'Caracteres',
    links: 'Links',
    attachments: 'Anexos',
    replies: 'Respostas',
  },
  deleted: {
    title: 'Mensagens que sumiram',
    sentence: (share, sent) => `O Discord registrou ${sent}; ${share} não estão mais no pacote.`,
    detail: (deleted, sent) => `${deleted} de ${sent}`,
    reading:
      'A atividade fala delas, mas elas já não estão entre as suas mensagens. Não se sabe quem as apagou.',
    where: 'Onde',
    recorded: 'Registradas',
    gone: 'Sumidas',
    places: { dm: 'Mensagens diretas', group: 'Grupos', server: 'Servidores', unknown: 'Desconhecido' },
  },
}
