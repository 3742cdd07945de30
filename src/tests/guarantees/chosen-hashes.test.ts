/**
 * A package whose texts or ids are all alike to a hash without a key costs as much as any other of its size, whichever reader they
 * are for. Before there were keys, 60,000 texts took half a minute in one call of the engine, which neither a limit nor a
 * deletion could end.
 */
import { expect, setDefaultTimeout, test } from 'bun:test'
import { SeenSet } from '../../analysis/collections/fingerprint-set.ts'
import { Budget } from '../../analysis/collections/budget.ts'
import {
  account,
  activityFile,
  exportDay,
  type Files,
  line,
  messagesJson,
  zipOf,
} from '../oracle/sample-package.ts'
import {
  collidingIds,
  collidingTexts,
  harmlessIds,
  harmlessTexts,
} from '../support/hostile/colliding-texts.ts'
import { sqliteOf } from '../support/judges/engine-run.ts'

setDefaultTimeout(120_000)

const count = 12_000
/** The times of small packages vary by so much; without keys it is thirty and more. */
const ratioMax = 5

const day = '2024-03-01T10:00:00Z'
/** As text: an object of such keys would itself take what is measured here. */
const objectOf = (keys: string[], ...members: string[]) =>
  `{${[...members, ...keys.map((key) => `"${key}":"x"`)].join()}}`
const owner = ['"id":"100000000000000001"', '"username":"owner"']
const eventsOf = (type: string, texts: string[], fields: (text: string) => object): Files =>
  activityFile(...texts.map((text) => line(type, day, fields(text))))
const channel = 'Messages/c500000000000000007'

const readers: [reader: string, files: (texts: string[]) => Files | [string, Files[string]][]][] = [
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

/** Milliseconds of CPU, the least of two runs: the first may pay for what both need. */
async function costOf(run: () => unknown): Promise<number> {
  const times: number[] = []
  for (let time = 0; time < 2; time++) {
    const begun = process.cpuUsage().user
    await run()
    times.push((process.cpuUsage().user - begun) / 1000)
  }
  return Math.min(...times)
}

/** The cost of the analysis alone. */
function costOfAnalysis(files: Files | [string, Files[string]][]): Promise<number> {
  const entries = Array.isArray(files) ? files : Object.entries(files)
  const ofOwner: [string, Files[string]][] = [['Account/user.json', account()]]
  const archive = zipOf([...ofOwner, ...entries], exportDay)
  return costOf(() => sqliteOf(archive, { today: '2024-06-30' }))
}

test('the texts collide in the engine of today', async () => {
  const map = (texts: string[]) => () => new Map(texts.map((text) => [text, 1]))
  // Hashes are kept with their texts: each run has its own.
  const hostile = await costOf(() => map(collidingTexts(count))())
  const harmless = await costOf(() => map(harmlessTexts(count))())
  expect(hostile / harmless).toBeGreaterThan(10)
})

test.each(readers)('%s', async (_, files) => {
  const harmless = await costOfAnalysis(files(harmlessTexts(count)))
  const hostile = await costOfAnalysis(files(collidingTexts(count)))
  expect(hostile / harmless).toBeLessThan(ratioMax)
})

test('ids of messages', async () => {
  const files = (ids: string[]) => ({
    [`${channel}/channel.json`]: { type: 'DM' },
    [`${channel}/messages.json`]: messagesJson(
      ...ids.map((id): [string, string] => [id, '2024-03-01 10:00:00']),
    ),
  })
  const harmless = await costOfAnalysis(files(harmlessIds(50_000)))
  const hostile = await costOfAnalysis(files(collidingIds(50_000)))
  expect(hostile / harmless).toBeLessThan(ratioMax)
})

test('the set of ids alone', async () => {
  const add = (ids: string[]) => {
    const pairs = ids
      .map(BigInt)
      .map((id) => ({ high: Number(id >> 32n) | 0, low: Number(id & 0xffffffffn) | 0 }))
    return () => {
      const seen = new SeenSet(new Budget(2 ** 30))
      for (const pair of pairs) seen.add(pair)
    }
  }
  const harmless = await costOf(add(harmlessIds(50_000)))
  const hostile = await costOf(add(collidingIds(50_000)))
  expect(hostile / harmless).toBeLessThan(ratioMax)
})
