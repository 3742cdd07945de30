/** Messages over time: columns by day, week or month, depending on the length of the period. */
import { useMemo } from 'preact/hooks'
import { maxIndex, sum } from 'd3-array'
import { type ScaleLinear, scaleLinear } from 'd3-scale'
import type { DaySeries } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import {
  axisHeight,
  TimeAxis,
  timeTicks,
  type ValueAxis,
  valueAxis,
  ValueLines,
  valueScale,
} from './frame/axes.tsx'
import { type DayBin, binDays } from './frame/day-bins.ts'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { type HatchedTime, Hatching, reasonAt } from './frame/gaps.tsx'
import { guarded } from './frame/guarded.tsx'
import { usePaintId } from './frame/paint-id.ts'
import { RiseGradient } from './frame/sky.tsx'

export interface TimelineProps {
  days: DaySeries
  /** Replaces the title “Messages over time”. */
  title?: string
  /** Formats a value with its unit, as `(3) → "3 messages"`; messages by default. */
  unit?: (count: number) => string
  /**
   * Formats a value where there is no room for its unit as a word: on the axis, for the peak and the daily
   * mean. `formats.minutes` (`3 hr 20 min`) for durations. By default, values are bare numbers, abbreviated
   * on the axis.
   */
  amount?: (value: number) => string
  /** Times for which activity may be missing; none if the values are messages. */
  hatched?: readonly HatchedTime[]
}

interface TimelineLayout extends Size {
  x: ScaleLinear<number, number>
  y: ScaleLinear<number, number>
  values: ValueAxis
  bottom: number
}

/** Maximum width of a column in CSS pixels. It limits the columns of periods of few days. */
const widestColumn = 48
const noTimes: readonly HatchedTime[] = []

export const Timeline = guarded('timeline', TimelineFigure)

function TimelineFigure({ days, title, unit, amount, hatched = noTimes }: TimelineProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const unitOf = unit ?? texts.figures.units.messages
  const paint = usePaintId()
  const bins = useMemo(() => binDays(days, locale), [days, locale])
  const plot = useMemo(
    () => timelinePlot({ bins, unitOf, amount, hatched, locale, paint }),
    [bins, unitOf, amount, hatched, locale, paint],
  )
  const isEmpty = !bins.some(({ value }) => value > 0)
  return (
    <Figure
      name="timeline"
      title={title ?? texts.figures.timeline.title}
      sentence={isEmpty ? null : sentenceOf(bins, days, { unitOf, amount, locale })}
      partial={hatched.length > 0 ? texts.figures.gaps.hatched : null}
      empty={isEmpty ? texts.figures.frame.empty : null}
      plot={plot}
      table={() => ({
        columns: [
          { label: texts.figures.columns[bins[0]?.kind ?? 'day'] },
          { label: texts.figures.columns.count, isNumber: true },
        ],
        rows: bins.map(({ firstDay, label, value }) => [
          { text: label, sort: firstDay },
          { text: formats.number(value), sort: value },
        ]),
      })}
    />
  )
}

function sentenceOf(
  bins: readonly DayBin[],
  days: DaySeries,
  { unitOf, amount, locale: { texts, formats } }: Pick<TimelineParts, 'unitOf' | 'amount' | 'locale'>,
): string {
  const t = texts.figures.timeline
  const peak = bins[maxIndex(bins, ({ value }) => value)]!
  if (days.values.length === 1) return t.oneDay(peak.label, unitOf(peak.value))
  const when = peak.kind === 'week' ? t.inWeek(peak.label) : peak.label
  return t.sentence(
    when,
    unitOf(peak.value),
    (amount ?? formats.number)(sum(days.values) / days.values.length),
  )
}

interface TimelineParts {
  bins: readonly DayBin[]
  unitOf: (count: number) => string
  amount: ((value: number) => string) | undefined
  hatched: readonly HatchedTime[]
  locale: Locale
  paint: string
}

function timelinePlot({ bins, unitOf, amount, hatched, locale, paint }: TimelineParts): Plot<TimelineLayout> {
  const { formats } = locale
  const first = bins[0]?.firstDay ?? 0
  const end = (bins.at(-1)?.lastDay ?? 0) + 1
  const peak = maxIndex(bins, ({ value }) => value)
  return {
    layout(width) {
      const height = width < 480 ? 220 : 260
      const bottom = height - axisHeight
      const y = valueScale(bins[peak]?.value ?? 1, bottom, 30)
      const values = valueAxis(y.ticks(3), amount ?? formats.compact)
      return { width, height, bottom, y, values, x: scaleLinear([first, end], [values.room, width]) }
    },
    picture: ({ width, x, y, values, bottom }) => (
      <>
        <RiseGradient id={paint} bottom={bottom} top={30} />
        <Hatching times={hatched} x={x} top={14} bottom={bottom} />
        <ValueLines axis={values} y={y} width={width} />
        <TimeAxis
          ticks={timeTicks(first, end - 1, width, formats)}
          x={x}
          top={bottom}
          bottom={bottom}
          width={width}
          left={values.room}
        />
        <path fill={`url(#${paint})`} d={bins.map((bin) => columnPath(bin, x, y, bottom)).join('')} />
        {bins[peak] && (
          <PeakLabel
            bin={bins[peak]}
            x={x}
            y={y}
            width={width}
            text={(amount ?? formats.number)(bins[peak].value)}
          />
        )}
      </>
    ),
    overlay: ({ x, y, bottom }, index) => {
      const { firstDay, lastDay, value } = bins[index]!
      const left = x(firstDay)
      return (
        <>
          <rect
            class="cursor-column"
            x={left}
            y={14}
            width={Math.max(2, x(lastDay + 1) - left)}
            height={bottom - 14}
          />
          <circle class="cursor-dot" cx={(left + x(lastDay + 1)) / 2} cy={y(value)} r={4} />
        </>
      )
    },
    cursor: {
      count: bins.length,
      start: Math.max(0, peak),
      label: (index) => {
        const { label, value, firstDay } = bins[index]!
        const silent = value === 0 ? reasonAt(hatched, firstDay) : null
        return formats.labelled(label, silent ?? unitOf(value))
      },
      locate({ x }, px) {
        const day = x.invert(px)
        const index = bins.findIndex(({ lastDay }) => day < lastDay + 1)
        return index === -1 ? bins.length - 1 : index
      },
    },
  }
}

function columnPath(
  { firstDay, lastDay, value }: DayBin,
  x: (day: number) => number,
  y: (value: number) => number,
  bottom: number,
): string {
  if (!(value > 0)) return ''
  const room = x(lastDay + 1) - x(firstDay)
  // Narrow columns touch, because gaps between them would flicker. Wide ones keep a gap.
  const width = Math.min(room - (room > 5 ? Math.min(3, room * 0.18) : 0), widestColumn)
  const top = Math.min(bottom - 1, y(value))
  const radius = Math.min(3, width / 2, bottom - top)
  const from = x(firstDay) + (room - width) / 2
  const to = from + width
  return `M${from},${bottom}V${top + radius}q0,${-radius} ${radius},${-radius}H${to - radius}q${radius},0 ${radius},${radius}V${bottom}Z`
}

function PeakLabel(props: {
  bin: DayBin
  x: (day: number) => number
  y: (value: number) => number
  width: number
  text: string
}) {
  const { bin, x, y, width, text } = props
  const at = Math.min(
    width - text.length * 4,
    Math.max(text.length * 4, (x(bin.firstDay) + x(bin.lastDay + 1)) / 2),
  )
  return (
    <text class="plot-name halo" x={at} y={y(bin.value) - 7} text-anchor="middle">
      {text}
    </text>
  )
}
