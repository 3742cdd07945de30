/** Gaps as they are shown: folders of the activity that lack data at the same time make one gap. */
import { isActivityFolder } from '../../data-package/archive/activity-folders.ts'
import { dayNumberOf } from './calendar.ts'
import type { Gap } from './types.ts'

/**
 * A gap of one or more folders (the days for which none of them has data), or of one privacy control.
 * `messages`: the number of the gap with the fewest messages.
 */
export interface SharedGap extends Omit<Gap, 'source'> {
  sources: readonly string[]
}

/** Maximum distance in days between the beginnings, and between the ends, of gaps that are shown as one. */
const daysApart = 7

export function sharedGaps(gaps: readonly Gap[]): SharedGap[] {
  const shared: SharedGap[] = []
  for (const { source, ...gap } of gaps) {
    const at = shared.findIndex(
      (one) => isActivityFolder(source) && !one.sources.includes(source) && isSameTime(one, gap),
    )
    if (at === -1) shared.push({ ...gap, sources: [source] })
    else shared[at] = common(shared[at]!, gap, source)
  }
  return shared
}

function isSameTime(one: SharedGap, gap: Omit<Gap, 'source'>): boolean {
  const isNear = (some: string | null, other: string | null) =>
    some === null || other === null
      ? some === other
      : Math.abs(dayNumberOf(some) - dayNumberOf(other)) <= daysApart
  return (
    one.sources.every(isActivityFolder) &&
    one.reason === gap.reason &&
    isNear(one.firstDay, gap.firstDay) &&
    isNear(one.lastDay, gap.lastDay) &&
    (one.lastDay === null || gap.firstDay <= one.lastDay) &&
    (gap.lastDay === null || one.firstDay <= gap.lastDay)
  )
}

/** The days for which both lack data. */
function common(one: SharedGap, gap: Omit<Gap, 'source'>, source: string): SharedGap {
  return {
    ...one,
    sources: [...one.sources, source],
    firstDay: one.firstDay > gap.firstDay ? one.firstDay : gap.firstDay,
    lastDay: one.lastDay === null || one.lastDay < gap.lastDay! ? one.lastDay : gap.lastDay,
    messages: Math.min(one.messages, gap.messages),
  }
}
