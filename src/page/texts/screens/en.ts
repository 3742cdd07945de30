/** English texts of the screens: their names, and what only they say. */
import { createFormats } from '../formats.ts'

const { plural } = createFormats('en')

export const screens = {
  names: {
    overview: 'Overview',
    people: 'People',
    places: 'Places',
    time: 'Time',
    voice: 'Voice',
    words: 'Words',
    rest: 'The rest',
    compare: 'Compare',
    missing: 'What is missing',
    ask: 'Ask',
    share: 'Share',
    device: 'This device',
  },
  overview: {
    messages: (count: number) => plural(count, { one: 'message', other: 'messages' }),
    people: (count: number) => plural(count, { one: 'person written to', other: 'people written to' }),
    places: (count: number) =>
      plural(count, { one: 'server with a message', other: 'servers with a message' }),
    voice: 'in voice',
    days: (count: number) => plural(count, { one: 'day with a message', other: 'days with a message' }),
    perDay: 'messages on such a day',
    first: (day: string, person: string) => `It began on ${day}, with ${person}.`,
    firstDay: (day: string) => `It began on ${day}.`,
    top: (person: string, count: string) => `You wrote most to ${person}: ${count}.`,
    busiest: (day: string, count: string) => `Your busiest day was ${day}: ${count}.`,
    noActivity: 'This package has no activity',
    noActivityHint:
      'Calls, sessions, reactions and games are unknown. Tick “Activity” when you request the next package.',
    older: 'and everything before',
  },
}
