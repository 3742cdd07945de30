/**
 * Finds periods for which a package may lack activity: long gaps, and periods in which a privacy control was
 * off.
 */
import type { ActivityFolder } from '../../data-package/archive/activity-folders.ts'
import { dayMs, dayOf, hourMs } from '../../instant.ts'
import type { AnalyzedPackage } from '../analyzed-package.ts'
import type { ActivityCounts } from './activity-counter.ts'
import { type ControlOff, createPrivacyCollector, privacyFields } from './privacy-controls.ts'
import { type EventStatistic, type Row, foundBy } from './statistic.ts'

/**
 * A period in which activity may be missing: the numbers of its first and last day, inclusive. Infinity means
 * that it has no end.
 */
interface Span {
  /** The folder without lines, or the control that was off. */
  source: string
  reason: 'no_events' | 'turned_off'
  from: number
  to: number
}

/** Shorter gaps may be holidays. */
const gapDaysMin = 28
/**
 * The limit of rows; the longest periods are kept. A folder can have at most about 150 gaps between 2015 and
 * today, but nothing limits how often a control is switched.
 */
export const gapsMax = 1_000

export const trackingGaps: EventStatistic<ControlOff[]> = {
  name: 'tracking_gaps',
  means:
    'Periods in which a privacy control was off (`control_type`, `control_state`), and periods of 28 days or more without any line in a folder of the activity data.',
  limits:
    'A period without lines is not always missing data: compare `message_count`. A folder may have lines although its control was off. At most the 1,000 longest.',
  events: {
    fields: { privacy_control_updated: privacyFields },
    collect: createPrivacyCollector,
  },
  tables: [
    {
      name: 'tracking_gaps',
      rowPer: 'period in which activity may be missing',
      sql: `CREATE TABLE tracking_gaps (
  source TEXT NOT NULL,
  reason TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT,                 -- NULL: not turned on again
  message_count INTEGER NOT NULL -- messages sent in this time: if any, activity may be missing
)`,
      rows: rowsOf,
    },
  ],
}

/**
 * The gaps of each folder between its first and last day, and the periods in which a control was off. The
 * longest come first.
 */
export function allGapsOf({ activity }: AnalyzedPackage): Span[] {
  const spans = [
    ...[...Map.groupBy(activity.coverage, ({ folder }) => folder)].flatMap(([folder, ofFolder]) =>
      pausesOf(folder, new Set(ofFolder.flatMap(({ days }) => days))),
    ),
    ...foundBy(trackingGaps, activity).map(({ control, fromMs, toMs }): Span => ({
      source: control,
      reason: 'turned_off',
      from: Math.floor(fromMs / dayMs),
      to: toMs === null ? Infinity : Math.floor(toMs / dayMs),
    })),
  ]
  return spans.sort((one, other) => lengthOf(other) - lengthOf(one) || inTime(one, other))
}

/**
 * The rows in chronological order, with the number of messages written in each period. If there are any, the
 * owner was active, so activity may be missing.
 */
function rowsOf(analyzed: AnalyzedPackage): Row[] {
  const messages = messagesByDay(analyzed.contents.counts)
  return allGapsOf(analyzed)
    .slice(0, gapsMax)
    .sort(inTime)
    .map(({ source, reason, from, to }) => [
      ...[source, reason, dayOf(from * dayMs), to === Infinity ? null : dayOf(to * dayMs)],
      countBetween(messages, from, to),
    ])
}

function pausesOf(source: ActivityFolder, days: ReadonlySet<number>): Span[] {
  const inOrder = [...days].sort((one, other) => one - other)
  return inOrder.flatMap((day, at): Span[] => {
    const next = inOrder[at + 1]
    if (next === undefined || next - day <= gapDaysMin) return []
    return [{ source, reason: 'no_events', from: day + 1, to: next - 1 }]
  })
}

function countBetween(messageDays: ReadonlyMap<number, number>, from: number, to: number): number {
  let count = 0
  for (const [day, messages] of messageDays) if (day >= from && day <= to) count += messages
  return count
}

function lengthOf({ from, to }: Span): number {
  return to === Infinity ? Number.MAX_SAFE_INTEGER : to - from
}

function inTime(one: Span, other: Span): number {
  const key = ({ source, reason }: Span) => `${reason} ${source}`
  return (
    one.from - other.from ||
    lengthOf(one) - lengthOf(other) ||
    (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0)
  )
}

function messagesByDay({ hours, counts }: ActivityCounts): Map<number, number> {
  const days = new Map<number, number>()
  hours.forEach((hour, at) => {
    const day = Math.floor((hour * hourMs) / dayMs)
    days.set(day, (days.get(day) ?? 0) + counts[at]!)
  })
  return days
}
