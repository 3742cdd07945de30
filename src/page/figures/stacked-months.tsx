/** Hours by month, stacked: the screens of your life (by system), and voice (by place). */
import { useMemo } from 'preact/hooks'
import { max, maxIndex, sum } from 'd3-array'
import { type ScaleLinear, scaleLinear } from 'd3-scale'
import { firstDayOf, yearOf } from '../data/calendar.ts'
import type { MonthNumber, NamedMonths } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { axisHeight, TimeAxis, timeTicks, ValueLabels, ValueLines, valueScale } from './frame/axes.tsx'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { type HatchedTime, Hatching, reasonAt } from './frame/gaps.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated } from './frame/name.tsx'
import { Legend, type SeriesColors, seriesClass, seriesColors } from './frame/series.tsx'

export interface StackedMonthsProps {
  firstMonth: MonthNumber
  /** Minutes by month; the largest first, all of the same length. */
  bands: readonly NamedMonths[]
  hatched?: readonly HatchedTime[]
  colors?: SeriesColors
  /** Why there is nothing, when that is known. */
  empty?: string | null
}

interface StackLayout extends Size {
  /** Days to pixels. */
  x: ScaleLinear<number, number>
  /** Hours to pixels. */
  y: ScaleLinear<number, number>
  bottom: number
}

const noTimes: readonly HatchedTime[] = []

/** Hours in the app by system. */
export const Screens = guarded('screens', (props: StackedMonthsProps) => {
  const locale = useLocale()
  const t = locale.texts.figures.screens
  const { bands, firstMonth } = props
  return (
    <StackedFigure
      {...props}
      name="screens"
      title={t.title}
      reading={t.reading}
      sentence={systemSentence(firstMonth, bands, locale)}
    />
  )
})

/** Hours in voice by place or person. */
export const MonthPlaces = guarded('monthPlaces', (props: StackedMonthsProps) => {
  const { texts, formats } = useLocale()
  const totals = totalsOf(props.bands)
  const peak = maxIndex(totals)
  const sentence =
    peak === -1
      ? null
      : texts.figures.monthPlaces.sentence(
          formats.month(props.firstMonth + peak),
          formats.minutes(totals[peak]!),
        )
  return (
    <StackedFigure
      {...props}
      name="month-places"
      title={texts.figures.monthPlaces.title}
      reading={null}
      sentence={sentence}
    />
  )
})

function totalsOf(bands: readonly NamedMonths[]): number[] {
  return Array.from(bands[0]?.values ?? [], (_, month) => sum(bands, ({ values }) => values[month]!))
}

/** The system with the most hours; and since when it is another one than in the beginning. */
function systemSentence(
  firstMonth: MonthNumber,
  bands: readonly NamedMonths[],
  { texts, formats }: Locale,
): string | null {
  const t = texts.figures.screens
  const all = sum(bands, ({ values }) => sum(values))
  if (!(all > 0)) return null
  const nameOf = ({ name }: NamedMonths) => isolated(name, texts.figures.frame.unnamed)
  const most = bands[maxIndex(bands, ({ values }) => sum(values))]!
  const share = t.sentence(nameOf(most), formats.percent(sum(most.values) / all))
  const years = Map.groupBy(Array.from(bands[0]!.values.keys()), (month) =>
    yearOf(firstDayOf(firstMonth + month)),
  )
  const leaders = [...years].flatMap(([year, months]) => {
    const hours = bands.map(({ values }) => sum(months, (month) => values[month]!))
    const leader = maxIndex(hours)
    return hours[leader]! > 0 ? [{ year, leader }] : []
  })
  const last = leaders.findLastIndex(
    ({ leader }, index) => index > 0 && leader !== leaders[index - 1]!.leader,
  )
  if (last < 1) return share
  const [before, after] = [bands[leaders[last - 1]!.leader]!, bands[leaders[last]!.leader]!]
  return `${share} ${t.changed(nameOf(before), nameOf(after), formats.year(leaders[last]!.year))}`
}

interface StackedFigureProps extends StackedMonthsProps {
  name: string
  title: string
  reading: string | null
  sentence: string | null
}

function StackedFigure(props: StackedFigureProps) {
  const { firstMonth, bands, hatched = noTimes, colors, empty, name, title, reading, sentence } = props
  const locale = useLocale()
  const { texts, formats } = locale
  const shades = useMemo(() => colors ?? seriesColors(bands.map(({ id }) => id)), [colors, bands])
  const plot = useMemo(
    () => stackPlot({ firstMonth, bands, hatched, colors: shades, locale }),
    [firstMonth, bands, hatched, shades, locale],
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
          ...bands.map(({ values }) => ({ text: formats.minutes(values[month]!), sort: values[month]! })),
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
  locale: Locale
}

function stackPlot({ firstMonth, bands, hatched, colors, locale }: StackParts): Plot<StackLayout> {
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
      const y = valueScale((max(totals) ?? 0) / 60, bottom, 18)
      return { width, height, bottom, y, x: scaleLinear([from, to + 1], [0, width]) }
    },
    picture: ({ width, x, y, bottom }) => (
      <>
        <Hatching times={hatched} x={x} top={8} bottom={bottom} />
        <ValueLines ticks={y.ticks(3)} y={y} width={width} />
        <TimeAxis
          ticks={timeTicks(from, to, width, formats)}
          x={x}
          top={bottom}
          bottom={bottom}
          width={width}
        />
        {bands.map((band, index) => (
          <path
            key={band.id}
            class={`stacked ${seriesClass(colors, band.id)}`}
            d={columnsPath(bands.slice(0, index + 1), (month) => leftOf(x, month), y)}
          />
        ))}
        <ValueLabels ticks={y.ticks(3)} y={y} format={(hours) => formats.minutes(hours * 60)} />
      </>
    ),
    overlay: ({ x, bottom }, index) => {
      const left = leftOf(x, index)
      return (
        <rect
          class="cursor-column"
          x={left}
          y={8}
          width={Math.max(2, leftOf(x, index + 1) - left)}
          height={bottom - 8}
        />
      )
    },
    cursor: {
      count: months,
      start: Math.max(0, maxIndex(totals)),
      label: (index) => {
        const parts = bands
          .filter(({ values }) => values[index]! > 0)
          .slice(0, 5)
          .map(
            ({ name, values }) =>
              `${isolated(name, locale.texts.figures.frame.unnamed)} ${formats.minutes(values[index]!)}`,
          )
        const silent = reasonAt(hatched, firstDayOf(firstMonth + index) + 14) ?? formats.minutes(0)
        return `${formats.month(firstMonth + index)}: ${parts.join(', ') || silent}`
      },
      locate({ x }, px) {
        const month = Array.from(totals.keys()).findLastIndex((at) => leftOf(x, at) <= px)
        return month === -1 ? null : month
      },
    },
  }
}

/** The columns of the last band on top of those before it. */
function columnsPath(
  bands: readonly NamedMonths[],
  left: (month: number) => number,
  y: (hours: number) => number,
): string {
  const band = bands.at(-1)!
  const below = bands.slice(0, -1)
  return Array.from(band.values, (minutes, month) => {
    if (!(minutes > 0)) return ''
    const base = sum(below, ({ values }) => values[month]!)
    const [low, high] = [y(base / 60), y((base + minutes) / 60)]
    const room = left(month + 1) - left(month)
    const width = Math.min(48, room > 5 ? room - Math.min(3, room * 0.18) : room)
    const start = left(month) + (room - width) / 2
    return `M${start.toFixed(1)},${low.toFixed(1)}v${(high - low).toFixed(1)}h${width.toFixed(1)}v${(low - high).toFixed(1)}z`
  }).join('')
}
