/**
 * A server is killed at every step of a job. A proxy in front of PostgreSQL holds the statement of the step,
 * or the fake Discord stops in the archive, so that the moment is exact. The owner then polls another server,
 * which must finish the job correctly. The link is posted again only if the first POST got no answer.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Step } from '../../db/schema.ts'
import type { PostgresProxy } from '../support/fakes/postgres-proxy.ts'
import { isLongRun, recordRun } from '../support/servers/long-run.ts'
import {
  createOwner,
  createPackage,
  discord,
  expectResult,
  holdDownload,
  inParallel,
  type KnownOwner,
  type KnownPackage,
  launch,
  launchBehindProxy,
  postAndPoll,
  packages,
  rowOf,
  setUpServers,
  shared,
  until,
} from '../support/servers/server-trial.ts'
import type { ServerProcess } from '../support/servers/server-process.ts'

setUpServers()

interface CrashPoint {
  name: string
  /**
   * The moment of the crash: a number of bytes of the archive, or a statement: the first one that matches
   * `statement`. With `after`, only statements after the one that matches `after` count. With `skip`, so many
   * matching statements pass first.
   */
  at: { statement: RegExp; when: 'before' | 'after'; after?: RegExp; skip?: number } | { bytes: number }
  /** An action that leads to that moment. It happens while the download is held half-way. */
  halfway?: 'waits' | 'stop' | 'delete'
  faults?: Parameters<typeof discord.offer>[2]
  environment?: Record<string, string>
  /** Milliseconds between that moment and the kill. */
  laterBy?: number
  /** The POST got no answer, so the official client sends it again. */
  postsAgain?: true
  /** What the dead server leaves in the row. It proves that the server died at this moment. */
  leaves: Step | 'no row' | 'EXPIRED_LINK'
  /** The expected end; by default PROCESSED, with the right result. */
  ends?: 'EXPIRED_LINK' | 'deleted'
  known?: () => KnownPackage
}

const statements = {
  insert: /^INSERT INTO packages/,
  commit: /^commit/i,
  claim: /^WITH next AS/,
  owned: /^SELECT 1 FROM packages/,
  heartbeat: /^WITH beats AS/,
  advance: /^UPDATE packages SET step = \$1/,
  blob: /^insert into "blobs"/,
  piece: /^insert into "blob_chunks"/,
  processed: /^UPDATE packages SET step = 'PROCESSED'/,
  release: /^UPDATE packages SET step = 'LOCKED'.*not_before = NULL/,
  retryLater: /^UPDATE packages SET step = 'LOCKED'.*not_before = now\(\)/,
  fail: /^UPDATE packages SET error_code/,
  delete: /^DELETE FROM packages WHERE id = \$1/,
}

const before = (name: keyof typeof statements) => ({ statement: statements[name], when: 'before' }) as const
const after = (name: keyof typeof statements) => ({ statement: statements[name], when: 'after' }) as const
/** Housekeeping also commits, so a commit is identified by the statement before it. */
const commitOf = (name: keyof typeof statements, when: 'before' | 'after') =>
  ({ statement: statements.commit, when, after: statements[name] }) as const

let large: KnownPackage
let manyPeople: KnownPackage
const expired = { faults: { status: 403 }, ends: 'EXPIRED_LINK' } as const
const unreachable = { faults: { status500Times: 1 }, environment: { DOWNLOAD_TRIES_MAX: '1' } }

const points: CrashPoint[] = [
  { name: 'before the row is written', leaves: 'no row', at: before('insert'), postsAgain: true },
  {
    name: 'before the row is committed',
    leaves: 'no row',
    at: commitOf('insert', 'before'),
    postsAgain: true,
  },
  {
    name: 'after the row is committed, before the answer',
    leaves: 'LOCKED',
    at: commitOf('insert', 'after'),
  },
  { name: 'before the claim', leaves: 'LOCKED', at: before('claim') },
  { name: 'after the claim', leaves: 'DOWNLOADING', at: after('claim') },
  { name: 'at the first byte of the archive', leaves: 'DOWNLOADING', at: { bytes: 1 } },
  { name: 'in the middle of the archive', leaves: 'DOWNLOADING', at: { bytes: 100_000 } },
  { name: 'before a heartbeat', leaves: 'DOWNLOADING', at: before('heartbeat'), halfway: 'waits' },
  { name: 'after a heartbeat', leaves: 'DOWNLOADING', at: after('heartbeat'), halfway: 'waits' },
  { name: 'at the end of the download, with a sealed spool', leaves: 'DOWNLOADING', at: before('advance') },
  { name: 'at the start of the analysis', leaves: 'ANALYZING', at: after('advance') },
  {
    name: 'in the middle of the analysis',
    leaves: 'ANALYZING',
    at: after('advance'),
    laterBy: 100,
    known: () => large,
  },
  {
    name: 'with a sealed result, before its transaction does anything',
    leaves: 'ANALYZING',
    at: before('owned'),
  },
  { name: 'before the blob is written', leaves: 'ANALYZING', at: before('blob') },
  { name: 'after the blob, before its first chunk', leaves: 'ANALYZING', at: after('blob') },
  { name: 'after the first chunk', leaves: 'ANALYZING', at: after('piece') },
  { name: 'before PROCESSED is set', leaves: 'ANALYZING', at: before('processed') },
  { name: 'after PROCESSED is set', leaves: 'ANALYZING', at: after('processed') },
  { name: 'before the result is committed', leaves: 'ANALYZING', at: commitOf('processed', 'before') },
  {
    name: 'after the result is committed, before the KEY is forgotten',
    leaves: 'PROCESSED',
    at: commitOf('processed', 'after'),
  },
  { name: 'before the release of a shutdown', leaves: 'DOWNLOADING', at: before('release'), halfway: 'stop' },
  { name: 'after the release of a shutdown', leaves: 'LOCKED', at: after('release'), halfway: 'stop' },
  { name: 'before a job is rescheduled', leaves: 'DOWNLOADING', at: before('retryLater'), ...unreachable },
  { name: 'after a job is rescheduled', leaves: 'LOCKED', at: after('retryLater'), ...unreachable },
  { name: 'before a failure is recorded', leaves: 'DOWNLOADING', at: before('fail'), ...expired },
  { name: 'after a failure is recorded', leaves: 'EXPIRED_LINK', at: after('fail'), ...expired },
  {
    name: 'before a deletion',
    leaves: 'DOWNLOADING',
    at: before('delete'),
    halfway: 'delete',
    ends: 'deleted',
  },
  { name: 'after a deletion', leaves: 'no row', at: after('delete'), halfway: 'delete', ends: 'deleted' },
]

// Making a result of several chunks takes a while.
if (isLongRun) {
  const known = () => manyPeople
  points.push({ name: 'between two chunks', leaves: 'ANALYZING', at: { ...before('piece'), skip: 1 }, known })
}

/** The cases run in parallel, because they mostly wait for leases to expire. */
const outcomes = new Map<CrashPoint, PromiseSettledResult<unknown>>()
const atOnce = 8

beforeAll(async () => {
  large = await createPackage({ seed: 3, messages: 2000, events: 8000 })
  if (isLongRun) manyPeople = await createPackage({ seed: 4, messages: 22_000, dms: 21_000, events: 10 })
  const survivor = await launch()
  await inParallel(atOnce, points, async (point) => {
    const [outcome] = await Promise.allSettled([crash(point, survivor)])
    outcomes.set(point, outcome)
  })
})

afterAll(() => {
  const fulfilled = [...outcomes.values()].filter(({ status }) => status === 'fulfilled')
  recordRun('G1', `${fulfilled.length}/${points.length} named crash points`)
})

test.each(points.map((point) => [point.name, point] as const))(
  'a server killed %s loses no job',
  async (_, point) => {
    const outcome = outcomes.get(point)!
    if (outcome.status === 'rejected') throw outcome.reason
  },
)

async function crash(point: CrashPoint, survivor: ServerProcess): Promise<void> {
  const { proxy, server: victim } = await launchBehindProxy({ WORKERS: '1', ...point.environment })
  // The download stops at the crash, or half-way if an action leads to the crash.
  const archive = holdDownload('bytes' in point.at ? point.at.bytes : point.halfway ? 100_000 : null)
  const owner = createOwner(victim, { ...point.faults, ...archive.faults }, point.known?.() ?? packages[0]!)
  const moment = 'bytes' in point.at ? archive.reached : reach(proxy, point.at)
  const posted = owner.post().then(
    ({ isAccepted }) => isAccepted,
    () => false,
  )
  if (point.halfway) {
    await archive.reached
    if (point.halfway === 'stop') victim.signal('SIGTERM')
    if (point.halfway === 'delete') void owner.delete().catch(() => {})
  }
  await moment
  await Bun.sleep(point.laterBy ?? 0)
  await victim.kill()
  proxy.stop()
  archive.release()
  if (point.laterBy) expect(proxy.statements.filter((text) => statements.blob.test(text))).toEqual([])
  const left = await rowOf(owner)
  expect(left ? (left.errorCode ?? left.step) : 'no row').toBe(point.leaves)

  owner.server = survivor
  if (point.postsAgain) {
    expect(await posted).toBeFalse()
    // PostgreSQL may not have noticed yet that the dead server's transaction has ended.
    await until(async () => (await owner.post()).isAccepted)
  }
  await expectEnd(owner, point)
}

/** Resolves when the statement is held. The statement that must come first is let through. */
async function reach(
  proxy: PostgresProxy,
  { statement, when, after, skip }: Exclude<CrashPoint['at'], { bytes: number }>,
): Promise<void> {
  if (after) {
    const first = proxy.hold(after, 'before')
    await first.reached
    const next = proxy.hold(statement, when, skip)
    first.release()
    return next.reached
  }
  return proxy.hold(statement, when, skip).reached
}

async function expectEnd(owner: KnownOwner, { ends, name }: CrashPoint): Promise<void> {
  if (ends === 'deleted') {
    // The owner got no answer and repeats the deletion. Nothing comes back later.
    const { isDeleted } = await owner.delete()
    expect(isDeleted).toBe(name.startsWith('before'))
    expect(await owner.status()).toMatchObject({ errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
    return
  }
  // Skips the pause of a minute before the next attempt.
  await shared.database
    .sql`UPDATE packages SET not_before = now() WHERE id = ${owner.packageId} AND not_before > now()`
  const end = await owner.wait(120)
  if (ends) expect(end).toMatchObject({ isErrored: true, errorMessageCode: ends })
  else await expectResult(owner)
}

test('a package that kills its server five times is marked failed, and other packages continue', async () => {
  const environment = { ATTEMPTS_MAX: '5', WORKERS: '2' }
  let server = await launch({ environment })
  let crashes = 0
  const poison = createOwner(server, {
    hold: {
      afterBytes: 1000,
      until: new Promise(() => {}),
      onReached: () => {
        crashes++
        server.signal('SIGKILL')
      },
    },
  })
  // Slow enough to be in progress at every kill, so that it is part of every crash.
  const neighbour = createOwner(server, { bytesPerSecond: 200_000 })
  await neighbour.post()
  await poison.post().catch(() => {})
  const posted = Promise.all([poison.wait(150), neighbour.wait(150)])
  const joining = Promise.all([1, 2].map(() => postAndPoll(createOwner(server), () => server)))
  const ends = Promise.all([posted, joining])
  while (!(await Promise.race([ends.then(() => true), server.exited.then(() => false)]))) {
    // Expires the dead server's leases.
    await shared.database.sql`UPDATE packages SET lease_until = now() WHERE lease_until IS NOT NULL`
    server = await launch({ environment })
    neighbour.server = server
    await until(async () => {
      const row = await rowOf(neighbour)
      return row?.isLeased || row?.step === 'PROCESSED'
    })
    poison.server = server
  }
  const [[poisoned], others] = await ends
  expect(poisoned).toMatchObject({ errorMessageCode: 'UNKNOWN_ERROR', errorDetail: 'analysis_crashed' })
  expect(crashes).toBe(5)
  for (const owner of [neighbour, ...others]) {
    owner.server = server
    await expectResult(owner)
  }
})
