/** Brazilian Portuguese texts of the figures about amounts: words, emoji, games and money. */
import { createFormats } from '../formats.ts'
import type { AmountTexts } from '../en.ts'

const { plural } = createFormats('pt-BR')
const paymentsOf = (count: number) => plural(count, { one: '# pagamento', other: '# pagamentos' })

export const amounts: AmountTexts = {
  words: { title: 'Suas palavras', sentence: (word, count) => `“${word}” está em ${count} mensagens.` },
  emoji: { title: 'Seus emojis', sentence: (emoji, count) => `${emoji} está em ${count} mensagens.` },
  reactions: { title: 'Suas reações', sentence: (emoji, count) => `${emoji}: ${count}.` },
  games: { title: 'Seus jogos', sentence: (name, time) => `${name} na frente: ${time}.` },
  estimated: (oneIn) => `≈ indica uma estimativa: foi lida uma a cada ${oneIn} mensagens.`,
  money: {
    title: 'O que você pagou',
    sentence: (count, currencies) => `${paymentsOf(count)}: ${currencies}.`,
    never: 'Moedas diferentes nunca são somadas.',
  },
  streams: {
    title: 'Transmissões por mês',
    sentence: (month, value) => `O máximo foi em ${month}: ${value}.`,
    reading: 'Transmissões de vídeo que terminaram no mês: as suas e as que você assistiu.',
    kinds: { screen: 'Sua tela', camera: 'Sua câmera', watched: 'Assistidas', other: 'Sem informação' },
  },
  gameMonths: {
    title: 'Seus jogos, mês a mês',
    sentence: (name, days) => `O jogo de mais dias: ${name}, com ${days}.`,
    reading: 'Vezes que cada jogo foi aberto no mês.',
  },
  writing: {
    title: 'Quanto você escreveu',
    sentence: (words) => `Você escreveu ${words} palavras.`,
    novels: (words, novels) =>
      `Você escreveu ${words} palavras: tantas quanto ${plural(novels, { one: 'um romance', other: '# romances' })}.`,
    reading: 'Todos os anos: o período não muda estes números.',
    words: 'Palavras',
    wordsPerMessage: 'Palavras por mensagem',
    characters: 'Caracteres',
    links: 'Links',
    attachments: 'Anexos',
    replies: 'Respostas',
  },
  deleted: {
    title: 'Mensagens que sumiram',
    sentence: (share, sent) => `${share} das ${sent} registradas pelo Discord não estão mais no pacote.`,
    detail: (deleted, sent) => `${deleted} de ${sent}`,
    reading:
      'A atividade fala delas, mas elas já não estão entre as suas mensagens. Não se sabe quem as apagou.',
    where: 'Onde',
    recorded: 'Registradas',
    gone: 'Sumiram',
    places: { dm: 'Mensagens diretas', group: 'Grupos', server: 'Servidores', unknown: 'Desconhecido' },
  },
}
