/** Lists of years read as runs: the years in a row in which somebody is on the list. */
import type { YearRank } from '../../data/types.ts'

/** A run of years in which somebody is in the list. */
export interface Run {
  id: string
  points: { year: number; rank: number }[]
}

/** Those who stood highest and longest first. */
export function mostListed(lists: readonly YearRank[]): string[] {
  const points = new Map<string, number>()
  for (const { ids } of lists) {
    for (const [rank, id] of ids.entries()) points.set(id, (points.get(id) ?? 0) + 1 / (rank + 1))
  }
  return [...points].sort(([, one], [, other]) => other - one).map(([id]) => id)
}

export function runsOf(lists: readonly YearRank[]): Run[] {
  const runs: Run[] = []
  const open = new Map<string, Run>()
  for (const [year, { ids }] of lists.entries()) {
    for (const id of [...open.keys()]) if (!ids.includes(id)) open.delete(id)
    for (const [rank, id] of ids.entries()) {
      const run = open.get(id) ?? { id, points: [] }
      if (!open.has(id)) runs.push(run)
      open.set(id, run)
      run.points.push({ year, rank })
    }
  }
  return runs
}
