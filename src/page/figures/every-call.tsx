/** Every call as a line: dates run from left to right, the time of day from noon down to the next noon. */
import { useMemo } from 'preact/hooks'
import { maxIndex } from 'd3-array'
import { scaleLinear } from 'd3-scale'
import type { DayNumber } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { axisHeight, TimeAxis, timeTicks } from './frame/axes.tsx'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { type HatchedTime, Hatching } from './frame/gaps.tsx'
import { guarded } from './frame/guarded.tsx'
import { isolated } from './frame/name.tsx'
import { fillColors, Legend, type SeriesColors, seriesClass } from './frame/series.tsx'

/** A call in the clock of the chosen zone. */
export interface CallLine {
  day: DayNumber
  /** Minutes from midnight to its start. */
  startMinute: number
  minutes: number
  /** The other side of the call: a person, a server or a group DM; '' if unknown. */
  withId: string
  withName: string
  isPerson: boolean
}

export interface EveryCallProps {
  /** In order of time. */
  calls: readonly CallLine[]
  /** Days of the period, both ends included. */
  days: readonly [DayNumber, DayNumber]
  hatched?: readonly HatchedTime[]
  colors?: SeriesColors
  /** Replaces the text “No voice calls in this period.” */
  empty?: string | null
}

interface CallsLayout extends Size {
  left: number
  bottom: number
  x: (day: number) => number
  y: (minute: number) => number
}

const noTimes: readonly HatchedTime[] = []
const dayMinutes = 1440
const noon = 720

export const EveryCall = guarded('everyCall', EveryCallFigure)

function EveryCallFigure({ calls, days, hatched = noTimes, colors, empty }: EveryCallProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const t = texts.figures.everyCall
  const totals = useMemo(() => totalsOf(calls), [calls])
  const shades = useMemo(
    () =>
      fillColors(
        colors ?? new Map(),
        totals.map(({ id }) => id),
      ),
    [colors, totals],
  )
  const [from, to] = days
  const plot = useMemo(
    () => callsPlot({ calls, from, to, hatched, colors: shades, locale }),
    [calls, from, to, hatched, shades, locale],
  )
  const isEmpty = calls.length === 0
  return (
    <Figure
      name="every-call"
      title={t.title}
      sentence={isEmpty ? null : sentenceOf(calls, locale)}
      reading={t.reading}
      partial={hatched.length > 0 ? texts.figures.gaps.hatched : null}
      empty={isEmpty ? (empty ?? t.empty) : null}
      plot={plot}
      legend={
        totals.length > 1 && (
          <Legend
            entries={totals
              .filter(({ id }) => shades.has(id))
              .map(({ id, name }) => ({ id, name, className: seriesClass(shades, id) }))}
            after={
              totals.length > shades.size && (
                <li class="series-rest">
                  <svg viewBox="0 0 12 12" aria-hidden="true">
                    <rect width="12" height="12" rx="4" />
                  </svg>
                  {t.elsewhere}
                </li>
              )
            }
          />
        )
      }
      table={() => ({
        columns: [
          { label: texts.figures.columns.day },
          { label: texts.figures.columns.time },
          { label: texts.figures.columns.duration, isNumber: true },
          { label: texts.figures.columns.name, isName: true },
        ],
        rows: calls.map(({ day, startMinute, minutes, withName }) => [
          { text: formats.day(day), sort: day * dayMinutes + startMinute },
          { text: formats.clock(startMinute), sort: startMinute },
          { text: formats.minutes(minutes), sort: minutes },
          withName,
        ]),
      })}
    />
  )
}

/** Sorted by total time, the longest first. */
function totalsOf(calls: readonly CallLine[]): { id: string; name: string; minutes: number }[] {
  const totals = new Map<string, { id: string; name: string; minutes: number }>()
  for (const { withId, withName, minutes } of calls) {
    const total = totals.get(withId) ?? { id: withId, name: withName, minutes: 0 }
    total.minutes += minutes
    totals.set(withId, total)
  }
  return [...totals.values()].sort((one, other) => other.minutes - one.minutes)
}

function sentenceOf(calls: readonly CallLine[], { texts, formats }: Locale): string {
  const { minutes, day, withName, isPerson } = calls[maxIndex(calls, (call) => call.minutes)]!
  const t = texts.figures.everyCall
  const [length, when] = [formats.minutes(minutes), formats.day(day)]
  if (withName === '') return t.sentenceNobody(length, when)
  const name = isolated(withName, texts.figures.frame.unnamed)
  return (isPerson ? t.sentence : t.sentencePlace)(name, length, when)
}

function callText({ day, startMinute, minutes, withName }: CallLine, { texts, formats }: Locale): string {
  const name = isolated(withName, texts.figures.everyCall.elsewhere)
  const [length, time] = [formats.minutes(minutes), formats.clock(startMinute)]
  return texts.figures.everyCall.call(formats.day(day), time, length, name)
}

interface CallsParts {
  calls: readonly CallLine[]
  from: DayNumber
  to: DayNumber
  hatched: readonly HatchedTime[]
  colors: SeriesColors
  locale: Locale
}

function callsPlot({ calls, from, to, hatched, colors, locale }: CallsParts): Plot<CallsLayout> {
  const { formats } = locale
  const bySeries = Map.groupBy(calls, ({ withId }) => seriesClass(colors, withId))
  return {
    layout(width) {
      const height = width < 480 ? 320 : 400
      const bottom = height - axisHeight
      const left = 44
      return {
        width,
        height,
        left,
        bottom,
        x: scaleLinear([from, to + 1], [left, width]),
        y: scaleLinear([0, dayMinutes], [8, bottom]),
      }
    },
    picture: ({ x, y, left, width, bottom }) => (
      <>
        <Hatching times={hatched} x={x} top={y(0)} bottom={bottom} />
        <g class="axis">
          {[0, 6, 12, 18].map((hours) => (
            <g key={hours} class={hours === 12 ? 'axis-strong' : undefined}>
              <line x1={left} x2={width} y1={y(hours * 60)} y2={y(hours * 60)} />
              <text x={0} y={y(hours * 60) + 4}>
                {formats.hour((noon / 60 + hours) % 24)}
              </text>
            </g>
          ))}
        </g>
        <TimeAxis
          ticks={timeTicks(from, to, width - left, formats)}
          x={x}
          top={bottom}
          bottom={bottom}
          width={width}
        />
        {[...bySeries].map(([name, some]) => (
          <path
            key={name}
            class={`call ${name}`}
            stroke-width={Math.min(7, Math.max(2.25, (x(1) - x(0)) * 0.7))}
            d={some.map((call) => callPath(call, x, y)).join('')}
          />
        ))}
      </>
    ),
    overlay({ x, y, bottom }, index) {
      const call = calls[index]!
      const at = x(beginOf(call)[0] + 0.5)
      return (
        <>
          <line class="cursor-line" x1={at} x2={at} y1={y(0)} y2={bottom} />
          <path class={`call call-chosen ${seriesClass(colors, call.withId)}`} d={callPath(call, x, y)} />
        </>
      )
    },
    cursor: {
      count: calls.length,
      label: (index) => callText(calls[index]!, locale),
      locate: (layout, px, py) => nearestCall(calls, layout, px, py),
    },
  }
}

/** Where a call begins in the picture: the day of the last noon before it, and the minutes since then. */
function beginOf({ day, startMinute }: CallLine): [day: DayNumber, minute: number] {
  return startMinute >= noon ? [day, startMinute - noon] : [day - 1, startMinute + noon]
}

/** A call that crosses noon continues at the top of the next day. */
function callPath(call: CallLine, x: (day: number) => number, y: (minute: number) => number): string {
  const parts: string[] = []
  let [at, start] = beginOf(call)
  let rest = Math.max(4, call.minutes)
  while (rest > 0 && parts.length < 8) {
    const length = Math.min(rest, dayMinutes - start)
    parts.push(`M${x(at + 0.5).toFixed(1)},${y(start).toFixed(1)}V${y(start + length).toFixed(1)}`)
    ;[at, start, rest] = [at + 1, 0, rest - length]
  }
  return parts.join('')
}

function nearestCall(
  calls: readonly CallLine[],
  { x, y }: CallsLayout,
  px: number,
  py: number,
): number | null {
  let [best, least] = [-1, 24]
  for (const [index, call] of calls.entries()) {
    const [day, start] = beginOf(call)
    const across = Math.abs(x(day + 0.5) - px)
    if (across > least) continue
    const along = Math.max(0, y(start) - py, py - y(Math.min(dayMinutes, start + call.minutes)))
    const distance = Math.hypot(across, along)
    if (distance < least) [best, least] = [index, distance]
  }
  return best === -1 ? null : best
}
