/**
 * Collects the totals of the messages in one channel: their text, first and last time, and longest streak of
 * days.
 */
import type { TextTotals } from '../../data-package/records/text-measure.ts'
import { dayMs } from '../../instant.ts'
import type { MessageTotals } from '../analyzed-package.ts'

export class ChannelTotals {
  readonly texts: TextTotals = { characters: 0, words: 0, links: 0, attachments: 0 }
  private readonly days = new Set<number>()
  private lastDay = -1
  private firstMs = Infinity
  private lastMs = -Infinity

  add(atMs: number): void {
    if (atMs < this.firstMs) this.firstMs = atMs
    if (atMs > this.lastMs) this.lastMs = atMs
    const day = Math.floor(atMs / dayMs)
    // Neighbouring messages in a file are mostly from the same day.
    if (day === this.lastDay) return
    this.lastDay = day
    this.days.add(day)
  }

  result(): MessageTotals {
    const { firstMs, lastMs } = this
    return { ...this.texts, firstMs, lastMs, longestStreakDays: longestStreakOf(this.days) }
  }
}

/** The length of the longest run of consecutive numbers. */
function longestStreakOf(days: ReadonlySet<number>): number {
  let longest = 0
  for (const first of days) {
    if (days.has(first - 1)) continue
    let next = first
    while (days.has(next)) next++
    longest = Math.max(longest, next - first)
  }
  return longest
}
