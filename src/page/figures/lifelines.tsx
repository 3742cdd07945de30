/** Lifelines of servers: from joining to the last message, thicker in times with many messages. */
import { useMemo, useState } from 'preact/hooks'
import { max, maxIndex } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import { area, curveMonotoneX } from 'd3-shape'
import { dayNumberOf, firstDayOf } from '../data/calendar.ts'
import type { Day, DayNumber, MonthSeries } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { axisHeight, TimeAxis, timeTicks } from './frame/axes.tsx'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated, SvgName } from './frame/name.tsx'

/** A server with its messages by month. */
export interface Lifeline {
  id: string
  name: string
  messages: number
  joinedDay: Day | null
  /** The day of the first message; null without messages. */
  firstDay: Day | null
  lastDay: Day | null
  hasLeft: boolean | null
  months: MonthSeries
}

export interface LifelinesProps {
  /** Those with the most messages first. */
  places: readonly Lifeline[]
  onSelect?: (id: string) => void
}

interface LinesLayout extends Size {
  left: number
  bottom: number
  rowHeight: number
  /** On narrow screens there is no column for names, so they are drawn above their lines. */
  isNarrow: boolean
  x: (day: DayNumber) => number
}

const rowsAtFirst = 14

export const Lifelines = guarded('lifelines', LifelinesFigure)

function LifelinesFigure({ places, onSelect }: LifelinesProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const t = texts.figures.lifelines
  const [limit, setLimit] = useState(rowsAtFirst)
  const alive = useMemo(() => places.filter((place) => spanOf(place) !== null), [places])
  const shown = useMemo(() => alive.slice(0, limit), [alive, limit])
  const plot = useMemo(() => linesPlot(shown, locale, onSelect), [shown, locale, onSelect])
  const more = Math.min(alive.length - shown.length, 40)
  return (
    <Figure
      name="lifelines"
      title={t.title}
      sentence={alive.length > 0 ? sentenceOf(alive, locale) : null}
      reading={t.reading}
      empty={alive.length > 0 ? null : texts.figures.frame.empty}
      plot={plot}
      legend={
        more > 0 && (
          <button type="button" class="button figure-button" onClick={() => setLimit(limit + 40)}>
            {texts.figures.frame.moreRows(more)}
          </button>
        )
      }
      table={() => ({
        columns: [
          { label: texts.figures.columns.place, isName: true },
          { label: texts.figures.columns.joined },
          { label: texts.figures.columns.first },
          { label: texts.figures.columns.last },
          { label: texts.figures.columns.messages, isNumber: true },
        ],
        rows: places.map(({ name, joinedDay, firstDay, lastDay, messages }) => [
          name,
          ...[joinedDay, firstDay, lastDay].map((day) =>
            day === null ? { text: '–', sort: null } : { text: formats.day(dayNumberOf(day)), sort: day },
          ),
          { text: formats.number(messages), sort: messages },
        ]),
      })}
    />
  )
}

/**
 * From the earliest known day to the latest: joining, the first and the last message. Null if none is known.
 */
function spanOf({ joinedDay, firstDay, lastDay }: Lifeline): [DayNumber, DayNumber] | null {
  const days = [joinedDay, firstDay, lastDay].filter((day) => day !== null).map(dayNumberOf)
  return days.length > 0 ? [Math.min(...days), Math.max(...days)] : null
}

function sentenceOf(places: readonly Lifeline[], { texts, formats }: Locale): string {
  const lengths = places.map((place) => {
    const [from, to] = spanOf(place)!
    return to - from
  })
  const longest = places[maxIndex(lengths)]!
  const [from, to] = spanOf(longest)!
  return texts.figures.lifelines.sentence(
    isolated(longest.name, texts.figures.frame.unnamed),
    formats.range(formats.day(from), formats.day(to)),
  )
}

function linesPlot(
  places: readonly Lifeline[],
  locale: Locale,
  onSelect: ((id: string) => void) | undefined,
): Plot<LinesLayout> {
  const { formats } = locale
  const spans = places.map((place) => spanOf(place)!)
  const from = Math.min(...spans.map(([first]) => first))
  const to = Math.max(...spans.map(([, last]) => last))
  const most = max(places, ({ months }) => max(quarters(months), ({ value }) => value) ?? 0) ?? 1
  return {
    layout(width) {
      const isNarrow = width < 620
      const rowHeight = isNarrow ? 44 : 32
      const left = isNarrow ? 0 : 168
      const bottom = Math.max(1, places.length) * rowHeight
      return {
        width,
        height: bottom + axisHeight,
        left,
        bottom,
        rowHeight,
        isNarrow,
        x: scaleLinear([from, Math.max(to, from + 1)], [left + 4, width - 4]),
      }
    },
    picture: (layout) => (
      <>
        <TimeAxis
          ticks={timeTicks(from, to, layout.width - layout.left, formats)}
          x={layout.x}
          top={0}
          bottom={layout.bottom}
          width={layout.width}
        />
        {places.map((place, index) => (
          <Line key={place.id} place={place} row={index} most={most} layout={layout} />
        ))}
      </>
    ),
    overlay: ({ width, rowHeight }, index) => (
      <rect
        class="cursor-box"
        x={1}
        y={index * rowHeight + 1}
        width={width - 2}
        height={rowHeight - 2}
        rx={6}
      />
    ),
    cursor: {
      count: places.length,
      columns: 1,
      start: 0,
      label: (index) => labelOf(places[index]!, locale),
      locate: ({ rowHeight }, _x, y) => {
        const row = Math.floor(y / rowHeight)
        return row >= 0 && row < places.length ? row : null
      },
      ...(onSelect && { select: (index: number) => onSelect(places[index]!.id) }),
    },
  }
}

function labelOf(place: Lifeline, { texts, formats }: Locale): string {
  const t = texts.figures.lifelines
  const name = isolated(place.name, texts.figures.frame.unnamed)
  const joined = place.joinedDay === null ? null : t.joined(formats.day(dayNumberOf(place.joinedDay)))
  const life =
    place.firstDay === null || place.lastDay === null
      ? t.quiet(name)
      : t.row(
          name,
          formats.day(dayNumberOf(place.firstDay)),
          formats.day(dayNumberOf(place.lastDay)),
          texts.figures.units.messages(place.messages),
        )
  const left = place.hasLeft === true ? t.hasLeft : null
  return formats.series([life, joined, left].filter((part) => part !== null))
}

/** Sums of three months: steadier than single months, and readable as a thickness. */
function quarters({ firstMonth, values }: MonthSeries): { month: number; value: number }[] {
  const all: { month: number; value: number }[] = []
  for (let at = 0; at < values.length; at += 3) {
    all.push({ month: firstMonth + at, value: values[at]! + (values[at + 1] ?? 0) + (values[at + 2] ?? 0) })
  }
  return all
}

function Line(props: { place: Lifeline; row: number; most: number; layout: LinesLayout }) {
  const { place, row, most, layout } = props
  const { x, rowHeight, isNarrow, left, width } = layout
  const y = row * rowHeight + (isNarrow ? 30 : rowHeight / 2)
  const [from, to] = spanOf(place)!
  const half = (value: number) => (value > 0 ? 1.5 + Math.sqrt(value / most) * 8.5 : 0.75)
  const points = quarters(place.months).map(({ month, value }) => ({
    day: firstDayOf(month + 1.5),
    half: half(value),
  }))
  const inside = points.filter(({ day }) => day > from && day < to)
  // A lifeline of a few days is widened, so that it can be seen.
  const middle = x((from + to) / 2)
  const start = Math.min(x(from), middle - 3)
  const end = Math.max(x(to), middle + 3)
  const thickest = max(points, (point) => point.half) ?? 0.75
  const body = inside.map(({ day, half }) => ({ at: x(day), half }))
  const shape = [
    { at: start, half: 0.75 },
    ...(body.length > 0 ? body : [{ at: middle, half: thickest }]),
    { at: end, half: 0.75 },
  ]
  const path = area<(typeof shape)[number]>()
    .x(({ at }) => at)
    .y0((point) => y - point.half)
    .y1((point) => y + point.half)
    .curve(curveMonotoneX)
  return (
    <g class={place.hasLeft === true ? 'life life-left' : 'life'}>
      <SvgName
        text={place.name}
        x={0}
        y={isNarrow ? row * rowHeight + 15 : y + 4}
        width={isNarrow ? width - 8 : left - 12}
      />
      <path d={path(shape) ?? ''} />
      {place.joinedDay !== null && (
        <circle class="life-joined" cx={x(dayNumberOf(place.joinedDay))} cy={y} r={4} />
      )}
    </g>
  )
}
