/** German texts of the figures about amounts: words, emoji, games and money. */
import { createFormats } from '../formats.ts'
import type { AmountTexts } from '../en.ts'

const { plural } = createFormats('de')
const wordsOf = (count: number) => plural(count, { one: '# Wort', other: '# Wörter' })
const paymentsOf = (count: number) => plural(count, { one: '# Zahlung', other: '# Zahlungen' })

export const amounts: AmountTexts = {
  words: {
    title: 'Deine Wörter',
    sentence: (word, messages) => `„${word}“ steht in ${messages}.`,
  },
  emoji: { title: 'Deine Emojis', sentence: (emoji, messages) => `${emoji} steht in ${messages}.` },
  reactions: { title: 'Deine Reaktionen', sentence: (emoji, count) => `${emoji}: ${count}.` },
  games: { title: 'Deine Spiele', sentence: (name, time) => `${name} liegt vorn: ${time}` },
  estimated: (oneIn) => `≈ heißt geschätzt: Gelesen wurde eine von ${oneIn} Nachrichten.`,
  money: {
    title: 'Was du bezahlt hast',
    sentence: (count, currencies) => `${paymentsOf(count)}: ${currencies}.`,
    never: 'Verschiedene Währungen werden nie zusammengezählt.',
  },
  streams: {
    title: 'Streams nach Monat',
    sentence: (month, value) => `Am meisten im ${month}: ${value}`,
    reading: 'Videostreams, die in dem Monat endeten: deine und die, bei denen du zugesehen hast.',
    kinds: {
      screen: 'Dein Bildschirm',
      camera: 'Deine Kamera',
      watched: 'Zugesehen',
      other: 'Nicht bekannt',
    },
  },
  gameMonths: {
    title: 'Deine Spiele, Monat für Monat',
    sentence: (name, days) => `An den meisten Tagen gespielt: ${name} (${days}).`,
    reading: 'Starts pro Monat, nach Spiel.',
  },
  writing: {
    title: 'Wie viel du geschrieben hast',
    sentence: (words) => `Du hast ${wordsOf(words)} geschrieben.`,
    novels: (words, novels) =>
      `Du hast ${wordsOf(words)} geschrieben: genug für ${plural(novels, { one: 'einen Roman', other: '# Romane' })}.`,
    reading: 'Diese Zahlen beziehen sich auf alle Jahre, nicht auf den gewählten Zeitraum.',
    words: 'Wörter',
    wordsPerMessage: 'Wörter pro Nachricht',
    characters: 'Zeichen',
    links: 'Links',
    attachments: 'Anhänge',
    replies: 'Antworten',
  },
  deleted: {
    title: 'Verschwundene Nachrichten',
    sentence: (share, sent) => `Discord hat ${sent} aufgezeichnet; ${share} davon sind nicht mehr im Paket.`,
    detail: (deleted, sent) => `${deleted} von ${sent}`,
    reading:
      'Die Aktivität erwähnt sie, aber unter deinen Nachrichten fehlen sie. Wer sie gelöscht hat, ist nicht bekannt.',
    where: 'Wo',
    recorded: 'Aufgezeichnet',
    gone: 'Verschwunden',
    places: { dm: 'Direktnachrichten', group: 'Gruppen-DMs', server: 'Server', unknown: 'Unbekannt' },
  },
}
