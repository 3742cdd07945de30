/** Taking the next package of the queue, in few milliseconds however long the queue and the keyring are. */
import type { Database } from '../db/connect.ts'
import { type Detail, details } from '../errors.ts'
import { fairOrder } from './fair-order.ts'
import { isClaimable } from './states.ts'

/**
 * The right to work on one package, until the lease runs out, the package is deleted, or another worker takes
 * over.
 */
export interface Claim {
  packageId: string
  fence: number
  leaseSeconds: number
  /** Starts of this package that were not handed back, this one included: 1 for the first. */
  attempts: number
  /** Since the first start of this package, also by other workers; retry-policy.ts gives up by it. */
  secondsSinceFirstStart: number
  /**
   * The first start, as the database writes it: tells this life of the row from one after a deletion or a new
   * POST.
   */
  startedAt: string
  /**
   * The link of an operator's own source, sealed under the KEY (crypto.ts, openLink); null for
   * click.discord.com.
   */
  sealedLink: Uint8Array | null
  isPremium: boolean
  /** Where it stands in the fair order (fair-order.ts). */
  turn: number
  /** A keyed hash of the address that sent it; null when it is unknown. */
  address: string | null
}

/** Ids, as in a Set. */
export type HeldIds = Pick<ReadonlySet<string>, 'size' | 'has' | 'values'>

interface ClaimOptions {
  /** The packages whose KEY this process holds: no other can be worked on here. */
  held: HeldIds
  leaseSeconds: number
  attemptsMax: number
  /** Which of them may be taken now. */
  choice?: Choice
}

/** What a process may take beside what it has. */
export interface Choice {
  /** Addresses that have their share of this process already: none of their packages is taken. */
  busyAddresses?: readonly string[]
  /** Only packages whose start now would be this one at most, counted like `attempts`. */
  startsMax?: number
}

/**
 * With few KEYs, their packages are looked up by their ids (100: 0.3 ms). With more, the next packages of the
 * queue are read (50: 0.2 ms), and the first ones whose KEY is held are tried. Only when none of these is
 * held, all are looked up (500: 1 ms), or, with more KEYs than that, all of the queue is read (10,000: 5 ms,
 * p99 9 ms).
 *
 * Sending 10,000 ids with the statement was no way: looked up one by one 14–25 ms; compared with each row of
 * the queue 3 ms while the plan was made for the very ids, and 1.6 s as soon as PostgreSQL kept a plan for
 * any. docs/performance.md has whole claims; most of their time is the commit.
 */
const fewKeys = 100
const lookedUpMax = 500
/** How much of the queue is read: its head, or all of it. */
const lineLengths = { head: 50, all: 100_000 }
/** So many are tried first: each costs a look-up, and other workers hardly ever have all of them. */
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
 * Takes the next package that can be worked on: waiting, or left by a worker whose lease ran out; premium
 * before standard, then in fair order. Sets DOWNLOADING. null: nothing to do for the keys held here. A
 * package that crashed its worker `attemptsMax` times is errored (`analysis_crashed`) on the way, not taken.
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

/** Takes the first package of the line that is held here, and still there. */
async function claimInOrder(
  database: Database,
  line: { id: string }[],
  options: ClaimOptions,
): Promise<Claim | null> {
  const ids = line.filter(({ id }) => options.held.has(id)).map(({ id }) => id)
  // Others may take some of them meanwhile, hardly all.
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
    // Given up just now; each turn takes one such package out of the queue, so this ends.
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
 * The next packages that can be worked on, in their order. A statement for itself, so that a test can look at
 * its plan.
 */
export function lineStatement(sql: Database['sql'], length: number, choice: Choice = {}) {
  return sql<{ id: string }[]>`
    SELECT id FROM packages WHERE ${isClaimable(sql)} AND ${isChosen(sql, choice)}
    ORDER BY ${fairOrder(sql)} LIMIT ${length}`
}

/** Takes the first of these packages that can be worked on; a statement for itself like `lineStatement`. */
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
      address = CASE WHEN ${isExhausted} THEN NULL ELSE address END, downloaded_at = NULL,
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
