/** English texts of the screen Ask. */
import { createFormats } from '../formats.ts'

const { plural } = createFormats('en')

export const ask = {
  title: 'Ask your own question',
  lead: 'Your result is a SQLite database. Ask it anything in SQL: nothing leaves this browser, and nothing can break, because each question runs on a copy.',
  sql: 'Question in SQL',
  ready: 'Ready-made questions',
  choose: 'Choose one …',
  run: 'Ask',
  stop: 'Stop',
  running: 'Reading …',
  stopped: 'Stopped.',
  keys: 'Ctrl + Enter asks, too.',
  took: (rows: number, seconds: string) =>
    `${plural(rows, { one: '# row', other: '# rows' })} in ${seconds} s`,
  cut: (rows: string) => `Only the first ${rows} rows are shown.`,
  nothing: 'No rows: the question ran, and nothing matched.',
  failed: 'SQLite says',
  csv: 'Save as CSV',
  answer: 'Answer',
  chartOf: (value: string, by: string) => `${value} by ${by}`,
  tables: 'Tables and columns',
  tablesLead: 'Choose a table to see its first rows.',
  questions: {
    people: 'People, with messages and mood',
    places: 'Servers, with messages',
    channels: 'Channels, with messages',
    calls: 'Every call',
    sessions: 'Every use of the app',
    words: 'Words',
    emoji: 'Emoji',
    reactions: 'Reactions',
    games: 'Games',
    devices: 'Systems and clients',
    payments: 'Payments',
    relationships: 'Friends, requests and blocks by year',
    servers: 'Servers joined and left',
    gaps: 'Times without activity',
    coverage: 'What the package contains',
    streaming: 'Video streams by month',
    gameMonths: 'Games by month',
    deleted: 'Deleted messages by year',
    totals: 'Words, links and replies by channel',
    owner: 'Whose package it is',
  } as Readonly<Record<string, string>>,
}
