/**
 * The states of a row of `packages`. Each is defined once; claims.ts shows the transitions between them.
 *
 * The predicates are SQL fragments. They take the template tag of their statement, postgres.js's `sql` or
 * Drizzle's. They name their table, so they also work in joins.
 */
import type { Step } from '../db/schema.ts'

/** A template tag that makes SQL fragments and accepts its own fragments as values. */
export type Tag<Fragment> = (strings: TemplateStringsArray, ...values: any[]) => Fragment

/** The state of a package, in one word. */
export const packageStates = ['waiting', 'running', 'processed', 'errored'] as const
export type PackageStateName = (typeof packageStates)[number]

/** The state of a row. */
export function stateOf({ step, errorCode }: { step: Step; errorCode: string | null }): PackageStateName {
  if (errorCode !== null) return 'errored'
  if (step === 'PROCESSED') return 'processed'
  return step === 'LOCKED' ? 'waiting' : 'running'
}

/** Whether a row is waiting or running. */
export function isUnfinishedState(row: { step: Step; errorCode: string | null }): boolean {
  const state = stateOf(row)
  return state === 'waiting' || state === 'running'
}

/** The same word as `stateOf`, as an SQL expression. */
export function stateColumn<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(CASE WHEN ${isErrored(sql)} THEN 'errored' WHEN packages.step = 'PROCESSED' THEN 'processed'
    WHEN packages.step = 'LOCKED' THEN 'waiting' ELSE 'running' END)`
}

/** The package failed. Only a new POST or an operator restarts it. */
export function isErrored<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(packages.error_code IS NOT NULL)`
}

/** Waiting, running or processed. */
export function isNotErrored<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(packages.error_code IS NULL)`
}

/** The package is waiting or running. The index `packages_in_order` has the same two conditions. */
export function isUnfinished<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(packages.error_code IS NULL AND packages.step <> 'PROCESSED')`
}

/**
 * The package waits, perhaps until a certain time. The fragment repeats the conditions of the index, so that
 * PostgreSQL uses the index.
 */
export function isWaiting<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(${isUnfinished(sql)} AND packages.step = 'LOCKED')`
}

/** The package waits, and its owner polled within the given seconds, so it counts towards QUEUE_MAX. */
export function isAwaited<Fragment>(sql: Tag<Fragment>, seconds: number): Fragment {
  return sql`(${isWaiting(sql)} AND packages.seen_at > now() - make_interval(secs => ${seconds}))`
}

/** The package is not being processed, and its owner has not polled for the given days. */
export function isAbandoned<Fragment>(sql: Tag<Fragment>, days: number): Fragment {
  return sql`(${isUnfinished(sql)} AND ${isUnleased(sql)} AND packages.seen_at < now() - make_interval(days => ${days}))`
}

/** A worker has claimed it. Its lease may have expired. */
export function isRunning<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(${isUnfinished(sql)} AND packages.step <> 'LOCKED')`
}

/**
 * Longer than any lease or pause. A time further in the future was written while the database's clock was
 * wrong. Without this limit, it would block the package until then.
 */
const farOff = '2 hours'

/** No worker has it: it was never claimed, it was handed back, or its lease expired. */
function isUnleased<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(coalesce(packages.lease_until NOT BETWEEN now() AND now() + ${farOff}::interval, true))`
}

/** A worker may claim it: it is waiting and due, or its lease expired. */
export function isClaimable<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(${isUnfinished(sql)}
    AND CASE WHEN packages.step <> 'LOCKED' THEN ${isUnleased(sql)}
      ELSE coalesce(packages.not_before NOT BETWEEN now() AND now() + ${farOff}::interval, true) END)`
}

/** It is running, and this is its latest claim. */
export function isClaimedBy<Fragment>(
  sql: Tag<Fragment>,
  { packageId, fence }: { packageId: string; fence: number },
): Fragment {
  return sql`(packages.id = ${packageId} AND packages.fence = ${fence} AND ${isRunning(sql)})`
}

/** It ended in a version that did not remove the link of every package that ended (`endedColumns`). */
export function hasLeftLink<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`(packages.sealed_link IS NOT NULL AND NOT ${isUnfinished(sql)})`
}

/** It ended, successfully or not, more than the given days ago. */
export function isFinishedSince<Fragment>(sql: Tag<Fragment>, days: number): Fragment {
  return sql`(packages.finished_at < now() - make_interval(days => ${days}))`
}

/** Columns for SET that make a row wait from now on. The caller sets the other columns. */
export function waitingColumns<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`step = 'LOCKED', lease_until = NULL, downloaded_at = NULL, progress = 0, bytes_downloaded = 0, bytes_total = NULL, updated_at = now()`
}

/**
 * Columns for SET that end a row, successfully or not: what only an unfinished package needs is removed. The
 * caller sets the other columns.
 */
export function endedColumns<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`sealed_link = NULL, address = NULL, lease_until = NULL, finished_at = now(), updated_at = now()`
}

/** Columns for SET that restart a row as if it had never been processed. */
export function restartedColumns<Fragment>(sql: Tag<Fragment>): Fragment {
  return sql`${waitingColumns(sql)}, error_code = NULL, error_detail = NULL, attempts = 0, not_before = NULL,
    blob_id = NULL, queued_at = now(), started_at = NULL, finished_at = NULL`
}
