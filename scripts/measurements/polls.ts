/**
 * Measures status polls of waiting users: how many per second, and how long they take while a package is
 * analyzed.
 */
import { join } from 'node:path'
import { packageIdOf, verifierOf } from '../../src/crypto.ts'
import { type TestDatabase, freshDatabase } from '../../src/tests/support/servers/database.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../../src/tests/support/fakes/fake-discord.ts'
import { Owner } from '../../src/tests/support/servers/owner.ts'
import { createDataDir, removeDataDir } from '../../src/tests/support/servers/server-process.ts'
import { type Benchmark, cacheFolder, environmentOf, largestOf } from './benchmark.ts'
import { type MeasuredServer, startMeasuredServer } from './measured-server.ts'
import { median } from './middle.ts'
import { packageOf } from './packages.ts'
import type { PollFigures, PollOrder } from './poll-load.ts'
import { type Findings, formatValue } from './report.ts'
import { linkSettings, processPackage } from './server.ts'

type User = PollOrder['users'][number]

/** Numbers of waiting users. Each polls about once a second, so `pacedUsers` is also a rate per second. */
const manyUsers = 10_000
const pacedUsers = 2000
const fewUsers = 200
const connections = 1000
const seconds = 8

export async function measurePolls(benchmark: Benchmark): Promise<Findings> {
  const size = largestOf(benchmark)
  const archive = await packageOf(size, benchmark)
  const discord = await startFakeDiscord()
  const database = await freshDatabase()
  const dataDir = createDataDir()
  const settings = {
    ...{ DATA_DIR: dataDir, DATABASE_URL: database.url, ...linkSettings(discord) },
    ...{ WORKERS: '1', QUEUE_MAX: '100000', DOWNLOAD_IDLE_SECONDS: '3600', DOWNLOAD_RATE_SECONDS: '3600' },
  }
  const server = await startMeasuredServer(benchmark.program, settings)
  try {
    const users = await createWaitingUsers(database)
    const release = await occupyWorker(server, discord, archive)
    const repeat = async (what: string, order: Pick<PollOrder, 'users' | 'rate'>) => {
      const all: PollFigures[] = []
      for (let run = 1; run <= benchmark.runs; run++) {
        benchmark.say(`${what}, run ${run} of ${benchmark.runs}`)
        all.push(await sendPolls(server, order))
      }
      return all
    }
    const many = await repeat(`polls of ${manyUsers} users`, { users, rate: null })
    const few = await repeat(`polls of ${fewUsers} users`, { users: users.slice(0, fewUsers), rate: null })
    const paced = { users: users.slice(0, pacedUsers), rate: pacedUsers }
    const quiet = await repeat(`polls at ${pacedUsers}/s`, paced)
    release()
    const jobs = keepAnalyzing(server, discord, archive)
    const busy = await repeat(`polls at ${pacedUsers}/s during ${size} jobs`, paced)
    const done = await jobs.finish()
    return describe(size, done, { many, few, quiet, busy })
  } finally {
    await server.stop()
    await database.drop()
    discord.stop()
    removeDataDir(dataDir)
  }
}

/** Packages that wait and are never claimed, so that no run depends on the speed of the queue. */
async function createWaitingUsers({ database: { sql } }: TestDatabase): Promise<User[]> {
  const users = Array.from({ length: manyUsers }, (_, index): User => {
    const key = randomKey(1_000_000 + index)
    return { id: packageIdOf(key), key }
  })
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  for (let at = 0; at < users.length; at += 1000) {
    const rows = users.slice(at, at + 1000).map(({ id, key }) => ({
      ...{ id, verifier: verifierOf(key, id), not_before: inAnHour },
      ...{ standard_when_joined: 0, premium_when_joined: 0 },
    }))
    await sql`INSERT INTO packages ${sql(rows)}`
  }
  return users
}

/** Starts a job whose download pauses until the returned function is called. */
async function occupyWorker(
  server: MeasuredServer,
  discord: FakeDiscord,
  archive: string,
): Promise<() => void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const key = randomKey(1_999_999)
  discord.offer(key, archive, { hold: { afterBytes: 1000, until: promise } })
  const owner = new Owner(server, key, discord.link(key))
  await owner.post()
  await owner.poll(({ processingStep }) => processingStep === 'DOWNLOADING')
  return resolve
}

/** Runs one job after another until `finish`, which waits for the last job and returns their number. */
function keepAnalyzing(server: MeasuredServer, discord: FakeDiscord, archive: string) {
  let isWanted = true
  const work = (async () => {
    let count = 0
    for (; isWanted; count++) await processPackage(server, discord, archive, 2_000_000 + count)
    return count
  })()
  work.catch(() => {})
  return {
    finish: () => {
      isWanted = false
      return work
    },
  }
}

/** Runs in a separate process, like real clients. */
async function sendPolls(
  { url }: MeasuredServer,
  { users, rate }: Pick<PollOrder, 'users' | 'rate'>,
): Promise<PollFigures> {
  const order: PollOrder = { port: Number(new URL(url).port), users, connections, seconds, rate }
  const path = join(cacheFolder, 'polls.json')
  await Bun.write(path, JSON.stringify(order))
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'poll-load.ts'), path], {
    env: environmentOf(),
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error('the polls failed')
  const figures = JSON.parse(text) as PollFigures
  if (figures.wrong > 0) throw new Error(`${figures.wrong} of ${figures.answered} answers were wrong`)
  return figures
}

function describe(
  size: string,
  jobs: number,
  runs: Record<'many' | 'few' | 'quiet' | 'busy', PollFigures[]>,
): Findings {
  const middle = (of: PollFigures[], name: keyof PollFigures) => median(of.map((figures) => figures[name]))
  const line = (name: string, of: PollFigures[]) => [
    name,
    formatValue(middle(of, 'perSecond'), 'perSecond'),
    ...(['p50', 'p99', 'slowest'] as const).map((field) => formatValue(middle(of, field), 'milliseconds')),
  ]
  return {
    rows: [
      {
        what: `polls of ${manyUsers.toLocaleString('en-US')} waiting users`,
        ...{
          value: middle(runs.many, 'perSecond'),
          unit: 'perSecond',
          must: 12_000,
          aim: 20_000,
          isMoreBetter: true,
        },
      },
      {
        what: `p99 at ${pacedUsers.toLocaleString('en-US')}/s while ${size} is analyzed`,
        ...{ value: middle(runs.busy, 'p99'), unit: 'milliseconds', must: 50 },
      },
    ],
    tables: [
      {
        title: `${connections} connections, ${seconds} s a run, medians; ${jobs} jobs ran during the last line's runs`,
        columns: ['polls', 'answered', 'p50', 'p99', 'slowest'],
        lines: [
          line(`${manyUsers} users, as fast as possible`, runs.many),
          line(`${fewUsers} users, as fast as possible`, runs.few),
          line(`${pacedUsers} users at ${pacedUsers}/s, no job`, runs.quiet),
          line(`${pacedUsers} users at ${pacedUsers}/s, jobs running`, runs.busy),
        ],
      },
    ],
  }
}
