/** The layout of the calendar: blocks of years, one column per week, Monday at the top. */
import { sum } from 'd3-array'
import { firstDayOf, monthOf, weekdayOf, yearOf } from '../../data/calendar.ts'
import type { DayNumber, DaySeries, MonthNumber } from '../../data/types.ts'
import type { Size } from './figure.tsx'

export interface CalendarYear {
  year: number
  /** The days of the series in this year, both ends included. */
  from: DayNumber
  to: DayNumber
  /** The Monday of the first column, which is January 1 or the last Monday before it. */
  firstMonday: DayNumber
  total(days: DaySeries): number
}

export interface CalendarLayout extends Size {
  /** Side of a day's square, including the space around it. */
  cell: number
  space: number
  blockWidth: number
  blockHeight: number
  /** Number of years side by side. */
  columns: number
  laneHeight: number
  /** The corner where the squares of a year's block begin. */
  origin(index: number): { left: number; top: number }
  monthLabels(year: CalendarYear): { column: number; month: MonthNumber }[]
}

/** A year touches at most 54 weeks. */
const weeks = 54
const headHeight = 38
const blockGap = 32

export function calendarYears({ firstDay, values }: DaySeries): CalendarYear[] {
  if (values.length === 0) return []
  const lastDay = firstDay + values.length - 1
  const years = Array.from(
    { length: yearOf(lastDay) - yearOf(firstDay) + 1 },
    (_, at) => yearOf(firstDay) + at,
  )
  return years.map((year) => {
    const newYear = firstDayOf((year - 1970) * 12)
    const from = Math.max(firstDay, newYear)
    const to = Math.min(lastDay, firstDayOf((year - 1969) * 12) - 1)
    const total = (days: DaySeries) => sum(days.values.subarray(from - firstDay, to - firstDay + 1))
    return { year, from, to, firstMonday: newYear - weekdayOf(newYear), total }
  })
}

export function calendarLayout(width: number, years: readonly CalendarYear[], lanes: number): CalendarLayout {
  const columns = width >= 860 && years.length > 1 ? 2 : 1
  const blockWidth = (width - (columns - 1) * blockGap) / columns
  const cell = Math.min(16, blockWidth / weeks)
  const laneHeight = 7
  const blockHeight = headHeight + cell * 7 + (lanes > 0 ? 4 + lanes * laneHeight : 0)
  const rows = Math.ceil(years.length / columns)
  return {
    width,
    height: Math.max(1, rows * (blockHeight + 16) - 12),
    cell,
    space: cell > 9 ? 2 : 1,
    blockWidth: cell * weeks,
    blockHeight,
    columns,
    laneHeight,
    origin: (index) => ({
      left: (index % columns) * (blockWidth + blockGap),
      top: Math.floor(index / columns) * (blockHeight + 16) + headHeight,
    }),
    monthLabels: ({ from, to, firstMonday }) => {
      const first = monthOf(from)
      const labels = Array.from({ length: monthOf(to) - first + 1 }, (_, index) => first + index).map(
        (month) => ({
          month,
          column: Math.ceil((Math.max(from, firstDayOf(month)) - firstMonday) / 7),
        }),
      )
      // If few days of a month are shown, there is no room for its name.
      return labels.filter(
        ({ column }, index) => (labels[index + 1]?.column ?? weeks) - column >= 3 || labels.length === 1,
      )
    },
  }
}

/** The upper left corner of a day's square. */
export function cellAt(
  layout: CalendarLayout,
  years: readonly CalendarYear[],
  day: DayNumber,
  origin?: { left: number; top: number },
): { x: number; y: number } {
  const index = years.findIndex(({ from, to }) => day >= from && day <= to)
  const { left, top } = origin ?? layout.origin(index)
  const since = day - years[index]!.firstMonday
  return { x: left + Math.floor(since / 7) * layout.cell, y: top + (since % 7) * layout.cell }
}

/** The day whose square contains a point; null outside the squares. */
export function dayAt(
  layout: CalendarLayout,
  years: readonly CalendarYear[],
  x: number,
  y: number,
): DayNumber | null {
  for (const [index, { from, to, firstMonday }] of years.entries()) {
    const { left, top } = layout.origin(index)
    const [week, weekday] = [Math.floor((x - left) / layout.cell), Math.floor((y - top) / layout.cell)]
    if (week < 0 || week >= weeks || weekday < 0 || weekday > 6) continue
    const day = firstMonday + week * 7 + weekday
    if (day >= from && day <= to) return day
  }
  return null
}
