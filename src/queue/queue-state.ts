/** The metrics of the queue and the database, read in one statement. */
import type { Database } from '../db/connect.ts'
import { isAwaited, isRunning, isUnfinished, isWaiting } from './states.ts'

export interface QueueState {
  /** Packages that wait in each queue. Running ones are not counted. */
  standard: number
  premium: number
  /** Number of waiting packages whose owners polled recently. QUEUE_MAX limits it. */
  awaited: number
  /**
   * Number of waiting packages that this process cannot claim: their KEYs are on other nodes, or their owners
   * are away.
   */
  withoutKey: number
  running: number
  /** 0 if none is waiting. */
  longestWaitSeconds: number
  /** The size of the whole database. */
  databaseBytes: number
  /** Connections of all nodes to this database, by state (active, idle, …). */
  connections: Record<string, number>
}

/**
 * Reads the state for a process that holds the KEYs of `heldIds`. A poll counts as recent for
 * `queueSeenSeconds`. Of the packages, only the unfinished ones are read, by their index.
 */
export async function readQueueState(
  { sql }: Database,
  heldIds: string[],
  queueSeenSeconds: number,
): Promise<QueueState> {
  const [row] = await sql<(Omit<QueueState, 'withoutKey'> & { waitingIds: string })[]>`
    SELECT count(*) FILTER (WHERE ${isWaiting(sql)} AND NOT is_premium)::int AS standard,
      count(*) FILTER (WHERE ${isWaiting(sql)} AND is_premium)::int AS premium,
      count(*) FILTER (WHERE ${isAwaited(sql, queueSeenSeconds)})::int AS awaited,
      count(*) FILTER (WHERE ${isRunning(sql)})::int AS running,
      coalesce(extract(epoch FROM now() - min(queued_at) FILTER (WHERE ${isWaiting(sql)})), 0)::float8
        AS "longestWaitSeconds",
      coalesce(string_agg(id, ',') FILTER (WHERE ${isWaiting(sql)}), '') AS "waitingIds",
      pg_database_size(current_database()) AS "databaseBytes",
      (SELECT coalesce(json_object_agg(state, count), '{}') FROM (
        SELECT coalesce(state, 'starting') AS state, count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND application_name = 'dumpus-server' GROUP BY 1) AS states) AS connections
    FROM packages WHERE ${isUnfinished(sql)}`
  const { waitingIds, ...state } = row!
  const held = new Set(heldIds)
  const withoutKey = waitingIds.split(',').filter((id) => id !== '' && !held.has(id)).length
  return { ...state, withoutKey }
}
