/**
 * Waiting users are cheap: while packages are analyzed, no poll gets a wrong answer, and polls share database
 * statements. How long answers take is measured by scripts/measurements/polls.ts, on an idle machine.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import type { PollFigures, PollOrder } from '../../../scripts/measurements/poll-load.ts'
import { packageIdOf, verifierOf } from '../../crypto.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { freshDatabase, type TestDatabase } from '../support/servers/database.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'
import { Owner } from '../support/servers/owner.ts'
import {
  createDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from '../support/servers/server-process.ts'

setDefaultTimeout(600_000)

const seconds = scaled(2, 20)
const dataDir = createDataDir()
let given: TestDatabase
let discord: FakeDiscord
let server: ServerProcess
let users: PollOrder['users']

beforeAll(async () => {
  given = await freshDatabase()
  discord = await startFakeDiscord()
  server = await startServer({
    ...{ DATA_DIR: dataDir, DATABASE_URL: given.url, LOG_LEVEL: 'warn', WORKERS: '1' },
    DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
    // A fast machine analyzes more packages than one address may submit by default.
    ...{ POSTS_PER_MINUTE: '10000', POSTS_BURST: '10000', PACKAGES_PER_ADDRESS_MAX: '10000' },
  })
  users = await createWaitingUsers(2000)
})
afterAll(async () => {
  await server.stop()
  discord.stop()
  await given.drop()
  removeDataDir(dataDir)
})

test('polls sent at 1,000 and 2,000 per second while packages are analyzed get right answers and share statements', async () => {
  const jobs = await keepAnalyzing()
  const lines: string[] = []
  for (const rate of [1000, 2000]) {
    const [begun, statementsBefore] = [performance.now(), await statements()]
    const figures = await sendPolls(users.slice(0, rate), rate)
    const spent = (await statements()) - statementsBefore
    const elapsedSeconds = (performance.now() - begun) / 1000
    expect(figures.wrong).toBe(0)
    expect(figures.answered).toBeGreaterThan(0)
    // Polls within 10 ms share a statement, so they need at most 100 statements per second. The rest belongs
    // to queue positions and jobs. A slower machine answers fewer polls, but needs no more statements per
    // second.
    expect(spent).toBeLessThan(elapsedSeconds * 250)
    expect(spent).toBeLessThan(figures.answered)
    lines.push(`${figures.answered} polls at ${rate}/s, 0 errors, ${spent} statements`)
  }
  recordRun('G19', `${lines.join('; ')}; ${await jobs.finish()} packages analyzed meanwhile`)
  expect(server.output()).not.toMatch(/"level":"(warn|error)"/)
})

/**
 * The number of transactions in the test's database so far. The server runs most statements in transactions
 * of their own, so this is nearly the number of statements.
 */
async function statements(): Promise<number> {
  // The database's processes report their counts at most once a second.
  await Bun.sleep(1100)
  const [row] = await given.database.sql<{ count: number }[]>`
    SELECT xact_commit + xact_rollback AS count FROM pg_stat_database WHERE datname = current_database()`
  return Number(row!.count)
}

/** Creates packages that wait and are never claimed. Returns the ids and KEYs. */
async function createWaitingUsers(count: number): Promise<PollOrder['users']> {
  const created = Array.from({ length: count }, (_, index) => {
    const key = randomKey(1_000_000 + index)
    return { id: packageIdOf(key), key }
  })
  const rows = created.map(({ id, key }) => ({
    ...{ id, verifier: verifierOf(key, id), not_before: new Date(Date.now() + 3_600_000).toISOString() },
    ...{ standard_when_joined: 0, premium_when_joined: 0 },
  }))
  await given.database.sql`INSERT INTO packages ${given.database.sql(rows)}`
  return created
}

/**
 * Runs one job after another until `finish`, which waits for the last job and returns the number of jobs. The
 * first job has started when this function returns.
 */
async function keepAnalyzing() {
  const { archive } = await packageBytes({
    messages: scaled(5000, 60_000),
    events: scaled(20_000, 400_000),
    seed: 5,
  })
  let isWanted = true
  const begun = Promise.withResolvers<void>()
  const work = (async () => {
    let count = 0
    for (; isWanted; count++) {
      const key = randomKey(2_000_000 + count)
      discord.offer(key, archive)
      const owner = new Owner(server, key, discord.link(key))
      expect(await owner.post()).toMatchObject({ isAccepted: true })
      await owner.poll(({ processingStep }) => processingStep !== 'LOCKED')
      begun.resolve()
      expect(await owner.wait(300)).toMatchObject({
        ...{ errorMessageCode: null, errorDetail: null, processingStep: 'PROCESSED' },
      })
    }
    return count
  })()
  await Promise.race([begun.promise, work])
  return {
    finish: () => {
      isWanted = false
      return work
    },
  }
}

/** Sends polls from a separate process, and returns the answers' figures. */
async function sendPolls(some: PollOrder['users'], rate: number): Promise<PollFigures> {
  const order: PollOrder = {
    port: Number(new URL(server.url).port),
    users: some,
    connections: 200,
    seconds,
    rate,
  }
  const path = join(dataDir, 'polls.json')
  await Bun.write(path, JSON.stringify(order))
  const child = Bun.spawn(
    [process.execPath, join(import.meta.dir, '../../../scripts/measurements/poll-load.ts'), path],
    {
      stdin: 'ignore',
      stdout: 'pipe',
      stderr: 'inherit',
    },
  )
  const text = await new Response(child.stdout).text()
  expect(await child.exited).toBe(0)
  return JSON.parse(text) as PollFigures
}
