/** The line of all unfinished packages as users see it, and the position of each. */
import type { Database } from '../db/connect.ts'
import { fairOrder } from './fair-order.ts'
import { isUnfinished } from './states.ts'

/** The stage of an unfinished package. waiting: for its download; downloaded: waiting for a worker. */
type Stage = 'waiting' | 'downloading' | 'downloaded' | 'analyzing'

export interface Standing {
  id: string
  isPremium: boolean
  stage: Stage
}

/** Positions at one moment. */
export interface Positions {
  /**
   * How many packages are ahead of one that waits for its download or for a worker, including running ones.
   */
  aheadOf: Map<string, number>
  /** How many are ahead of one that joins the end of its queue. */
  beforeEnd: { standard: number; premium: number }
  /** All unfinished packages, and how many of them are premium. */
  total: number
  premiumTotal: number
}

/** The unfinished packages, in the order in which the waiting ones will be taken; at most `limit`. */
export async function readLine({ sql }: Database, limit = 20_000): Promise<Standing[]> {
  return sql<Standing[]>`
    SELECT id, is_premium AS "isPremium",
      CASE WHEN step = 'LOCKED' THEN 'waiting' WHEN step = 'ANALYZING' THEN 'analyzing'
        WHEN downloaded_at IS NULL THEN 'downloading' ELSE 'downloaded' END AS stage
    FROM packages WHERE ${isUnfinished(sql)} ORDER BY ${fairOrder(sql)} LIMIT ${limit}`
}

/**
 * Packages that wait for a worker come after those being analyzed; packages that wait for a download come
 * after all running ones. So a position only decreases. Running packages count, since the official client
 * shows 0 as "N/A".
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
