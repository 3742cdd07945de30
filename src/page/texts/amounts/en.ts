/** English texts of the figures about amounts: words, emoji, games and money. */
import { createFormats } from '../formats.ts'

const { plural } = createFormats('en')
const wordsOf = (count: number) => plural(count, { one: '# word', other: '# words' })

export const amounts = {
  words: {
    title: 'Your words',
    sentence: (word: string, messages: string) => `“${word}” is in ${messages}.`,
  },
  emoji: {
    title: 'Your emoji',
    sentence: (emoji: string, messages: string) => `${emoji} is in ${messages}.`,
  },
  reactions: { title: 'Your reactions', sentence: (emoji: string, count: string) => `${emoji}: ${count}.` },
  games: { title: 'Your games', sentence: (name: string, time: string) => `${name} is ahead: ${time}.` },
  estimated: (oneIn: string) => `≈ means estimated: one message in ${oneIn} was read.`,
  money: {
    title: 'What you paid',
    sentence: (count: number, currencies: string) =>
      `${plural(count, { one: '# payment', other: '# payments' })}: ${currencies}.`,
    never: 'Currencies are never added together.',
  },
  streams: {
    title: 'Streams by month',
    sentence: (month: string, value: string) => `Most in ${month}: ${value}.`,
    reading: 'Video streams by the month in which they ended: yours, and those you watched.',
    kinds: { screen: 'Your screen', camera: 'Your camera', watched: 'Watched', other: 'Not known' },
  },
  gameMonths: {
    title: 'Your games, month by month',
    sentence: (name: string, days: string) => `${name} was played on the most days: ${days}.`,
    reading: 'Starts per month, by game.',
  },
  writing: {
    title: 'How much you wrote',
    sentence: (words: number) => `You wrote ${wordsOf(words)}.`,
    novels: (words: number, novels: number) =>
      `You wrote ${wordsOf(words)}: enough for ${plural(novels, { one: 'a novel', other: '# novels' })}.`,
    reading: 'For all years: the period does not change these numbers.',
    words: 'Words',
    wordsPerMessage: 'Words per message',
    characters: 'Characters',
    links: 'Links',
    attachments: 'Attachments',
    replies: 'Replies',
  },
  deleted: {
    title: 'Messages that are gone',
    sentence: (share: string, sent: string) =>
      `${share} of the ${sent} that Discord recorded are no longer in the package.`,
    detail: (deleted: string, sent: string) => `${deleted} of ${sent}`,
    reading:
      'The activity mentions them, but they are no longer among your messages. Who deleted them is not known.',
    where: 'Where',
    recorded: 'Recorded',
    gone: 'Gone',
    places: { dm: 'Direct messages', group: 'Group DMs', server: 'Servers', unknown: 'Unknown' },
  },
}
