/**
 * The calendar: one block per year with one square per day. Lanes below a block show when one or several
 * sources of activity have no data.
 */
import { useMemo } from 'preact/hooks'
import { maxIndex, quantile } from 'd3-array'
import type { DayNumber, DaySeries } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import {
  type CalendarLayout,
  type CalendarYear,
  calendarLayout,
  calendarYears,
  cellAt,
  dayAt,
} from './frame/calendar-layout.ts'
import { Figure, type Plot } from './frame/figure.tsx'
import { HatchPattern, type HatchedTime, reasonAt } from './frame/gaps.tsx'
import { guarded } from './frame/guarded.tsx'
import { HeatLegend, heatLevel, heatLevels } from './frame/heat.tsx'
import { usePaintId } from './frame/paint-id.ts'

/** A line below each year: one or several data sources, and the times for which they have no data. */
export interface Lane {
  label: string
  hatched: readonly HatchedTime[]
}

export interface CalendarProps {
  days: DaySeries
  lanes?: readonly Lane[]
  /** Formats a value with its unit, as `(3) → "3 messages"`; messages by default. */
  unit?: (count: number) => string
  /**
   * Times for which activity may be missing; none if the values are messages. Days in these times are hatched
   * if they have no value, because nobody knows whether they were empty.
   */
  hatched?: readonly HatchedTime[]
  onSelect?: (day: DayNumber) => void
}

interface CalendarParts {
  days: DaySeries
  lanes: readonly Lane[]
  hatched: readonly HatchedTime[]
  unitOf: (count: number) => string
  locale: Locale
  paint: string
  onSelect: ((day: DayNumber) => void) | undefined
}

const none: readonly never[] = []

export const Calendar = guarded('calendar', CalendarFigure)

function CalendarFigure({ days, lanes = none, unit, hatched = none, onSelect }: CalendarProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const t = texts.figures.calendar
  const unitOf = unit ?? texts.figures.units.messages
  const paint = usePaintId()
  const plot = useMemo(
    () => calendarPlot({ days, lanes, hatched, unitOf, locale, paint, onSelect }),
    [days, lanes, hatched, unitOf, locale, paint, onSelect],
  )
  const peak = maxIndex(days.values)
  const isEmpty = !(days.values[peak]! > 0)
  return (
    <Figure
      name="calendar"
      title={t.title}
      sentence={
        isEmpty ? null : t.sentence(formats.longDay(days.firstDay + peak), unitOf(days.values[peak]!))
      }
      reading={readingOf(lanes, locale)}
      partial={hatched.length > 0 ? texts.figures.gaps.hatched : null}
      empty={isEmpty ? texts.figures.frame.empty : null}
      plot={plot}
      legend={<HeatLegend less={texts.figures.week.less} more={texts.figures.week.more} />}
      table={() => ({
        columns: [
          { label: texts.figures.columns.day },
          { label: texts.figures.columns.count, isNumber: true },
        ],
        rows: Array.from(days.values, (value, index) => [
          { text: formats.day(days.firstDay + index), sort: days.firstDay + index },
          { text: formats.number(value), sort: value },
        ]),
      })}
    />
  )
}

function readingOf(lanes: readonly Lane[], { texts, formats }: Locale): string | null {
  const t = texts.figures.calendar
  if (lanes.length < 2) return lanes.length === 1 ? t.lane : null
  return t.lanes(formats.list(lanes.map(({ label }) => label)))
}

function calendarPlot(parts: CalendarParts): Plot<CalendarLayout> {
  const { days, lanes, hatched, unitOf, onSelect } = parts
  const { texts, formats } = parts.locale
  const years = calendarYears(days)
  const count = days.values.length
  return {
    layout: (width) => calendarLayout(width, years, lanes.length),
    picture: (layout) => (
      <>
        <HatchPattern id={parts.paint} />
        {years.map((year, index) => (
          <YearBlock key={year.year} year={year} index={index} layout={layout} parts={parts} />
        ))}
      </>
    ),
    overlay(layout, index) {
      const { x, y } = cellAt(layout, years, days.firstDay + index)
      return (
        <rect
          class="cursor-box"
          x={x - 1}
          y={y - 1}
          width={layout.cell + 1}
          height={layout.cell + 1}
          rx={2}
        />
      )
    },
    cursor: {
      count,
      start: Math.max(0, maxIndex(days.values)),
      // A week is a column here, so left and right move by weeks, and up and down by days.
      move(key, index) {
        const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: -7, ArrowRight: 7, PageUp: -365, PageDown: 365 }[
          key
        ]
        const next = step === undefined ? undefined : index + step
        return next === undefined ? null : next >= 0 && next < count ? next : index
      },
      label(index) {
        const day = days.firstDay + index
        const value = days.values[index]!
        const said = value > 0 ? unitOf(value) : (reasonAt(hatched, day) ?? texts.figures.calendar.nothing)
        const silent = lanes.flatMap((lane) => {
          const reason = reasonAt(lane.hatched, day)
          return reason === null ? [] : [formats.labelled(lane.label, reason)]
        })
        return [formats.labelled(formats.longDay(day), said), ...silent].join(' · ')
      },
      locate(layout, x, y) {
        const day = dayAt(layout, years, x, y)
        const index = day === null ? -1 : day - days.firstDay
        return index >= 0 && index < count ? index : null
      },
      ...(onSelect && { select: (index: number) => onSelect(days.firstDay + index) }),
    },
  }
}

interface BlockProps {
  year: CalendarYear
  index: number
  layout: CalendarLayout
  parts: CalendarParts
}

/** A high percentile instead of the maximum: one extreme day would make all others pale. */
function usualMost(values: Float64Array): number {
  return (
    quantile(
      values.filter((value) => value > 0),
      0.98,
    ) ?? 0
  )
}

/** Draws all days of one shade as one path: ten years are 80 paths instead of 3,650 squares. */
function YearBlock({ year, index, layout, parts }: BlockProps) {
  const { days, hatched, locale, paint } = parts
  const { formats } = locale
  const most = usualMost(days.values)
  const { left, top } = layout.origin(index)
  const paths = Array.from({ length: heatLevels + 1 }, () => '')
  let unknown = ''
  for (let day = year.from; day <= year.to; day++) {
    const value = days.values[day - days.firstDay]!
    const { x, y } = cellAt(layout, [year], day, { left, top })
    const size = layout.cell - layout.space
    const square = `M${x.toFixed(1)},${y.toFixed(1)}h${size}v${size}h${-size}z`
    if (value === 0 && reasonAt(hatched, day) !== null) unknown += square
    else paths[heatLevel(value, most)] += square
  }
  return (
    <g>
      <text class="plot-name" x={left} y={top - 20}>
        {formats.year(year.year)}
      </text>
      <text class="plot-label" text-anchor="end" x={left + layout.blockWidth} y={top - 20}>
        {parts.unitOf(year.total(days))}
      </text>
      {layout.monthLabels(year).map(({ column, month }) => (
        <text key={month} class="plot-label" x={left + column * layout.cell} y={top - 5}>
          {layout.cell < 9 ? formats.narrowMonth(month) : formats.shortMonth(month)}
        </text>
      ))}
      {paths.map((d, level) => d && <path key={level} class={`heat-${level}`} d={d} />)}
      {unknown && <path fill={`url(#${paint})`} d={unknown} />}
      <Lanes year={year} index={index} layout={layout} parts={parts} />
    </g>
  )
}

function Lanes({ year, index, layout, parts }: BlockProps) {
  const { left, top } = layout.origin(index)
  const columnOf = (day: DayNumber) => left + ((day - year.firstMonday) / 7) * layout.cell
  return (
    <>
      {parts.lanes.map(({ label, hatched }, lane) => {
        const y = top + layout.cell * 7 + 4 + lane * layout.laneHeight
        const height = layout.laneHeight - 2
        return (
          <g key={label} class="lane">
            <title>{label}</title>
            <rect
              x={columnOf(year.from)}
              y={y}
              width={columnOf(year.to + 1) - columnOf(year.from)}
              height={height}
              rx={2}
            />
            {hatched
              .filter(({ from, to }) => to >= year.from && from <= year.to)
              .map(({ from, to, reason }, at) => {
                const x = columnOf(Math.max(from, year.from))
                const width = columnOf(Math.min(to, year.to) + 1) - x
                return (
                  <g key={at}>
                    <title>{parts.locale.formats.labelled(label, reason)}</title>
                    <rect class="lane-gap" x={x} y={y} width={width} height={height} />
                    <rect fill={`url(#${parts.paint})`} x={x} y={y} width={width} height={height} />
                  </g>
                )
              })}
          </g>
        )
      })}
    </>
  )
}
