/** Minutes in the app by month and by operating system. */
import { monthOf } from '../data/calendar.ts'
import { localTime } from '../data/shapes.ts'
import type { NamedMonths, Session } from '../data/types.ts'
import type { View } from '../data/view.ts'
import { namedMonths } from './named-months.ts'

/** Number of systems with a band of their own. The others are summed up as one band. */
const bandsMax = 6

/** `others`: the name of the last band, which sums up the systems with the fewest minutes. */
export function systemMonths(sessions: readonly Session[], view: View, others: string): NamedMonths[] {
  const rows = sessions.map(({ start, minutes, os }) => ({
    id: os,
    name: os,
    month: monthOf(localTime(start, view.zone).day),
    value: minutes,
  }))
  return namedMonths(rows, view, bandsMax, others)
}
