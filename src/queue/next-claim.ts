/** Claims the next package of the queue, within milliseconds even if 10,000 packages wait. */
import type { Database } from '../db/connect.ts'
import { type Detail, details } from '../errors.ts'
import { fairOrder } from './fair-order.ts'
import { isClaimable } from './states.ts'

/**
 * The right to process a package until the lease expires, the package is deleted, or another worker takes
 * over.
 */
export interface Claim {
  packageId: string
  fence: number
  leaseSeconds: number
  /** Number of starts of this package that were not handed back, including this one: 1 for the first. */
  attempts: number
  /** Time since the first start of this package by any worker. retry-policy.ts uses it to give up. */
  secondsSinceFirstStart: number
  /**
   * The time of the first start, in the database's format. It changes when the package is deleted and posted
   * again, or restarted after an error.
   */
  startedAt: string
  /**
   * A link to one of the operator's allowed origins, encrypted under the KEY (openLink in crypto.ts). Null
   * for click.discord.com.
   */
  sealedLink: Uint8Array | null
  isPremium: boolean
  /** The turn of the package in the fair order (fair-order.ts). */
  turn: number
  /** A keyed hash of the address that submitted it; null if unknown. */
  address: string | null
}

/** A Set of ids, with only the members that a claim uses. */
export type HeldIds = Pick<ReadonlySet<string>, 'size' | 'has' | 'values'>

interface ClaimOptions {
  /** Packages whose KEY this process holds. It can process only these. */
  held: HeldIds
  leaseSeconds: number
  attemptsMax: number
  /** Restricts which held packages may be claimed now. */
  choice?: Choice
}

/** What a process may claim, given the packages that it already processes. */
export interface Choice {
  /** Addresses that have used up their share of this process. Their packages are not claimed. */
  busyAddresses?: readonly string[]
  /** The last start for which a package may be claimed, counted like `attempts`: with 2, no third start. */
  startsMax?: number
}

/**
 * Strategies by the number of held KEYs. With few, their packages are looked up by id (100: 0.3 ms). With
 * more, the head of the queue is read (50 rows: 0.2 ms), and the first rows whose KEY is held are tried. If
 * none of these can be claimed, all KEYs are looked up (500: 1 ms) or, with even more KEYs, the whole queue
 * is read (10,000: 5 ms, p99 9 ms).
 *
 * Sending 10,000 ids with the statement was too slow. Looking them up one by one took 14–25 ms. Comparing
 * them with each row of the queue took 3 ms with a custom plan, but 1.6 s once PostgreSQL switched to a
 * generic plan. docs/performance.md has measurements of whole claims; most of their time is the commit.
 */
const fewKeys = 100
const lookedUpMax = 500
/** How many rows of the queue are read at most: its head, or in practice all of it. */
const lineLengths = { head: 50, all: 100_000 }
/**
 * How many candidates are tried first. Each costs a lookup, and other workers hardly ever claim all of them.
 */
const triedFirst = 8

interface ClaimedRow {
  id: string
  fence: number
  attempts: number
  sealed_link: Uint8Array | null
  is_premium: boolean
  turn: number
  address: string | null
  error_code: string | null
  seconds_since_first_start: number
  started_at: string
}

/**
 * Claims the next claimable package, which is waiting or whose worker's lease has expired: premium before
 * standard, then in fair order. Sets DOWNLOADING. Returns null if there is none for the KEYs held here. A
 * package that crashed its worker `attemptsMax` times is marked errored (`analysis_crashed`) instead.
 */
export async function claim(database: Database, options: ClaimOptions): Promise<Claim | null> {
  const { held } = options
  if (held.size <= fewKeys) return claimAmong(database, [...held.values()], options)
  const head = await lineStatement(database.sql, lineLengths.head, options.choice)
  const taken = await claimInOrder(database, head, options)
  if (taken || head.length < lineLengths.head) return taken
  if (held.size <= lookedUpMax) return claimAmong(database, [...held.values()], options)
  return claimInOrder(database, await lineStatement(database.sql, lineLengths.all, options.choice), options)
}

/** Claims the first package of the line whose KEY is held here and that is still claimable. */
async function claimInOrder(
  database: Database,
  line: { id: string }[],
  options: ClaimOptions,
): Promise<Claim | null> {
  const ids = line.filter(({ id }) => options.held.has(id)).map(({ id }) => id)
  // Other workers may claim some of these in the meantime, but hardly all.
  return (
    (await claimAmong(database, ids.slice(0, triedFirst), options)) ??
    (await claimAmong(database, ids.slice(triedFirst, lookedUpMax), options))
  )
}

async function claimAmong(database: Database, ids: string[], options: ClaimOptions): Promise<Claim | null> {
  if (ids.length === 0) return null
  for (;;) {
    const [row] = await claimStatement(database.sql, ids, options)
    if (!row) return null
    // The package was just marked errored. Each iteration removes such a package from the queue, so the loop
    // ends.
    if (row.error_code !== null) continue
    return {
      packageId: row.id,
      fence: row.fence,
      leaseSeconds: options.leaseSeconds,
      attempts: row.attempts,
      secondsSinceFirstStart: row.seconds_since_first_start,
      startedAt: row.started_at,
      sealedLink: row.sealed_link,
      isPremium: row.is_premium,
      turn: row.turn,
      address: row.address,
    }
  }
}

/**
 * Selects the next claimable packages in order. It is a separate function so that a test can check its plan.
 */
export function lineStatement(sql: Database['sql'], length: number, choice: Choice = {}) {
  return sql<{ id: string }[]>`
    SELECT id FROM packages WHERE ${isClaimable(sql)} AND ${isChosen(sql, choice)}
    ORDER BY ${fairOrder(sql)} LIMIT ${length}`
}

/**
 * Claims the first claimable one of these packages. It is separate for the same reason as `lineStatement`. If
 * it marks the package errored, it sets the same columns as `endedColumns`.
 */
export function claimStatement(
  sql: Database['sql'],
  ids: string[],
  { leaseSeconds, attemptsMax, choice = {} }: Omit<ClaimOptions, 'held'>,
) {
  const isExhausted = sql`(packages.step <> 'LOCKED' AND packages.attempts >= ${attemptsMax})`
  return sql<ClaimedRow[]>`
    WITH next AS (
      SELECT id FROM packages WHERE id = ANY(string_to_array(${ids.join(',')}, ',')) AND ${isClaimable(sql)}
        AND ${isChosen(sql, choice)}
      ORDER BY ${fairOrder(sql)} LIMIT 1 FOR UPDATE SKIP LOCKED
    )
    UPDATE packages SET
      step = CASE WHEN ${isExhausted} THEN step ELSE 'DOWNLOADING' END,
      error_code = CASE WHEN ${isExhausted} THEN ${details.analysis_crashed.code} END,
      error_detail = CASE WHEN ${isExhausted} THEN ${'analysis_crashed' satisfies Detail} END,
      finished_at = CASE WHEN ${isExhausted} THEN now() END,
      lease_until = CASE WHEN ${isExhausted} THEN NULL ELSE now() + make_interval(secs => ${leaseSeconds}) END,
      address = CASE WHEN ${isExhausted} THEN NULL ELSE address END,
      sealed_link = CASE WHEN ${isExhausted} THEN NULL ELSE sealed_link END, downloaded_at = NULL,
      attempts = CASE WHEN ${isExhausted} THEN attempts ELSE attempts + 1 END,
      fence = fence + 1, not_before = NULL, started_at = coalesce(started_at, now()), updated_at = now(),
      progress = 0, bytes_downloaded = 0, bytes_total = NULL
    FROM next WHERE packages.id = next.id
    RETURNING packages.id, fence, attempts, sealed_link, is_premium, turn, address, error_code,
      extract(epoch FROM now() - started_at)::float8 AS seconds_since_first_start, started_at::text`
}

function isChosen(sql: Database['sql'], { busyAddresses = [], startsMax = 2 ** 31 - 1 }: Choice) {
  return sql`(coalesce(packages.address <> ALL(string_to_array(${busyAddresses.join(',')}, ',')), true)
    AND packages.attempts < ${startsMax})`
}
