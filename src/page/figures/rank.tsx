/** Rank by year: the first people on the list of each year, joined by lines from year to year. */
import { useMemo } from 'preact/hooks'
import { max } from 'd3-array'
import { curveBumpX, line } from 'd3-shape'
import type { YearRank } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated, SvgName } from './frame/name.tsx'
import { mostListed, type Run, runsOf } from './frame/rank-runs.ts'
import { type SeriesColors, seriesClass, seriesColors } from './frame/series.tsx'

export interface RankProps {
  /** In order of the years; the lists are cut at `ranks`. */
  years: readonly YearRank[]
  names: ReadonlyMap<string, string>
  /** How many ranks of each list are shown; 8 by default. */
  ranks?: number
  /** By default, those with high ranks in many years get the colours. */
  colors?: SeriesColors
  onSelect?: (id: string) => void
}

interface RankLayout extends Size {
  x: (year: number) => number
  y: (rank: number) => number
  step: number
  right: number
}

const rowHeight = 36
/** With fewer pixels per year, dots have no room for their numbers. */
const denseStep = 34

export const Rank = guarded('rank', RankFigure)

function RankFigure({ years, names, ranks = 8, colors, onSelect }: RankProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const lists = useMemo(
    () => years.map(({ year, ids }) => ({ year, ids: ids.slice(0, ranks) })),
    [years, ranks],
  )
  const shades = useMemo(() => colors ?? seriesColors(mostListed(lists)), [colors, lists])
  const plot = useMemo(
    () => rankPlot({ lists, names, colors: shades, locale, onSelect }),
    [lists, names, shades, locale, onSelect],
  )
  const nameOf = (id: string) => names.get(id) ?? ''
  const isEmpty = !lists.some(({ ids }) => ids.length > 0)
  return (
    <Figure
      name="rank"
      title={texts.figures.rank.title}
      sentence={isEmpty ? null : sentenceOf(lists, nameOf, locale)}
      empty={isEmpty ? texts.figures.frame.empty : null}
      plot={plot}
      table={() => ({
        columns: [
          { label: texts.figures.columns.rank, isNumber: true },
          ...lists.map(({ year }) => ({ label: formats.year(year), isName: true })),
        ],
        rows: Array.from({ length: ranks }, (_, rank) => [
          { text: formats.number(rank + 1), sort: rank },
          ...lists.map(({ ids }) => ({ text: ids[rank] === undefined ? '–' : nameOf(ids[rank]) })),
        ]),
      })}
    />
  )
}

function sentenceOf(
  lists: readonly YearRank[],
  nameOf: (id: string) => string,
  { texts, formats }: Locale,
): string {
  const t = texts.figures.rank
  const firsts = lists.flatMap(({ year, ids }) => (ids[0] === undefined ? [] : [{ year, id: ids[0] }]))
  const yearsOf = Map.groupBy(firsts, ({ id }) => id)
  const [id, won] = [...yearsOf].reduce((best, one) => (one[1].length > best[1].length ? one : best))
  const name = isolated(nameOf(id), texts.figures.frame.unnamed)
  if (won.length === firsts.length && won.length > 1) return t.always(name)
  const sentence = t.sentence(name, formats.list(won.map(({ year }) => formats.year(year))))
  const changes = firsts.filter(({ id }, index) => index > 0 && id !== firsts[index - 1]!.id).length
  return changes > 0 ? formats.paragraph([sentence, t.changes(changes)]) : sentence
}

interface RankParts {
  lists: readonly YearRank[]
  names: ReadonlyMap<string, string>
  colors: SeriesColors
  locale: Locale
  onSelect: ((id: string) => void) | undefined
}

function rankPlot({ lists, names, colors, locale, onSelect }: RankParts): Plot<RankLayout> {
  const { texts, formats } = locale
  const runs = runsOf(lists)
  const ranks = max(lists, ({ ids }) => ids.length) ?? 0
  const idAt = (index: number) => lists[index % lists.length]?.ids[Math.floor(index / lists.length)]
  const nameOf = (id: string) => names.get(id) ?? ''
  return {
    layout: (width) => rankLayout(width, lists.length, ranks),
    picture: (layout) => (
      <RankLines lists={lists} runs={runs} layout={layout} colors={colors} nameOf={nameOf} />
    ),
    overlay(layout, index) {
      const id = idAt(index)
      if (id === undefined) return null
      const [year, rank] = [index % lists.length, Math.floor(index / lists.length)]
      return (
        <>
          <rect class="veil" width={layout.width - layout.right + 16} height={ranks * rowHeight} />
          {runs
            .filter((run) => run.id === id)
            .map((run, at) => (
              <RunLine key={at} run={run} layout={layout} colors={colors} />
            ))}
          <circle
            class="cursor-ring"
            cx={layout.x(year)}
            cy={layout.y(rank)}
            r={layout.step > 0 && layout.step < denseStep ? 9 : 15}
          />
        </>
      )
    },
    cursor: {
      count: lists.length * ranks,
      columns: Math.max(1, lists.length),
      start: Math.max(0, lists.length - 1),
      label(index) {
        const id = idAt(index)
        const name =
          id === undefined ? texts.figures.rank.off : isolated(nameOf(id), texts.figures.frame.unnamed)
        const year = lists[index % lists.length]!.year
        return texts.figures.rank.place(
          formats.number(Math.floor(index / lists.length) + 1),
          name,
          formats.year(year),
        )
      },
      locate({ x, step }, px, py) {
        const year = step > 0 ? Math.round((px - x(0)) / step) : 0
        const rank = Math.floor(py / rowHeight)
        if (rank < 0 || rank >= ranks) return null
        return rank * lists.length + Math.min(lists.length - 1, Math.max(0, year))
      },
      ...(onSelect && {
        select(index: number) {
          const id = idAt(index)
          if (id !== undefined) onSelect(id)
        },
      }),
    },
  }
}

interface RankLinesProps {
  lists: readonly YearRank[]
  runs: readonly Run[]
  layout: RankLayout
  colors: SeriesColors
  nameOf: (id: string) => string
}

function RankLines({ lists, runs, layout, colors, nameOf }: RankLinesProps) {
  const isShort = layout.step > 0 && layout.step < denseStep
  return (
    <>
      {lists.map(({ year }, index) => (
        <text key={year} class="plot-label" text-anchor="middle" x={layout.x(index)} y={layout.height - 6}>
          {isShort ? `’${String(year).slice(-2)}` : year}
        </text>
      ))}
      {runs.map((run, index) => (
        <RunLine key={index} run={run} layout={layout} colors={colors} />
      ))}
      {runs.map((run, index) => (
        <RunName key={index} run={run} layout={layout} name={nameOf(run.id)} years={lists.length} />
      ))}
    </>
  )
}

function rankLayout(width: number, years: number, ranks: number): RankLayout {
  const right = width < 560 ? 104 : 168
  const left = 15
  const step = years > 1 ? (width - left - right) / (years - 1) : 0
  return {
    width,
    height: ranks * rowHeight + 26,
    right,
    step,
    x: (year) => left + year * step,
    y: (rank) => (rank + 0.5) * rowHeight,
  }
}

function RunLine({ run, layout, colors }: { run: Run; layout: RankLayout; colors: SeriesColors }) {
  const { x, y } = layout
  const isDense = layout.step > 0 && layout.step < denseStep
  const path = line<Run['points'][number]>()
    .x(({ year }) => x(year))
    .y(({ rank }) => y(rank))
    .curve(curveBumpX)
  return (
    <g class={`rank-run ${seriesClass(colors, run.id)}`}>
      <path d={path(run.points) ?? ''} />
      {run.points.map(({ year, rank }) => (
        <g key={year}>
          <circle cx={x(year)} cy={y(rank)} r={isDense ? 5.5 : 11} />
          {!isDense && (
            <text x={x(year)} y={y(rank) + 4} text-anchor="middle">
              {rank + 1}
            </text>
          )}
        </g>
      ))}
    </g>
  )
}

/**
 * The name at the end of a run: to the right of the last year, or beside a run that ends earlier if there is
 * room.
 */
function RunName(props: { run: Run; layout: RankLayout; name: string; years: number }) {
  const { run, layout, name, years } = props
  const { year, rank } = run.points.at(-1)!
  const isLast = year === years - 1
  const room = isLast ? layout.right - 34 : layout.step - 34
  if (!isLast && room < 44) return null
  return (
    <SvgName
      text={name}
      x={layout.x(year) + 17}
      y={layout.y(rank) + 4}
      width={room}
      class={isLast ? '' : 'rank-ended halo'}
    />
  )
}
