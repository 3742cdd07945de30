/** The line of all unfinished packages as users see it, and the positions of those that wait. */
import type { Database } from '../db/connect.ts'
import { fairOrder } from './fair-order.ts'
import { isUnfinished } from './states.ts'

/** The stage of an unfinished package. `waiting`: for its download. `downloaded`: for a worker. */
type Stage = 'waiting' | 'downloading' | 'downloaded' | 'analyzing'

export interface Standing {
  id: string
  isPremium: boolean
  stage: Stage
}

/** All positions at one time. */
export interface Positions {
  /**
   * For each package that waits for its download or a worker: the number of packages ahead of it, including
   * running ones.
   */
  aheadOf: Map<string, number>
  /** The number of packages ahead of one that joins the end of its queue. */
  beforeEnd: { standard: number; premium: number }
  /** Number of unfinished packages in total. premiumTotal counts the premium ones. */
  total: number
  premiumTotal: number
}

/** The unfinished packages in the order in which the waiting ones will be claimed, at most `limit`. */
export async function readLine({ sql }: Database, limit = 20_000): Promise<Standing[]> {
  return sql<Standing[]>`
    SELECT id, is_premium AS "isPremium",
      CASE WHEN step = 'LOCKED' THEN 'waiting' WHEN step = 'ANALYZING' THEN 'analyzing'
        WHEN downloaded_at IS NULL THEN 'downloading' ELSE 'downloaded' END AS stage
    FROM packages WHERE ${isUnfinished(sql)} ORDER BY ${fairOrder(sql)} LIMIT ${limit}`
}

/**
 * Computes positions. Packages that wait for a worker come after those being analyzed, and packages that wait
 * for a download come after all running ones. So a package's position does not increase when it is
 * downloaded. Running packages count, because the official client shows 0 as "N/A".
 */
export function positionsOf(line: readonly Standing[]): Positions {
  const of = (stage: Stage) => line.filter((standing) => standing.stage === stage)
  const analyzing = of('analyzing').length
  const downloaded = of('downloaded')
  const waiting = of('waiting')
  const running = line.length - waiting.length
  return {
    aheadOf: new Map([
      ...downloaded.map(({ id }, index) => [id, analyzing + index] as const),
      ...waiting.map(({ id }, index) => [id, running + index] as const),
    ]),
    beforeEnd: {
      standard: line.length,
      premium: running + waiting.filter(({ isPremium }) => isPremium).length,
    },
    total: line.length,
    premiumTotal: line.filter(({ isPremium }) => isPremium).length,
  }
}
