/** Packages full of texts that were chosen to collide, one package for each reader of such texts. */
import { account, activityFile, exportDay, type Files, line, zipOf } from '../../oracle/sample-package.ts'

type Entries = Files | [string, Files[string]][]

const day = '2024-03-01T10:00:00Z'
/** Writes JSON as text, because making an object with such keys would take the time that a test measures. */
const objectOf = (keys: string[], ...members: string[]) =>
  `{${[...members, ...keys.map((key) => `"${key}":"x"`)].join()}}`
const owner = ['"id":"100000000000000001"', '"username":"owner"']
const eventsOf = (type: string, texts: string[], fields: (text: string) => object): Files =>
  activityFile(...texts.map((text) => line(type, day, fields(text))))
const channel = 'Messages/c500000000000000007'

/** Each reader, and a package with the texts for it. */
export const textReaders: [reader: string, files: (texts: string[]) => Entries][] = [
  ['keys of user.json', (texts) => ({ 'Account/user.json': objectOf(texts, ...owner) })],
  [
    'keys within user.json',
    (texts) => ({ 'Account/user.json': objectOf([], ...owner, `"payments":[${objectOf(texts)}]`) }),
  ],
  ['keys of index.json', (texts) => ({ 'Messages/index.json': objectOf(texts) })],
  ['keys of channel.json', (texts) => ({ [`${channel}/channel.json`]: objectOf(texts, '"type":"DM"') })],
  ['names of entries', (texts) => texts.map((text): [string, string] => [text, ''])],
  [
    'keys of an event',
    (texts) => activityFile(`{"event_type":"app_opened","timestamp":"${day}","os":${objectOf(texts)}}\n`),
  ],
  ['ids of events', (texts) => eventsOf('app_opened', texts, (event_id) => ({ event_id }))],
  ['systems', (texts) => eventsOf('app_opened', texts, (os) => ({ os }))],
  ['sessions', (texts) => eventsOf('session_start', texts, (session) => ({ session }))],
  ['emoji', (texts) => eventsOf('add_reaction', texts, (emoji_name) => ({ channel_id: '5', emoji_name }))],
  ['games', (texts) => eventsOf('launch_game', texts, (game) => ({ game }))],
  [
    'payments',
    (texts) => ({
      'Account/user.json': account({
        payments: texts.map((id) => ({ id, created_at: day, currency: 'eur', amount: 1, status: 1 })),
      }),
    }),
  ],
  [
    'columns of messages.csv',
    (texts) => ({
      ...Object.fromEntries(
        Array.from({ length: Math.ceil(texts.length / 60) }, (_, file) => [
          `Messages/c${500_000_000_000_000_000n + BigInt(file)}/messages.csv`,
          `ID,${texts.slice(file * 60, file * 60 + 60).join()}\n`,
        ]),
      ),
    }),
  ],
]

/** The archive of such a package, with an owner. */
export function archiveOf(files: Entries): Uint8Array {
  const entries = Array.isArray(files) ? files : Object.entries(files)
  const ofOwner: [string, Files[string]][] = [['Account/user.json', account()]]
  return zipOf([...ofOwner, ...entries], exportDay)
}
