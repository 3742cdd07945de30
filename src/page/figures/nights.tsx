/**
 * Nights: the 24 hours of the day, one ridge per year. They run from noon to noon, so that the night is in
 * the middle.
 */
import { useMemo } from 'preact/hooks'
import { sum } from 'd3-array'
import { area, curveMonotoneX, line } from 'd3-shape'
import type { YearHours } from '../data/types.ts'
import type { FigureTexts } from '../texts/en.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { highestShare, nightsRows, type NightsScale } from './frame/nights-scale.ts'
import { usePaintId } from './frame/paint-id.ts'
import { SkyGradient } from './frame/sky.tsx'

type Metric = keyof FigureTexts['metrics']

export interface NightsProps {
  /** In order of the years. The picture leaves out years without any value, unless `scale` lists them. */
  years: readonly YearHours[]
  /** The common scale of two figures: the share of the highest ridge, and the years of both. */
  scale?: NightsScale
  /** What is counted; by default messages. */
  metric?: Metric
  unit?: (count: number) => string
  /** The title if the screen compares two sides: it says whose nights these are. */
  title?: string
  partial?: string | null
}

interface NightsLayout extends Size {
  left: number
  x: (column: number) => number
  /** The baseline of a row. */
  ground: (row: number) => number
  ridge: number
  bottom: number
}

interface NightYear {
  year: number
  total: number
  /** Shares of the year by column; column 0 is noon. */
  shares: readonly number[]
}

const firstHour = 12
/** Number of hours after midnight that the sentence counts as night. */
const nightHours = 5

export const Nights = guarded('nights', NightsFigure)

function NightsFigure({ years, metric = 'messages', unit, title, partial, scale }: NightsProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const unitOf = unit ?? texts.figures.units.messages
  const paint = usePaintId()
  const written = useMemo(() => years.filter(({ values }) => sum(values) > 0).map(nightYear), [years])
  const rows = useMemo(
    () => scale?.years.map((year) => written.find((row) => row.year === year) ?? emptyYear(year)) ?? written,
    [written, scale],
  )
  const most = scale?.most ?? highestShare(years)
  const plot = useMemo(
    () => nightsPlot(rows, most, unitOf, locale, paint),
    [rows, most, unitOf, locale, paint],
  )
  return (
    <Figure
      name="nights"
      title={title ?? texts.figures.nights.title}
      sentence={written.length > 0 ? sentenceOf(written, metric, locale) : null}
      reading={texts.figures.nights.reading}
      partial={partial ?? null}
      empty={written.length > 0 ? null : texts.figures.frame.empty}
      plot={plot}
      table={() => ({
        columns: [
          { label: texts.figures.columns.year },
          ...Array.from({ length: 24 }, (_, hour) => ({ label: formats.shortHour(hour), isNumber: true })),
        ],
        rows: years.map(({ year, values }) => [
          { text: formats.year(year), sort: year },
          ...Array.from(values, (value) => ({ text: formats.number(value), sort: value })),
        ]),
      })}
    />
  )
}

function nightYear({ year, values }: YearHours): NightYear {
  const total = sum(values)
  const shares = Array.from({ length: 24 }, (_, column) => values[(firstHour + column) % 24]! / total)
  return { year, total, shares }
}

function emptyYear(year: number): NightYear {
  return { year, total: 0, shares: new Array<number>(24).fill(0) }
}

function sentenceOf(rows: readonly NightYear[], metric: Metric, { texts, formats }: Locale): string {
  const { nights: t, metrics } = texts.figures
  const share = ({ shares }: NightYear) => sum(shares.slice(24 - firstHour, 24 - firstHour + nightHours))
  const byShare = rows.toSorted((one, other) => share(other) - share(one))
  const [most, least] = [byShare[0]!, byShare.at(-1)!]
  const text = (row: NightYear) => [formats.percent(share(row)), formats.year(row.year)] as const
  if (metric === 'messages')
    return most === least ? t.sentence(...text(most)) : t.compared(...text(most), ...text(least))
  const name = metrics[metric]
  return most === least
    ? t.ofMetric(name, ...text(most))
    : t.ofMetricCompared(name, ...text(most), ...text(least))
}

function nightsPlot(
  rows: readonly NightYear[],
  most: number,
  unitOf: (count: number) => string,
  locale: Locale,
  paint: string,
): Plot<NightsLayout> {
  const { texts, formats } = locale
  return {
    layout(width) {
      const left = 46
      const { row, ridge } = nightsRows(rows.length)
      const bottom = ridge + (rows.length - 1) * row + 4
      return {
        width,
        height: bottom + 24,
        left,
        ridge,
        bottom,
        x: (column) => left + (column * (width - left)) / 24,
        ground: (index) => ridge + index * row,
      }
    },
    picture: (layout) => (
      <>
        <SkyGradient id={paint} from={layout.left} to={layout.width} />
        <HourLines layout={layout} label={formats.shortHour} />
        {rows.map((row, index) => (
          <g key={row.year} class="ridge">
            <path fill={`url(#${paint})`} d={ridgePath(row, index, most, layout)} />
            <path class="ridge-edge" d={edgePath(row, index, most, layout)} />
            <text class="plot-label" x={0} y={layout.ground(index)}>
              {formats.year(row.year)}
            </text>
          </g>
        ))}
      </>
    ),
    overlay: (layout, index) => <NightCursor rows={rows} index={index} most={most} layout={layout} />,
    cursor: {
      count: rows.length * 24,
      columns: 24,
      start: Math.max(0, (rows.length - 1) * 24 + 12),
      label(index) {
        const { year, shares, total } = rows[Math.floor(index / 24)]!
        const share = shares[index % 24]!
        return texts.figures.nights.cell(
          formats.year(year),
          formats.hour((firstHour + index) % 24),
          formats.percent(share),
          unitOf(Math.round(share * total)),
        )
      },
      locate({ left, width, ground }, px, py) {
        const column = Math.floor(((px - left) / (width - left)) * 24)
        if (column < 0 || column > 23 || rows.length === 0) return null
        const row = rows.findIndex((_, index) => py <= ground(index))
        return (row === -1 ? rows.length - 1 : row) * 24 + column
      },
    },
  }
}

function NightCursor(props: {
  rows: readonly NightYear[]
  index: number
  most: number
  layout: NightsLayout
}) {
  const { rows, index, most, layout } = props
  const row = Math.floor(index / 24)
  const at = layout.x((index % 24) + 0.5)
  const height = heightOf(rows[row]!.shares[index % 24]!, most, layout)
  return (
    <>
      <path class="ridge-chosen" d={edgePath(rows[row]!, row, most, layout)} />
      <line class="cursor-line" x1={at} x2={at} y1={0} y2={layout.bottom} />
      <circle class="cursor-dot" cx={at} cy={layout.ground(row) - height} r={4.5} />
    </>
  )
}

function HourLines({ layout, label }: { layout: NightsLayout; label: (hour: number) => string }) {
  const { x, bottom } = layout
  return (
    <g class="axis">
      {[0, 6, 12, 18, 24].map((column) => (
        <g key={column} class={column === 12 ? 'axis-strong' : undefined}>
          <line x1={x(column)} x2={x(column)} y1={0} y2={bottom + 4} />
          <text
            x={x(column)}
            y={bottom + 18}
            text-anchor={column === 24 ? 'end' : column === 0 ? 'start' : 'middle'}
          >
            {label((firstHour + column) % 24)}
          </text>
        </g>
      ))}
    </g>
  )
}

function pointsOf({ shares }: NightYear): [column: number, share: number][] {
  return [
    [0, shares[0]!],
    ...shares.map((share, column): [number, number] => [column + 0.5, share]),
    [24, shares[23]!],
  ]
}

function heightOf(share: number, most: number, { ridge }: Pick<NightsLayout, 'ridge'>): number {
  return Math.min(1, share / most) * ridge
}

function ridgePath(row: NightYear, index: number, most: number, { x, ground, ridge }: NightsLayout): string {
  return (
    area<[number, number]>()
      .x(([column]) => x(column))
      .y0(ground(index))
      .y1(([, share]) => ground(index) - heightOf(share, most, { ridge }))
      .curve(curveMonotoneX)(pointsOf(row)) ?? ''
  )
}

function edgePath(row: NightYear, index: number, most: number, { x, ground, ridge }: NightsLayout): string {
  return (
    line<[number, number]>()
      .x(([column]) => x(column))
      .y(([, share]) => ground(index) - heightOf(share, most, { ridge }))
      .curve(curveMonotoneX)(pointsOf(row)) ?? ''
  )
}
