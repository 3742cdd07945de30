/** What the metrics tell of queue and database, in one statement, whatever the length of the queue. */
import type { Database } from '../db/connect.ts'
import { isRunning, isUnfinished, isWaiting } from './states.ts'

export interface QueueState {
  /** Packages that wait for a worker. */
  standard: number
  premium: number
  /**
   * Of them, those that nobody here can work on: their KEYs are with other nodes, or with owners who are
   * away.
   */
  withoutKey: number
  running: number
  /** 0 when nobody waits. */
  longestWaitSeconds: number
  /** Of the whole database. */
  databaseBytes: number
  /** Connections of all nodes to this database, by their state (active, idle, …). */
  connections: Record<string, number>
}

/**
 * Reads the state for a process that holds these KEYs. Reads only the unfinished packages, by their index.
 */
export async function readQueueState({ sql }: Database, heldIds: string[]): Promise<QueueState> {
  const [row] = await sql<(Omit<QueueState, 'withoutKey'> & { waitingIds: string })[]>`
    SELECT count(*) FILTER (WHERE ${isWaiting(sql)} AND NOT is_premium)::int AS standard,
      count(*) FILTER (WHERE ${isWaiting(sql)} AND is_premium)::int AS premium,
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
