/** The people river: one band per person (or per package), whose width shows the messages of each month. */
import { useMemo } from 'preact/hooks'
import { max, maxIndex, min, sum } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { firstDayOf } from '../data/calendar.ts'
import type { MonthNumber, NamedMonths } from '../data/types.ts'
import type { FigureTexts } from '../texts/en.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { axisHeight, TimeAxis, timeTicks } from './frame/axes.tsx'
import { Figure, type Plot } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated, SvgName, tidyName } from './frame/name.tsx'
import {
  type Band,
  bandPath,
  labelPlace,
  monthsAt,
  type RiverLayout,
  stackBands,
} from './frame/river-bands.ts'
import { Legend, type SeriesColors, seriesClass, seriesColors } from './frame/series.tsx'

export interface RiverProps {
  firstMonth: MonthNumber
  /** The people with the most messages first; all bands have the same length. */
  bands: readonly NamedMonths[]
  /** By default, the bands get the colours in their order. */
  colors?: SeriesColors
  hrefOf?: (id: string) => string
  /** The texts if the bands are not people. */
  words?: FigureTexts['river']
}

/** Assumed width of a letter of a label in CSS pixels. */
const letterWidth = 7
/** A name cut to fewer letters than this would be meaningless. */
const shortName = 9

export const River = guarded('river', RiverFigure)

function RiverFigure({ firstMonth, bands, colors, hrefOf, words }: RiverProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const t = words ?? texts.figures.river
  const shades = useMemo(() => colors ?? seriesColors(bands.map(({ id }) => id)), [colors, bands])
  const stacked = useMemo(() => stackBands(bands), [bands])
  const plot = useMemo(
    () => riverPlot(firstMonth, stacked, shades, locale),
    [firstMonth, stacked, shades, locale],
  )
  const isShort = (bands[0]?.values.length ?? 0) < 3
  const isEmpty = !bands.some(({ values }) => values.some((value) => value > 0))
  return (
    <Figure
      name="river"
      title={t.title}
      sentence={isEmpty || isShort ? null : sentenceOf(firstMonth, bands, t, locale)}
      reading={t.reading}
      empty={isEmpty ? texts.figures.frame.empty : isShort ? t.short : null}
      plot={plot}
      legend={
        <Legend
          entries={bands.map(({ id, name }) => ({
            id,
            name,
            className: seriesClass(shades, id),
            ...(hrefOf && { href: hrefOf(id) }),
          }))}
        />
      }
      table={() => ({
        columns: [
          { label: texts.figures.columns.month },
          ...bands.map(({ name }) => ({
            label: isolated(name, texts.figures.frame.unnamed, 24),
            isNumber: true,
          })),
        ],
        rows: Array.from(bands[0]?.values ?? [], (_, month) => [
          { text: formats.month(firstMonth + month), sort: month },
          ...bands.map(({ values }) => ({ text: formats.number(values[month]!), sort: values[month]! })),
        ]),
      })}
    />
  )
}

/**
 * The sentence names the person with the most messages in one month, and the months around it with at least
 * half as many.
 */
function sentenceOf(
  firstMonth: MonthNumber,
  bands: readonly NamedMonths[],
  t: FigureTexts['river'],
  { texts, formats }: Locale,
): string {
  const widest = bands.reduce((best, band) =>
    (max(band.values) ?? 0) > (max(best.values) ?? 0) ? band : best,
  )
  const half = (max(widest.values) ?? 0) / 2
  const peak = widest.values.indexOf(half * 2)
  let [from, to] = [peak, peak]
  while (from > 0 && widest.values[from - 1]! >= half) from--
  while (to < widest.values.length - 1 && widest.values[to + 1]! >= half) to++
  return t.sentence(
    isolated(widest.name, texts.figures.frame.unnamed),
    formats.range(formats.month(firstMonth + from), formats.month(firstMonth + to)),
  )
}

function riverPlot(
  firstMonth: MonthNumber,
  bands: Band[],
  colors: SeriesColors,
  locale: Locale,
): Plot<RiverLayout> {
  const { texts, formats } = locale
  const months = bands[0]?.edges.length ?? 0
  const top = max(bands, ({ edges }) => max(edges, ([high]) => high) ?? 0) ?? 0
  const low = min(bands, ({ edges }) => min(edges, ([, value]) => value) ?? 0) ?? 0
  return {
    layout(width) {
      const height = width < 480 ? 300 : 380
      const bottom = height - axisHeight
      const x = scaleLinear([0, Math.max(1, months - 1)], [0, width])
      return { width, height, bottom, x, y: scaleLinear([low, top], [bottom - 6, 6]) }
    },
    picture: (layout) => (
      <>
        <TimeAxis
          ticks={timeTicks(
            firstDayOf(firstMonth),
            firstDayOf(firstMonth + months - 1),
            layout.width,
            formats,
          )}
          x={(day) => layout.x(monthsAt(day, firstMonth))}
          top={0}
          bottom={layout.bottom}
          width={layout.width}
        />
        {bands.map((band) => (
          <path key={band.id} class={`band ${seriesClass(colors, band.id)}`} d={bandPath(band, layout)} />
        ))}
        {bands.map((band) => (
          <BandLabel key={band.id} band={band} layout={layout} className={seriesClass(colors, band.id)} />
        ))}
      </>
    ),
    overlay: (layout, index) => (
      <RiverCursor
        band={bands[Math.floor(index / months)]!}
        month={index % months}
        colors={colors}
        layout={layout}
      />
    ),
    cursor: {
      count: bands.length * months,
      columns: Math.max(1, months),
      start: startOf(bands, months),
      label(index) {
        const band = bands[Math.floor(index / months)]!
        const value = texts.figures.units.messages(band.values[index % months]!)
        const name = isolated(band.name, texts.figures.frame.unnamed)
        return formats.labelled(formats.month(firstMonth + (index % months)), formats.series([name, value]))
      },
      locate({ x, y }, px, py) {
        const month = Math.round(x.invert(px))
        if (month < 0 || month >= months) return null
        const found = bands.findIndex(({ edges }) => py <= y(edges[month]![1]))
        return (found === -1 ? bands.length - 1 : found) * months + month
      },
    },
  }
}

/** The cursor's index for the busiest month of the person with the most messages. */
function startOf(bands: readonly Band[], months: number): number {
  const busiest = maxIndex(bands, ({ values }) => sum(values))
  return busiest === -1 ? 0 : busiest * months + Math.max(0, maxIndex(bands[busiest]!.values))
}

function RiverCursor(props: { band: Band; month: number; colors: SeriesColors; layout: RiverLayout }) {
  const { band, month, colors, layout } = props
  const { x, y, width, bottom } = layout
  const [high, low] = band.edges[month]!
  return (
    <>
      <rect class="veil" width={width} height={bottom} />
      <path class={`band ${seriesClass(colors, band.id)}`} d={bandPath(band, layout)} />
      <line class="cursor-line" x1={x(month)} x2={x(month)} y1={0} y2={bottom} />
      <line class="cursor-span" x1={x(month)} x2={x(month)} y1={y(high)} y2={y(low)} />
    </>
  )
}

/**
 * Places the name where the band is widest over the name's length. A name that fits nowhere is cut, and left
 * out if even nine letters fit nowhere.
 */
function BandLabel({ band, layout, className }: { band: Band; layout: RiverLayout; className: string }) {
  const { texts } = useLocale()
  const letters = Array.from(tidyName(band.name, texts.figures.frame.unnamed)).length
  const room = [letters, Math.min(letters, shortName)]
    .map((count) => ({ count, place: labelPlace(band, layout, count * letterWidth) }))
    .find(({ place }) => place !== null)
  if (!room) return null
  return (
    <SvgName
      text={band.name}
      x={room.place!.x}
      y={room.place!.y + 4}
      width={room.count * letterWidth + 4}
      anchor="middle"
      class={`band-name ${className}`}
    />
  )
}
