/** The common part of several figures: columns of months with stacked bands, in minutes or in counts. */
import { useMemo } from 'preact/hooks'
import { max, maxIndex, sum } from 'd3-array'
import { type ScaleLinear, scaleLinear } from 'd3-scale'
import { firstDayOf } from '../../data/calendar.ts'
import type { MonthNumber, NamedMonths } from '../../data/types.ts'
import { type Locale, useLocale } from '../../texts/locale.ts'
import {
  axisHeight,
  TimeAxis,
  timeTicks,
  type ValueAxis,
  valueAxis,
  ValueLines,
  valueScale,
} from './axes.tsx'
import { Figure, type Plot, type Size } from './figure.tsx'
import { type HatchedTime, Hatching, reasonAt } from './gaps.tsx'
import { isolated } from './name.tsx'
import { Legend, type SeriesColors, seriesClass, seriesColors } from './series.tsx'

export interface StackedMonthsProps {
  firstMonth: MonthNumber
  /** Values by month. The largest band comes first, a band of all others last. All have the same length. */
  bands: readonly NamedMonths[]
  hatched?: readonly HatchedTime[]
  colors?: SeriesColors
  /** Why there is nothing to show, if that is known. */
  empty?: string | null
}

/**
 * The kind of value: how it is formatted, and the step of the axis (60 for minutes, so that the axis shows
 * hours).
 */
export interface Measure {
  step: number
  format(value: number): string
}

interface StackLayout extends Size {
  /** Maps days to pixels. */
  x: ScaleLinear<number, number>
  /** Maps values, in steps of the measure, to pixels. */
  y: ScaleLinear<number, number>
  values: ValueAxis
  bottom: number
}

const noTimes: readonly HatchedTime[] = []

/** The sum of all bands, by month. */
export function totalsOf(bands: readonly NamedMonths[]): number[] {
  return Array.from(bands[0]?.values ?? [], (_, month) => sum(bands, ({ values }) => values[month]!))
}

interface MonthStackProps extends StackedMonthsProps {
  name: string
  title: string
  reading: string | null
  sentence: string | null
  measure: Measure
}

export function MonthStack(props: MonthStackProps) {
  const {
    firstMonth,
    bands,
    hatched = noTimes,
    colors,
    empty,
    name,
    title,
    reading,
    sentence,
    measure,
  } = props
  const locale = useLocale()
  const { texts, formats } = locale
  const shades = useMemo(() => colors ?? seriesColors(bands.map(({ id }) => id)), [colors, bands])
  const plot = useMemo(
    () => stackPlot({ firstMonth, bands, hatched, colors: shades, measure, locale }),
    [firstMonth, bands, hatched, shades, measure, locale],
  )
  const isEmpty = !bands.some(({ values }) => values.some((value) => value > 0))
  return (
    <Figure
      name={name}
      title={title}
      sentence={sentence}
      reading={reading}
      partial={hatched.length > 0 ? texts.figures.gaps.hatched : null}
      empty={isEmpty ? (empty ?? texts.figures.frame.empty) : null}
      plot={plot}
      legend={
        <Legend entries={bands.map(({ id, name }) => ({ id, name, className: seriesClass(shades, id) }))} />
      }
      table={() => ({
        columns: [
          { label: texts.figures.columns.month },
          ...bands.map((band) => ({
            label: isolated(band.name, texts.figures.frame.unnamed, 24),
            isNumber: true,
          })),
        ],
        rows: totalsOf(bands).map((_, month) => [
          { text: formats.month(firstMonth + month), sort: month },
          ...bands.map(({ values }) => ({ text: measure.format(values[month]!), sort: values[month]! })),
        ]),
      })}
    />
  )
}

interface StackParts {
  firstMonth: MonthNumber
  bands: readonly NamedMonths[]
  hatched: readonly HatchedTime[]
  colors: SeriesColors
  measure: Measure
  locale: Locale
}

function stackPlot({ firstMonth, bands, hatched, colors, measure, locale }: StackParts): Plot<StackLayout> {
  const { formats } = locale
  const totals = totalsOf(bands)
  const months = totals.length
  const from = firstDayOf(firstMonth)
  const to = firstDayOf(firstMonth + Math.max(1, months)) - 1
  const leftOf = (x: StackLayout['x'], month: number) => x(firstDayOf(firstMonth + month))
  return {
    layout(width) {
      const height = width < 480 ? 230 : 280
      const bottom = height - axisHeight
      const y = valueScale((max(totals) ?? 0) / measure.step, bottom, 18)
      const values = valueAxis(y.ticks(3), (steps) => measure.format(steps * measure.step))
      return { width, height, bottom, y, values, x: scaleLinear([from, to + 1], [values.room, width]) }
    },
    picture: ({ width, x, y, values, bottom }) => (
      <>
        <Hatching times={hatched} x={x} top={8} bottom={bottom} />
        <ValueLines axis={values} y={y} width={width} />
        <TimeAxis
          ticks={timeTicks(from, to, width, formats)}
          x={x}
          top={bottom}
          bottom={bottom}
          width={width}
          left={values.room}
        />
        {bands.map((band, index) => (
          <path
            key={band.id}
            class={`stacked ${seriesClass(colors, band.id)}`}
            d={columnsPath(
              bands.slice(0, index + 1),
              (month) => leftOf(x, month),
              (value) => y(value / measure.step),
            )}
          />
        ))}
      </>
    ),
    overlay: ({ x, bottom }, index) => (
      <MonthColumn left={leftOf(x, index)} right={leftOf(x, index + 1)} bottom={bottom} />
    ),
    cursor: {
      count: months,
      start: Math.max(0, maxIndex(totals)),
      label: (index) => {
        const parts = bands
          .filter(({ values }) => values[index]! > 0)
          .slice(0, 5)
          .map(
            ({ name, values }) =>
              `${isolated(name, locale.texts.figures.frame.unnamed)} ${measure.format(values[index]!)}`,
          )
        const silent = reasonAt(hatched, firstDayOf(firstMonth + index) + 14) ?? measure.format(0)
        return formats.labelled(formats.month(firstMonth + index), formats.series(parts) || silent)
      },
      locate({ x }, px) {
        const month = Array.from(totals.keys()).findLastIndex((at) => leftOf(x, at) <= px)
        return month === -1 ? null : month
      },
    },
  }
}

function MonthColumn({ left, right, bottom }: { left: number; right: number; bottom: number }) {
  return <rect class="cursor-column" x={left} y={8} width={Math.max(2, right - left)} height={bottom - 8} />
}

/** The columns of the last band, stacked on the bands before it. */
function columnsPath(
  bands: readonly NamedMonths[],
  left: (month: number) => number,
  y: (value: number) => number,
): string {
  const band = bands.at(-1)!
  const below = bands.slice(0, -1)
  return Array.from(band.values, (value, month) => {
    if (!(value > 0)) return ''
    const base = sum(below, ({ values }) => values[month]!)
    const [low, high] = [y(base), y(base + value)]
    const room = left(month + 1) - left(month)
    const width = Math.min(48, room > 5 ? room - Math.min(3, room * 0.18) : room)
    const start = left(month) + (room - width) / 2
    return `M${start.toFixed(1)},${low.toFixed(1)}v${(high - low).toFixed(1)}h${width.toFixed(1)}v${(low - high).toFixed(1)}z`
  }).join('')
}
