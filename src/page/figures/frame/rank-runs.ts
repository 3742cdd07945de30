/** Converts the lists of years into runs of consecutive years. */
import type { YearRank } from '../../data/types.ts'

/** Consecutive years in which somebody is on the list. */
export interface Run {
  id: string
  /** `year`: index of the year's list. `rank`: from 0. */
  points: { year: number; rank: number }[]
}

/** Ids sorted by the sum of 1 / rank over all lists: high ranks in many years come first. */
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
