/** For tests of the pool: a source of packages, and nodes that work on one database like servers. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Config, loadConfig } from '../../../config/config.ts'
import { openResult, packageIdOf, sealLink, verifierOf } from '../../../crypto.ts'
import { parseLink } from '../../../data-package/fetch/link.ts'
import { connect, type Database } from '../../../db/connect.ts'
import { createLogger } from '../../../telemetry/logger.ts'
import { createMetrics } from '../../../telemetry/metrics.ts'
import { enqueue, findMany } from '../../../queue/jobs.ts'
import { Keyring } from '../../../queue/keyring.ts'
import { createSignals, type Signals } from '../../../queue/signals.ts'
import { createStorage } from '../../../results/storage.ts'
import type { Storage } from '../../../results/store.ts'
import { type Analyze, analyzeInThread } from '../../../worker/run-analysis.ts'
import { type Heartbeats, startHeartbeats } from '../../../worker/heartbeats.ts'
import { type Pool, startPool } from '../../../worker/pool.ts'
import { archiveOf, type TestPackage } from './analysis-entry.ts'
import type { TestDatabase } from './database.ts'

export interface PackageSource {
  origin: string
  /** Offers a package under a new KEY. */
  offer(content: TestPackage): { key: string; link: string; packageId: string }
  /** Offers any answer, in place of a package, under a new KEY. */
  offerAnswer(answer: (request: Request) => Response | Promise<Response>): ReturnType<PackageSource['offer']>
  /** The number of requests for a package so far. */
  requestsOf(packageId: string): number
  stop(): void
}

/** Starts a server that offers packages. The nodes allow its origin. */
export function startPackageSource(keyPrefix: string): PackageSource {
  const answers = new Map<string, (request: Request) => Response | Promise<Response>>()
  const counts = new Map<string, number>()
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch(request) {
      const key = new URL(request.url).searchParams.get('upn') ?? ''
      counts.set(key, (counts.get(key) ?? 0) + 1)
      return answers.get(key)?.(request) ?? new Response(null, { status: 404 })
    },
  })
  const origin = server.url.origin
  const offerAnswer: PackageSource['offerAnswer'] = (answer) => {
    const key = `${keyPrefix}-${crypto.randomUUID()}`
    answers.set(key, answer)
    return { key, link: `${origin}/ls/click?upn=${key}`, packageId: packageIdOf(key) }
  }
  return {
    origin,
    offerAnswer,
    offer: (content) => offerAnswer(() => new Response(archiveOf(content) as Uint8Array<ArrayBuffer>)),
    requestsOf: (packageId) =>
      [...counts]
        .filter(([key]) => packageIdOf(key) === packageId)
        .reduce((sum, [, count]) => sum + count, 0),
    stop: () => void server.stop(true),
  }
}

export interface TestNode {
  config: Config
  database: Database
  keyring: Keyring
  signals: Signals
  pool: Pool
  heartbeats: Heartbeats
  spoolDir: string
  /** Lines of its log. */
  log: string[]
  /** The ids of the packages whose analysis was started, in order. */
  analyses: string[]
  /** Does what a POST does: writes the row, keeps the KEY, and wakes up the workers. */
  post(link: string, address?: string): Promise<string>
  stop(graceSeconds?: number): Promise<void>
}

export interface NodeOptions {
  environment?: Record<string, string>
  /** Replaces the analysis thread. */
  analyze?: Analyze
  /** Replaces the storage in the database. */
  storage?: Pick<Storage, 'prepare' | 'write'>
}

/**
 * A node with connections of its own. Heartbeats and leases are short, and unless `analyze` is given, the
 * thread of analysis-entry.ts replaces the analysis.
 */
export function startNode(
  { connection }: Pick<TestDatabase, 'connection'>,
  source: Pick<PackageSource, 'origin'>,
  options: NodeOptions = {},
): TestNode {
  const directory = mkdtempSync(join(tmpdir(), 'dumpus-node-test-'))
  const spoolDir = join(directory, 'spool')
  const config = loadConfig({
    DL_ZIP_WHITELISTED_DOMAINS: source.origin,
    DL_ZIP_TMP_PATH: spoolDir,
    WORKERS: '2',
    HEARTBEAT_SECONDS: '1',
    LEASE_SECONDS: '3',
    DOWNLOAD_PAUSE_MILLISECONDS: '1',
    ...options.environment,
  })
  const log: string[] = []
  const analyses: string[] = []
  const database = connect(connection)
  const keyring = new Keyring({ holdSeconds: config.keyHoldSeconds, sizeMax: config.queueMax })
  const signals = createSignals()
  const logger = createLogger('debug', (line) => log.push(line))
  const heartbeats = startHeartbeats({
    createThread: () => new Worker(new URL('../../../heartbeat-thread.ts', import.meta.url)),
    ...{ connection, logger, heartbeatSeconds: config.heartbeatSeconds },
  })
  const analyze = options.analyze ?? ((ticket, more) => analyzeInThread(createThread, ticket, more))
  const pool = startPool({
    config,
    database,
    keyring,
    signals,
    logger,
    heartbeats,
    metrics: createMetrics(),
    storage: options.storage ?? createStorage(database),
    analyze(ticket, more) {
      analyses.push(more.packageId)
      return analyze(ticket, more)
    },
  })
  return {
    ...{ config, database, keyring, signals, pool, heartbeats, spoolDir, log, analyses },
    async post(text, address) {
      const { packageId, key, link } = parseLink(text, config.allowedOrigins)
      await enqueue(database, {
        packageId,
        verifier: verifierOf(key, packageId),
        sealedLink: sealLink(link, key, packageId),
        queueMax: config.queueMax,
        ...(address && { sender: { address, packagesMax: 100 } }),
      })
      keyring.hold(packageId, key, link)
      signals.wake()
      return packageId
    },
    async stop(graceSeconds = 10) {
      await pool.stop(graceSeconds)
      await heartbeats.stop()
      await database.close()
      rmSync(directory, { recursive: true })
    },
  }
}

/** The files in a node's spool folder. */
export function spooledFiles(node: TestNode): string[] {
  return existsSync(node.spoolDir) ? readdirSync(node.spoolDir) : []
}

/** The text of a test package that was stored as a result, decrypted with the owner's KEY. */
export async function resultTextOf(database: Database, key: string): Promise<string> {
  const packageId = packageIdOf(key)
  const [state] = await findMany(database, [packageId])
  const storage = createStorage(database)
  const blob = await storage.describe(state!.blobId!)
  const ciphertext = Buffer.from(await storage.readAll(state!.blobId!))
  const { iv, sha256, tag } = blob!
  const gzip = openResult(
    { iv: Buffer.from(iv), sha256: Buffer.from(sha256), tag: Buffer.from(tag), ciphertext },
    key,
    packageId,
  )
  return Buffer.from(Bun.gunzipSync(new Uint8Array(gzip))).toString()
}

function createThread(): Worker {
  return new Worker(new URL('./analysis-entry.ts', import.meta.url))
}
