/**
 * PostgreSQL crashes repeatedly, and servers are asked to stop repeatedly. No job is lost, and a waiting
 * owner gets a status or an empty 503, never another error.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'bun:test'
import { connect } from '../../db/connect.ts'
import { startEmbedded } from '../../db/embedded/embedded.ts'
import { createLogger } from '../../telemetry/logger.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'
import {
  createOwner,
  createPackage,
  expectResult,
  type KnownOwner,
  launch,
  launchBehindProxy,
  rowOf,
  setUpServers,
  until,
  usedFolder,
} from '../support/servers/server-trial.ts'
import type { ServerProcess } from '../support/servers/server-process.ts'

setUpServers()

const claims = /^WITH next AS/
const releases = /^UPDATE packages SET step = 'LOCKED'/

/** The number of polls that got an empty 503, and the longest time without a status. */
interface Polls {
  unavailable: number
  longestSeconds: number
}

/**
 * Polls like the official client, but more often, until the result is ready. Any answer except a status or an
 * empty 503 is an error.
 */
async function pollToEnd(owner: KnownOwner): Promise<Polls> {
  const polls = { unavailable: 0, longestSeconds: 0 }
  let lastAnswer = performance.now()
  for (;;) {
    const response = await owner.get('status')
    const body = await response.text()
    if (response.status === 503) {
      polls.unavailable++
      polls.longestSeconds = Math.max(polls.longestSeconds, (performance.now() - lastAnswer) / 1000)
      expect(body).toBe('')
    } else {
      expect(response.status).toBe(200)
      expect(JSON.parse(body)).toMatchObject({ isErrored: false })
      if (JSON.parse(body).processingStep === 'PROCESSED') return polls
      lastAnswer = performance.now()
    }
    await Bun.sleep(50)
  }
}

/** Submits jobs during `crashes` crashes, waits for all of them, and returns the figures. */
async function storm(servers: ServerProcess[], dataDir: string, crashes: number, jobs: number) {
  const ends: Promise<Polls>[] = []
  const owners: KnownOwner[] = []
  for (let crash = 0; crash < crashes; crash++) {
    while (owners.length < (jobs * (crash + 1)) / crashes) {
      const server = servers[owners.length % servers.length]!
      const owner = createOwner(server, { bytesPerSecond: 300_000 })
      owners.push(owner)
      expect(await owner.post()).toMatchObject({ isAccepted: true })
      ends.push(pollToEnd(owner))
    }
    // The first crash comes at once: an accepted job must already be on disk.
    await Bun.sleep(150 * (crash % 6))
    await crashPostgres(dataDir)
  }
  const polls = await Promise.all(ends)
  for (const owner of owners) expect(await owner.data()).not.toBeEmpty()
  // A crash can be shorter than the time between two polls. lost-database.test.ts shows that polls meet an
  // empty 503.
  const unavailable = polls.reduce((sum, poll) => sum + poll.unavailable, 0)
  const longest = Math.max(...polls.map(({ longestSeconds }) => longestSeconds)).toFixed(1)
  const counts = `${crashes} crashes, ${owners.length}/${jobs} jobs done, ${unavailable} polls answered by an empty 503, ${longest} s at most`
  return { owners, counts }
}

/** Like `pg_ctl stop -m immediate`. The process that started PostgreSQL starts it again. */
async function crashPostgres(dataDir: string): Promise<void> {
  const pid = () => Number(readFileSync(join(dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n')[0])
  const isReady = () => {
    try {
      return readFileSync(join(dataDir, 'cluster/postmaster.pid'), 'utf8').split('\n')[7]?.trim() === 'ready'
    } catch {
      return false
    }
  }
  await until(isReady)
  const old = pid()
  process.kill(old, 'SIGQUIT')
  await until(() => isReady() && pid() !== old)
}

test.concurrent('crashes of PostgreSQL lose no job of two servers', async () => {
  const dataDir = await usedFolder()
  const postgres = await startEmbedded({ dataDir }, createLogger('silent'))
  const { socketDir, port, user, database } = postgres.connection as Exclude<
    typeof postgres.connection,
    string
  >
  const databaseUrl = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(socketDir)}`
  const servers = await Promise.all([launch({ databaseUrl }), launch({ databaseUrl })])
  const { owners, counts } = await storm(servers, dataDir, scaled(2, 20), scaled(4, 40))
  const own = connect(databaseUrl)
  for (const owner of owners) await expectResult(owner, own)
  await own.close()
  await Promise.all(servers.map((server) => server.stop()))
  await postgres.stop()
  recordRun('G9', `DATABASE_URL, 2 nodes: ${counts}`)
})

test.concurrent('crashes of the embedded PostgreSQL lose no job of its server', async () => {
  const server = await launch({ databaseUrl: null })
  const { counts } = await storm([server], server.dataDir, scaled(2, 20), scaled(3, 20))
  expect(await server.stop()).toBe(0)
  recordRun('G9', `embedded: ${counts}`)
})

const shutdowns = scaled(2, 20)

test.concurrent(
  `a server that is asked to stop hands its jobs back at once (${shutdowns} times)`,
  async () => {
    const heir = await launch({ environment: { WORKERS: '4' } })
    const large = await createPackage({ seed: 7, messages: 1500, events: 6000 })
    let unfinished = 0
    for (let round = 0; round < shutdowns; round++) {
      const { proxy, server: leaving } = await launchBehindProxy({ WORKERS: '4', LEASE_SECONDS: '600' })
      const slow = () => createOwner(leaving, { bytesPerSecond: 80_000 })
      const [analyzed, waiting] = [createOwner(leaving, {}, large), [slow(), slow()]]
      const owners = [slow(), slow(), slow(), analyzed, ...waiting]
      for (const owner of owners) await owner.post()
      await until(async () => !['LOCKED', 'DOWNLOADING'].includes((await rowOf(analyzed))!.step))

      // The first release is held, to have time to inspect the stopping server.
      const held = proxy.hold(releases, 'before')
      leaving.signal('SIGTERM')
      await held.reached
      const health = await fetch(`${leaving.url}/health`)
      expect([health.status, await health.json()]).toMatchObject([
        503,
        { status: 'stopping', database: 'up' },
      ])
      expect((await waiting[0]!.get('status')).status).toBe(200)
      const claimed = proxy.statements.filter((text) => claims.test(text)).length
      await Bun.sleep(1200)
      held.release()
      expect(await leaving.exited).toBe(0)
      // A package was waiting and download slots became free, but the stopping server claimed nothing.
      expect(proxy.statements.filter((text) => claims.test(text)).length).toBe(claimed)
      for (const owner of owners) {
        const row = await rowOf(owner)
        if (row!.step === 'PROCESSED') continue
        expect(row).toMatchObject({ step: 'LOCKED', attempts: 0, isLeased: false })
        unfinished++
      }
      // Without the release, the leases would last ten minutes.
      await resumeOn(heir, owners)
    }
    recordRun(
      'G21',
      `${shutdowns} shutdowns: ${unfinished} unfinished packages waited and were resumed, no claim, health 503`,
    )
  },
)

const hurried: [
  name: string,
  environment: Record<string, string>,
  hurry: (server: ServerProcess) => void,
  ends: (code: number) => boolean,
][] = [
  ['at the end of its grace period', { SHUTDOWN_SECONDS: '6' }, () => {}, (code) => code === 0],
  ['when it is asked to stop a second time', {}, (server) => server.signal('SIGTERM'), (code) => code !== 0],
]

test.concurrent.each(hurried)(
  'a server that cannot hand its jobs back still ends %s',
  async (when, environment, hurry, ends) => {
    const heir = await launch({ environment: { WORKERS: '4' } })
    const { proxy, server: leaving } = await launchBehindProxy({ WORKERS: '4', ...environment })
    const owners = [1, 2, 3, 4].map(() => createOwner(leaving, { bytesPerSecond: 80_000 }))
    for (const owner of owners) await owner.post()
    await until(async () =>
      (await Promise.all(owners.map((owner) => rowOf(owner)))).every((row) => row!.isLeased),
    )
    const held = [1, 2, 3, 4].map(() => proxy.hold(releases, 'before'))
    const asked = performance.now()
    leaving.signal('SIGTERM')
    await Promise.all(held.map(({ reached }) => reached))
    hurry(leaving)
    expect(ends(await leaving.exited)).toBeTrue()
    const seconds = ((performance.now() - asked) / 1000).toFixed(1)
    await resumeOn(heir, owners)
    recordRun('G21', `ended ${when}, after ${seconds} s: 4/4 jobs resumed elsewhere`)
  },
)

async function resumeOn(heir: ServerProcess, owners: KnownOwner[]): Promise<void> {
  for (const owner of owners) owner.server = heir
  await Promise.all(owners.map((owner) => owner.wait(100)))
  for (const owner of owners) await expectResult(owner)
}
