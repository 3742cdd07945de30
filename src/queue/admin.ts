/** The queue for its operator: lists and counts packages, upgrades or retries one. It returns no secrets. */
import type { Database } from '../db/connect.ts'
import { lockQueue, type QueueLengths, type Sql } from './jobs.ts'
import { isErrored, isUnfinished, type PackageStateName, restartedColumns, stateColumn } from './states.ts'

/** A package for the operator: without verifier, link and result. Times are ISO 8601 in UTC. */
export interface PackageSummary {
  packageId: string
  state: PackageStateName
  step: string
  isPremium: boolean
  errorMessageCode: string | null
  errorDetail: string | null
  /** Percent of the whole job. */
  progress: number
  /** Downloaded bytes of the archive. */
  bytesDownloaded: number
  bytesTotal: number | null
  /** Size of the encrypted result; null if there is none. */
  resultBytes: number | null
  /** Starts that were not handed back. */
  attempts: number
  createdAt: string
  queuedAt: string
  upgradedAt: string | null
  startedAt: string | null
  finishedAt: string | null
}

export interface ListOptions {
  state?: PackageStateName | null
  /** The most packages to return. */
  limit: number
  /** The last package of the previous page. The list continues after it. */
  after?: string | null
}

/** Totals of all packages. */
export interface Stats {
  /** Waiting packages, including premium ones. */
  waiting: number
  waitingPremium: number
  running: number
  processed: number
  errored: number
  /** Errored packages by error detail. */
  errors: Record<string, number>
  /** Imported from dumpus-api and not yet fetched by their owners. */
  legacy: number
  /** How long the package that joined its queue first has waited; null if none is waiting. */
  longestWaitSeconds: number | null
  /** All encrypted results. */
  resultBytes: number
  /** Size of the whole database. */
  databaseBytes: number
}

/** The outcome of an action: done, or why not. */
export type Verdict = 'done' | 'unknown' | 'not_waiting' | 'not_errored'

/** Lists packages, newest first. */
export async function listPackages(
  { sql }: Database,
  { state = null, limit, after = null }: ListOptions,
): Promise<PackageSummary[]> {
  return sql<PackageSummary[]>`
    WITH named AS (SELECT *, ${stateColumn(sql)} AS state FROM packages)
    SELECT ${summaryColumns(sql)} FROM named
    WHERE (${state}::text IS NULL OR state = ${state})
      AND (${after}::text IS NULL OR (created_at, id) < (SELECT created_at, id FROM packages WHERE id = ${after}))
    ORDER BY created_at DESC, id DESC LIMIT ${limit}`
}

/** One package, or null. */
export async function findSummary({ sql }: Database, packageId: string): Promise<PackageSummary | null> {
  const [found] = await sql<PackageSummary[]>`
    WITH named AS (SELECT *, ${stateColumn(sql)} AS state FROM packages WHERE id = ${packageId})
    SELECT ${summaryColumns(sql)} FROM named`
  return found ?? null
}

/**
 * Moves an unfinished package to the end of the premium queue, ahead of all standard packages. A premium
 * package keeps its position. `not_waiting`: it is processed or errored.
 */
export async function upgrade({ sql }: Database, packageId: string): Promise<Verdict> {
  return sql.begin(async (transaction) => {
    const queue = await lockQueue(transaction)
    const { count } = await transaction`
      UPDATE packages SET is_premium = true, premium_queued_at = clock_timestamp(), queued_at = clock_timestamp(),
        premium_when_joined = ${queue.beforePremium}, turn = 0, updated_at = now()
      WHERE id = ${packageId} AND NOT is_premium AND ${isUnfinished(transaction)}`
    if (count === 1) return 'done'
    const [known] = await transaction<{ isWaiting: boolean }[]>`
      SELECT ${isUnfinished(transaction)} AS "isWaiting" FROM packages WHERE id = ${packageId}`
    return !known ? 'unknown' : known.isWaiting ? 'done' : 'not_waiting'
  })
}

/**
 * Puts an errored package back into its queue: at the end of the premium queue, or into the standard queue
 * like the first package of a new address (fair-order.ts), since its own address is forgotten. The server no
 * longer has its KEY, so work begins after the owner's next request. A link to one of the operator's allowed
 * origins is also gone; the owner's next POST contains it.
 */
export async function retry({ sql }: Database, packageId: string): Promise<Verdict> {
  return sql.begin(async (transaction) => {
    const queue = await lockQueue(transaction)
    if (await restart(transaction, packageId, queue)) return 'done'
    const known = await transaction`SELECT 1 FROM packages WHERE id = ${packageId}`
    return known.length === 0 ? 'unknown' : 'not_errored'
  })
}

/** Computes all totals. It reads the whole table of packages. */
export async function countAll({ sql }: Database): Promise<Stats> {
  const [[counts], errors] = await Promise.all([
    sql<Omit<Stats, 'errors'>[]>`
      WITH named AS (SELECT *, ${stateColumn(sql)} AS state FROM packages)
      SELECT count(*) FILTER (WHERE state = 'waiting') AS waiting,
        count(*) FILTER (WHERE state = 'waiting' AND is_premium) AS "waitingPremium",
        count(*) FILTER (WHERE state = 'running') AS running,
        count(*) FILTER (WHERE state = 'processed') AS processed,
        count(*) FILTER (WHERE state = 'errored') AS errored,
        (SELECT count(*) FROM legacy_results) AS legacy,
        floor(extract(epoch FROM now() - min(queued_at) FILTER (WHERE state = 'waiting')))::int AS "longestWaitSeconds",
        (SELECT coalesce(sum(length), 0)::int8 FROM blobs) AS "resultBytes",
        pg_database_size(current_database()) AS "databaseBytes"
      FROM named`,
    sql<{ detail: string; count: number }[]>`
      SELECT coalesce(error_detail, error_code) AS detail, count(*) AS count FROM packages
      WHERE ${isErrored(sql)} GROUP BY 1 ORDER BY 2 DESC, 1`,
  ])
  return { ...counts!, errors: Object.fromEntries(errors.map(({ detail, count }) => [detail, count])) }
}

async function restart(sql: Sql, packageId: string, queue: QueueLengths): Promise<boolean> {
  const { count } = await sql`
    UPDATE packages SET ${restartedColumns(sql)}, fence = fence + 1,
      turn = CASE WHEN is_premium THEN 0 ELSE ${queue.nextTurn}::int END,
      standard_when_joined = ${queue.beforeStandard}, premium_when_joined = ${queue.beforePremium}
    WHERE id = ${packageId} AND ${isErrored(sql)}`
  return count === 1
}

function summaryColumns(sql: Sql) {
  const time = (column: string) => sql`
    to_char(${sql(column)} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`
  return sql`
    id AS "packageId", state, step, is_premium AS "isPremium", error_code AS "errorMessageCode",
    error_detail AS "errorDetail", progress, bytes_downloaded AS "bytesDownloaded", bytes_total AS "bytesTotal",
    (SELECT length FROM blobs WHERE blobs.id = named.blob_id) AS "resultBytes", attempts,
    ${time('created_at')} AS "createdAt", ${time('queued_at')} AS "queuedAt",
    ${time('premium_queued_at')} AS "upgradedAt", ${time('started_at')} AS "startedAt",
    ${time('finished_at')} AS "finishedAt"`
}
