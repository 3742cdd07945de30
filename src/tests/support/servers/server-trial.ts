/**
 * The shared parts of tests with real server processes: a database, a fake Discord, packages with known
 * results.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout } from 'bun:test'
import type { Step } from '../../../db/schema.ts'
import { type PackageInput, sizes } from '../../../synthetic-package/options.ts'
import { packageBytes } from '../../../synthetic-package/write-package.ts'
import { freshDatabase, type TestDatabase } from './database.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../fakes/fake-discord.ts'
import { scaled } from './long-run.ts'
import { compareWithOracle } from '../../oracle/compare.ts'
import { oracle } from '../../oracle/oracle.ts'
import type { OracleResult } from '../../oracle/rows.ts'
import { Owner } from './owner.ts'
import { type PostgresProxy, startPostgresProxy } from '../fakes/postgres-proxy.ts'
import { createDataDir, removeDataDir, type ServerProcess, startServer } from './server-process.ts'
import { createUsedDataDir } from './used-data-dir.ts'

export let shared: TestDatabase
export let discord: FakeDiscord

export interface KnownPackage {
  archive: Uint8Array
  expected: OracleResult
}

/** A few different packages, small enough to be analyzed in less than a second. */
export const packages: KnownPackage[] = []

const today = new Date().toISOString().slice(0, 10)
const servers = new Set<ServerProcess>()
const folders: string[] = []
const proxies: PostgresProxy[] = []
let nextKey = 1
/** All owners share one address here, and poll much more often than the official client. */
const unlimited = Object.fromEntries([
  ['PACKAGES_PER_ADDRESS_MAX', '100000'],
  ...['POSTS', 'REQUESTS', 'RESULTS'].flatMap((what) => [
    [`${what}_PER_MINUTE`, '1000000'],
    [`${what}_BURST`, '1000000'],
  ]),
])

/**
 * Sets everything up for one test file, and ends what the tests left running. Only a hanging test reaches the
 * time limit.
 */
export function setUpServers({ packageCount = 2 } = {}): void {
  setDefaultTimeout(scaled(600_000, 1_800_000))
  beforeAll(async () => {
    shared = await freshDatabase()
    discord = await startFakeDiscord()
    packages.length = 0
    for (let seed = 1; seed <= packageCount; seed++) packages.push(await createPackage({ seed }))
  })
  afterAll(async () => {
    await Promise.all([...servers].map((server) => server.kill()))
    proxies.forEach((proxy) => proxy.stop())
    folders.forEach(removeDataDir)
    discord.stop()
    await shared.drop()
  })
}

/** A package, and its result by the independent analysis. */
export async function createPackage(size: PackageInput) {
  const { archive } = await packageBytes({ ...sizes.S, messages: 100, events: 400, ...size })
  return { archive, expected: oracle(archive, { packageId: '0'.repeat(32), today }) }
}

export interface Launch {
  /** The shared database by default. */
  databaseUrl?: string | null
  environment?: Record<string, string>
  program?: readonly string[]
}

/**
 * Starts a server with two workers, short leases, and rate limits that no test reaches. `databaseUrl` null:
 * with the embedded database.
 */
export async function launch({ databaseUrl = shared.url, environment, program }: Launch = {}) {
  const dataDir = environment?.DATA_DIR ?? (databaseUrl === null ? await usedFolder() : folder())
  const server = await startServer(
    {
      DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
      DATA_DIR: dataDir,
      ...(databaseUrl !== null && { DATABASE_URL: databaseUrl }),
      ...{ WORKERS: '2', HEARTBEAT_SECONDS: '1', LEASE_SECONDS: '3' },
      ...unlimited,
      ...environment,
    },
    program,
  )
  servers.add(server)
  void server.exited.then(() => servers.delete(server))
  return server
}

/** Starts two servers on the shared database. */
export function launchTwo(environment: Record<string, string> = {}): Promise<[ServerProcess, ServerProcess]> {
  return Promise.all([launch({ environment }), launch({ environment })])
}

/** Starts a server with a proxy in front of the shared database. */
export async function launchBehindProxy(environment: Record<string, string> = {}) {
  const proxy = await startPostgresProxy(shared.url)
  proxies.push(proxy)
  return { proxy, server: await launch({ databaseUrl: proxy.url, environment }) }
}

/** A folder for a server's DATA_DIR that is removed after the tests. */
export function folder(): string {
  const created = createDataDir()
  folders.push(created)
  return created
}

/** Like `folder`, with an embedded database in it. */
export async function usedFolder(): Promise<string> {
  const created = await createUsedDataDir()
  folders.push(created)
  return created
}

/** The owner of a package with a known result. */
export interface KnownOwner extends Owner {
  known: KnownPackage
}

/** Creates an owner with a new link. By default, owners get the `packages` in turn. */
export function createOwner(
  server: { url: string },
  faults?: Parameters<FakeDiscord['offer']>[2],
  known: KnownPackage = packages[nextKey % packages.length]!,
): KnownOwner {
  const key = randomKey(nextKey++)
  discord.offer(key, known.archive, faults)
  return Object.assign(new Owner(server, key, discord.link(key)), { known })
}

/**
 * Acts like the official client until the result is ready: it posts until the link is accepted, then it only
 * polls. `serverOf` chooses the server of each request. Rejects if the package has failed.
 */
export async function postAndPoll(owner: KnownOwner, serverOf: () => { url: string }): Promise<KnownOwner> {
  const ask = async <T>(question: () => Promise<T>) => {
    owner.server = serverOf()
    return question().catch(() => null)
  }
  while (!(await ask(() => owner.post()))?.isAccepted) await Bun.sleep(50)
  for (;;) {
    const status = await ask(() => owner.status())
    if (status?.isErrored) throw new Error(`the package failed: ${status.errorDetail}`)
    if (status?.processingStep === 'PROCESSED') return owner
    await Bun.sleep(100)
  }
}

/**
 * Faults that stop a download after this many bytes (null: never) until `release`; `reached` resolves when it
 * stops there.
 */
export function holdDownload(afterBytes: number | null) {
  const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const hold = afterBytes !== null && { afterBytes, until: released.promise, onReached: reached.resolve }
  return { faults: hold ? { hold } : {}, reached: reached.promise, release: released.resolve }
}

/**
 * Checks that the result exists, is right, and is readable with the owner's KEY. Also checks that the row has
 * one blob, and no error, lease or link.
 */
export async function expectResult(owner: KnownOwner, database = shared.database): Promise<void> {
  const { expected } = owner.known
  if ('error' in expected) throw new Error('the package has no result')
  const package_data = expected.package_data.map((row) => ({ ...row, package_id: owner.packageId }))
  expect(compareWithOracle(await owner.data(), { ...expected, package_data })).toEqual([])
  const [row] = await database.sql`
    SELECT step, error_code, lease_until, sealed_link, (SELECT count(*)::int FROM blobs WHERE package_id = packages.id) AS blobs
    FROM packages WHERE id = ${owner.packageId}`
  expect(row).toEqual({ step: 'PROCESSED', error_code: null, lease_until: null, sealed_link: null, blobs: 1 })
}

export interface Row {
  step: Step
  errorCode: string | null
  attempts: number
  fence: number
  isLeased: boolean
  /** Changes with every write. */
  version: string
}

/** The row of a package, or undefined. */
export async function rowOf({ packageId }: Owner, { sql } = shared.database): Promise<Row | undefined> {
  const [row] = await sql<Row[]>`
    SELECT step, error_code AS "errorCode", attempts, fence, lease_until IS NOT NULL AS "isLeased", ctid::text || xmin AS version
    FROM packages WHERE id = ${packageId}`
  return row
}

/** Waits until the condition holds; the test's own time limit ends it otherwise. */
export async function until(isSo: () => unknown): Promise<void> {
  while (!(await isSo())) await Bun.sleep(20)
}

/** Runs `work` on every item, at most `limit` at a time; returns the results in the order of the items. */
export async function inParallel<T, R>(limit: number, items: readonly T[], work: (item: T) => Promise<R>) {
  const results: R[] = []
  const waiting = [...items.entries()]
  const worker = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) results[next[0]] = await work(next[1])
  }
  await Promise.all(Array.from({ length: limit }, worker))
  return results
}
