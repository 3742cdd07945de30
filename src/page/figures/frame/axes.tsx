/**
 * Axes, grid lines and ticks. Labels of values stand at the left of the picture, where nothing covers them.
 */
import { scaleLinear } from 'd3-scale'
import { utcDay, utcMonth, utcMonday, utcYear } from 'd3-time'
import type { DayNumber } from '../../data/types.ts'
import type { Formats } from '../../texts/formats.ts'
import { monthOf, yearOf } from '../../data/calendar.ts'
import { textWidth } from './text-width.ts'

export interface Tick {
  value: number
  label: string
  /** True for the first tick of a year on axes of months and years; it is drawn stronger. */
  isStrong?: boolean
}

/** Height of a row of labels. */
export const axisHeight = 24

const dayMs = 86_400_000
/** From fine to coarse; the first interval whose labels fit is used. */
const intervals = [
  { of: utcDay, days: 1 },
  { of: utcMonday, days: 7 },
  { of: utcMonth, days: 30.4 },
  { of: utcMonth.every(3)!, days: 91 },
  { of: utcYear, days: 365 },
  { of: utcYear.every(2)!, days: 730 },
  { of: utcYear.every(5)!, days: 1826 },
]

/** Ticks between two days (ends included) for a width in pixels. */
export function timeTicks(from: DayNumber, to: DayNumber, width: number, formats: Formats): Tick[] {
  const room = Math.max(1, Math.floor(width / 56))
  const { of, days } = intervals.find(({ days }) => (to - from + 1) / days <= room) ?? intervals.at(-1)!
  return of.range(of.ceil(new Date(from * dayMs)), new Date((to + 1) * dayMs)).map((date) => {
    const value = Math.round(date.getTime() / dayMs)
    const isStrong = days > 7 && date.getUTCMonth() === 0
    if (days <= 7) return { value, label: formats.shortDay(value) }
    return {
      value,
      isStrong,
      label: isStrong ? formats.year(yearOf(value)) : formats.shortMonth(monthOf(value)),
    }
  })
}

/** A scale from 0 to the maximum. */
export function valueScale(maximum: number, bottom: number, top: number) {
  return scaleLinear([0, maximum > 0 ? maximum : 1], [bottom, top])
}

/** Vertical lines with labels below. `bottom` is the lower edge of the picture. */
export function TimeAxis(props: {
  ticks: readonly Tick[]
  x: (value: number) => number
  top: number
  bottom: number
  /** Labels that would extend beyond this width are left out. */
  width: number
  /** Where the base line begins; 0 by default. */
  left?: number
}) {
  const { ticks, x, top, bottom, width, left = 0 } = props
  return (
    <g class="axis">
      {ticks.map(({ value, label, isStrong }) => {
        const at = Math.round(x(value)) + 0.5
        const isInside = at + label.length * 7 <= width + 4
        return (
          <g key={value} class={isStrong ? 'axis-strong' : undefined}>
            <line x1={at} x2={at} y1={top} y2={bottom + 6} />
            {isInside && (
              <text x={at + 4} y={bottom + 17}>
                {label}
              </text>
            )}
          </g>
        )
      })}
      <line class="axis-base" x1={left} x2={width} y1={bottom + 0.5} y2={bottom + 0.5} />
    </g>
  )
}

export interface ValueAxis {
  ticks: readonly { value: number; label: string }[]
  /** Width of the labels with their margin, in CSS pixels. The picture begins to the right of it. */
  room: number
}

/** The font of `.axis text` in figures.css. */
const font = { size: 11.5, weight: 400 }

/** The labels of these values; none at 0. */
export function valueAxis(values: readonly number[], format: (value: number) => string): ValueAxis {
  const ticks = values.filter((value) => value !== 0).map((value) => ({ value, label: format(value) }))
  const widest = Math.max(0, ...ticks.map(({ label }) => textWidth(label, font)))
  return { ticks, room: widest > 0 ? Math.ceil(widest) + 10 : 0 }
}

/** Horizontal lines from the labels to the right edge. */
export function ValueLines(props: { axis: ValueAxis; y: (value: number) => number; width: number }) {
  const { axis, y, width } = props
  return (
    <g class="axis">
      {axis.ticks.map(({ value, label }) => {
        const at = Math.round(y(value)) + 0.5
        return (
          <g key={value}>
            <line x1={axis.room} x2={width} y1={at} y2={at} />
            <text x={0} y={at + 4}>
              {label}
            </text>
          </g>
        )
      })}
    </g>
  )
}
