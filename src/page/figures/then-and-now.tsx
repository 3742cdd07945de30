/** Then and now: the same numbers of two periods side by side, as lines from then to now. */
import { useMemo } from 'preact/hooks'
import { max } from 'd3-array'
import { type Locale, useLocale } from '../texts/locale.ts'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated, SvgName } from './frame/name.tsx'

/** The values of one period. A metric that is null in either period is left out. */
export interface Era {
  /** The year: `2018`. */
  label: string
  messagesPerDay: number
  /** Null if calls are unknown. */
  callMinutesPerDay: number | null
  people: number
  places: number
  /** Share of the messages between midnight and 5 o'clock, 0 to 1. */
  nightShare: number
  /** 0 to 23. */
  busiestHour: number | null
  topPerson: string | null
  topPlace: string | null
}

export interface ThenAndNowProps {
  /** Null unless there are two periods to compare. */
  then: Era | null
  now: Era | null
}

interface Comparison {
  label: string
  then: string
  now: string
  /** Heights of both ends of the line, 0 to 1; null for names and hours, and if both values are 0. */
  slope: readonly [number, number] | null
}

interface ComparisonLayout extends Size {
  columns: number
  blockWidth: number
  blockHeight: number
}

export const ThenAndNow = guarded('thenAndNow', ThenAndNowFigure)

function ThenAndNowFigure({ then, now }: ThenAndNowProps) {
  const locale = useLocale()
  const { texts } = locale
  const t = texts.figures.thenAndNow
  const comparisons = useMemo(() => (then && now ? compare(then, now, locale) : []), [then, now, locale])
  const plot = useMemo(
    () => comparisonPlot(comparisons, [then?.label ?? '', now?.label ?? ''], locale),
    [comparisons, then, now, locale],
  )
  return (
    <Figure
      name="then-and-now"
      title={t.title}
      sentence={then && now ? sentenceOf(then, now, locale) : null}
      empty={then && now ? null : texts.figures.frame.empty}
      plot={plot}
      table={() => ({
        columns: [
          { label: texts.figures.columns.metric },
          { label: then?.label ?? '', isNumber: true },
          { label: now?.label ?? '', isNumber: true },
        ],
        rows: comparisons.map((row) => [row.label, row.then, row.now]),
      })}
    />
  )
}

function sentenceOf(then: Era, now: Era, { texts }: Locale): string {
  const t = texts.figures.thenAndNow
  return t.sentence(then.label, then.messagesPerDay, now.label, now.messagesPerDay)
}

function compare(then: Era, now: Era, { texts, formats }: Locale): Comparison[] {
  const t = texts.figures.thenAndNow
  const amount = (
    label: string,
    one: number | null,
    other: number | null,
    text: (value: number) => string,
  ) => {
    if (one === null || other === null) return []
    const most = Math.max(one, other)
    const slope = most > 0 ? ([one / most, other / most] as const) : null
    return [{ label, then: text(one), now: text(other), slope }]
  }
  const name = (label: string, one: string | null, other: string | null) => {
    if (one === null || other === null) return []
    const { unnamed } = texts.figures.frame
    return [{ label, then: isolated(one, unnamed), now: isolated(other, unnamed), slope: null }]
  }
  const hour = (value: number | null) => (value === null ? null : formats.hour(value))
  return [
    ...amount(t.messagesPerDay, then.messagesPerDay, now.messagesPerDay, formats.number),
    ...amount(t.callMinutesPerDay, then.callMinutesPerDay, now.callMinutesPerDay, formats.number),
    ...amount(t.people, then.people, now.people, formats.number),
    ...amount(t.places, then.places, now.places, formats.number),
    ...amount(t.nightShare, then.nightShare, now.nightShare, formats.percent),
    ...name(t.busiestHour, hour(then.busiestHour), hour(now.busiestHour)),
    ...name(t.topPerson, then.topPerson, now.topPerson),
    ...name(t.topPlace, then.topPlace, now.topPlace),
  ]
}

const labelRoom = 26

function comparisonPlot(
  comparisons: readonly Comparison[],
  eras: readonly [string, string],
  { texts }: Locale,
): Plot<ComparisonLayout> {
  return {
    layout(width) {
      const columns = width < 480 ? 2 : 4
      const blockHeight = 132
      const rows = Math.ceil(comparisons.length / columns)
      return {
        width,
        // Names take less room than lines.
        height: Math.max(1, rows * blockHeight - (lastRowHasLines(comparisons, columns) ? 12 : 60)),
        columns,
        blockWidth: width / columns,
        blockHeight,
      }
    },
    picture: (layout) =>
      comparisons.map((one, index) => (
        <Block key={index} one={one} index={index} layout={layout} eras={eras} />
      )),
    overlay: ({ columns, blockWidth, blockHeight }, index) => (
      <rect
        class="cursor-box"
        x={(index % columns) * blockWidth + 1}
        y={Math.floor(index / columns) * blockHeight + 1}
        width={blockWidth - 10}
        height={blockHeight - 12}
        rx={8}
      />
    ),
    cursor: {
      count: comparisons.length,
      start: 0,
      label(index) {
        const { label, then, now } = comparisons[index]!
        return texts.figures.thenAndNow.change(label, then, now)
      },
      locate({ columns, blockWidth, blockHeight }, x, y) {
        const index =
          Math.floor(y / blockHeight) * columns + Math.min(columns - 1, Math.floor(x / blockWidth))
        return index >= 0 && index < comparisons.length ? index : null
      },
    },
  }
}

function lastRowHasLines(comparisons: readonly Comparison[], columns: number): boolean {
  const start = Math.floor((comparisons.length - 1) / columns) * columns
  return comparisons.slice(start).some(({ slope }) => slope !== null)
}

interface BlockProps {
  one: Comparison
  index: number
  layout: ComparisonLayout
  eras: readonly [string, string]
}

/** A label with a line from then to now. Without a slope there is no line: one value is above the other. */
function Block({ one: { label, then, now, slope }, index, layout, eras }: BlockProps) {
  const { columns, blockWidth, blockHeight } = layout
  const left = (index % columns) * blockWidth
  const top = Math.floor(index / columns) * blockHeight
  const room = blockWidth - 16
  const [x1, x2] = [left + 7, left + Math.min(room - 8, 200)]
  const level = (share: number) => top + 92 - share * 38
  const [y1, y2] = slope ? [level(slope[0]), level(slope[1])] : [0, 0]
  const widest = max([then, now], (text) => text.length) ?? 0
  return (
    <g class="comparison">
      <SvgName class="comparison-label" text={label} x={left} y={top + 16} width={room} />
      {slope ? (
        <>
          <line x1={x1} x2={x2} y1={y1} y2={y2} />
          <circle class="comparison-then" cx={x1} cy={y1} r={5} />
          <circle cx={x2} cy={y2} r={6} />
          <text class="plot-label" x={left} y={y1 - 12}>
            {then}
          </text>
          <text class="comparison-now" x={x2 + (widest > 5 ? 6 : 0)} y={y2 - 12} text-anchor="end">
            {now}
          </text>
        </>
      ) : (
        <>
          <SvgName class="comparison-before" fontSize={14} text={then} x={left} y={top + 48} width={room} />
          <SvgName
            class="comparison-now"
            fontSize={17}
            text={now}
            x={left}
            y={top + 48 + labelRoom}
            width={room}
          />
        </>
      )}
      {slope && (
        <>
          <text class="plot-label" x={left} y={top + 112}>
            {eras[0]}
          </text>
          <text class="plot-label" x={x2 + 6} y={top + 112} text-anchor="end">
            {eras[1]}
          </text>
        </>
      )}
    </g>
  )
}
