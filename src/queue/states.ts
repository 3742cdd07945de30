/**
 * What a row of `packages` can be, each state in one place. claims.ts draws how a row goes from one to the
 * next.
 *
 * The predicates are fragments of SQL. They take the tag of the statement that they become part of, which is
 * postgres.js's `sql` or Drizzle's, and name their table, so they also fit into joins.
 */
import type { Step } from '../db/schema.ts'

/** A template tag that makes fragments of statements, and takes its own fragments as values. */
export type Tag<Fragment> = (strings: TemplateStringsArray, ...values: any[]) => Fragment

/** Where a package is, in one word. */
export const packageStates = ['waiting', 'running', 'processed', 'errored'] as const
export type PackageStateName = (typeof packageStates)[number]

/** The state of a row that was read. */
export function stateOf({ step, errorCode }: { step: Step; errorCode: string | null }): PackageStateName {
  if (errorCode !== null) return 'errored'
  if (step === 'PROCESSED') return 'processed'
  return step === 'LOCKED' ? 'waiting' : 'running'
}

/** Whether a row that was read still waits for a worker, or is being worked on. */
export function isUnfinishedState(row: { step: Step; errorCode: string | null }): boolean {
  const state = stateOf(row)
  return state === 'waiting' || state === 'running'
}

/** The same word as `stateOf`, as an expression. */
export function stateColumn<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(CASE WHEN ${isErrored(sql)} THEN 'errored' WHEN packages.step = 'PROCESSED' THEN 'processed'
    WHEN packages.step = 'LOCKED' THEN 'waiting' ELSE 'running' END)`
}

/** It failed, and only a new POST or an operator starts it again. */
export function isErrored<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(packages.error_code IS NOT NULL)`
}

/** Waiting, running or processed. */
export function isNotErrored<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(packages.error_code IS NULL)`
}

/** It waits, or it is being worked on. These two conditions are those of the index `packages_in_order`. */
export function isUnfinished<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(packages.error_code IS NULL AND packages.step <> 'PROCESSED')`
}

/**
 * It waits for a worker, perhaps not before a time. Names the conditions of the index as well, so that it is
 * used.
 */
export function isWaiting<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(${isUnfinished(sql)} AND packages.step = 'LOCKED')`
}

/** It waits, and its owner was heard of in the last so many seconds: it takes room in the queue. */
export function isAwaited<Fragment>(sql: Tag<Fragment>, seconds: number): Fragment {
  return sql`(${isWaiting(sql)} AND packages.seen_at > now() - make_interval(secs => ${seconds}))`
}

/** Nobody works on it, and its owner was not heard of for so many days. */
export function isAbandoned<Fragment>(sql: Tag<Fragment>, days: number): Fragment {
  return sql`(${isUnfinished(sql)} AND ${isUnleased(sql)} AND packages.seen_at < now() - make_interval(days => ${days}))`
}

/** A worker has claimed it. Its lease may have run out. */
export function isRunning<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(${isUnfinished(sql)} AND packages.step <> 'LOCKED')`
}

/**
 * Longer than any lease, and any pause before the next try. A time that is further off was written while the
 * database's clock was wrong, and would hold the package up until then.
 */
const farOff = '2 hours'

/** Nobody works on it: it was never claimed, it was handed back, or its worker's lease ran out. */
function isUnleased<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(coalesce(packages.lease_until NOT BETWEEN now() AND now() + ${farOff}::interval, true))`
}

/** A worker may take it: it waits and is due, or its worker's lease ran out. */
export function isClaimable<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(${isUnfinished(sql)}
    AND CASE WHEN packages.step <> 'LOCKED' THEN ${isUnleased(sql)}
      ELSE coalesce(packages.not_before NOT BETWEEN now() AND now() + ${farOff}::interval, true) END)`
}

/** It runs, and this claim is the last one that was made of it. */
export function isClaimedBy<Fragment>(
  sql: Tag<Fragment>,
  { packageId, fence }: { packageId: string; fence: number },
): Fragment {
  return sql`(packages.id = ${packageId} AND packages.fence = ${fence} AND ${isRunning(sql)})`
}

/** It ended, well or not, more than so many days ago. */
export function isFinishedSince<Fragment>(sql: Tag<Fragment>, days: number): Fragment {
  return sql`(packages.finished_at < now() - make_interval(days => ${days}))`
}

/**
 * The columns of a row that waits from now on, for SET. Who sets it says what becomes of the other columns.
 */
export function waitingColumns<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`step = 'LOCKED', lease_until = NULL, downloaded_at = NULL, progress = 0, bytes_downloaded = 0, bytes_total = NULL, updated_at = now()`
}

/** The columns of a row that starts from its beginning, as if it had never been worked on, for SET. */
export function restartedColumns<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`${waitingColumns(sql)}, error_code = NULL, error_detail = NULL, attempts = 0, not_before = NULL,
    blob_id = NULL, queued_at = now(), started_at = NULL, finished_at = NULL`
}
