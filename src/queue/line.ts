/** The line of all unfinished packages as people see it, and where one of them stands in it. */
import type { Database } from '../db/connect.ts'
import { fairOrder } from './fair-order.ts'
import { isUnfinished } from './states.ts'

/**
 * Where an unfinished package is on its way. downloaded: it waits for a worker; waiting: for its download.
 */
type Stage = 'waiting' | 'downloading' | 'downloaded' | 'analyzing'

export interface Standing {
  id: string
  isPremium: boolean
  stage: Stage
}

/** Positions at one moment. */
export interface Positions {
  /** How many go before a package that waits for its download or for a worker, those at work included. */
  aheadOf: Map<string, number>
  /** How many go before one that joins the end of its queue. */
  beforeEnd: { standard: number; premium: number }
  /** All unfinished packages, and the premium ones of them. */
  total: number
  premiumTotal: number
}

/** The unfinished packages, in the order in which those that wait will be taken; at most `limit`. */
export async function readLine({ sql }: Database, limit = 20_000): Promise<Standing[]> {
  return sql<Standing[]>`
    SELECT id, is_premium AS "isPremium",
      CASE WHEN step = 'LOCKED' THEN 'waiting' WHEN step = 'ANALYZING' THEN 'analyzing'
        WHEN downloaded_at IS NULL THEN 'downloading' ELSE 'downloaded' END AS stage
    FROM packages WHERE ${isUnfinished(sql)} ORDER BY ${fairOrder(sql)} LIMIT ${limit}`
}

/**
 * Who waits for a worker stands behind those that are analyzed, who waits for a download behind all that run:
 * positions only become smaller on the way. Those at work count, since the official client shows 0 as "N/A".
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
