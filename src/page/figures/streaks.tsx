/** Streaks: the longest runs of days with a message, as bars on a time axis. */
import { useMemo } from 'preact/hooks'
import { scaleLinear } from 'd3-scale'
import type { DayNumber, DaySeries } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { axisHeight, TimeAxis, timeTicks } from './frame/axes.tsx'
import { Figure, type Plot, type Size } from './frame/figure.tsx'
import { guarded } from './frame/guarded.tsx'

export interface StreaksProps {
  days: DaySeries
}

interface Streak {
  from: DayNumber
  /** Included. */
  to: DayNumber
  length: number
}

interface StreaksLayout extends Size {
  x: (day: DayNumber) => number
  bottom: number
}

const shownStreaks = 6
const rowHeight = 30

export const Streaks = guarded('streaks', StreaksFigure)

function StreaksFigure({ days }: StreaksProps) {
  const locale = useLocale()
  const { texts, formats } = locale
  const all = useMemo(() => streaksOf(days), [days])
  const longest = useMemo(
    () => all.toSorted((one, other) => other.length - one.length).slice(0, shownStreaks),
    [all],
  )
  const plot = useMemo(() => streaksPlot(longest, days, locale), [longest, days, locale])
  const first = longest[0]
  return (
    <Figure
      name="streaks"
      title={texts.figures.streaks.title}
      sentence={
        first
          ? texts.figures.streaks.sentence(first.length, formats.day(first.from), formats.day(first.to))
          : null
      }
      empty={first ? null : texts.figures.frame.empty}
      plot={plot}
      table={() => ({
        columns: [
          { label: texts.figures.columns.first },
          { label: texts.figures.columns.last },
          { label: texts.figures.columns.count, isNumber: true },
        ],
        rows: all.map(({ from, to, length }) => [
          { text: formats.day(from), sort: from },
          { text: formats.day(to), sort: to },
          { text: texts.figures.units.days(length), sort: length },
        ]),
      })}
    />
  )
}

function streaksOf({ firstDay, values }: DaySeries): Streak[] {
  const streaks: Streak[] = []
  for (const [index, value] of values.entries()) {
    if (!(value > 0)) continue
    const day = firstDay + index
    const last = streaks.at(-1)
    if (last?.to === day - 1) {
      last.to = day
      last.length++
    } else streaks.push({ from: day, to: day, length: 1 })
  }
  return streaks
}

function streaksPlot(
  streaks: readonly Streak[],
  { firstDay, values }: DaySeries,
  locale: Locale,
): Plot<StreaksLayout> {
  const { texts, formats } = locale
  const lastDay = firstDay + Math.max(0, values.length - 1)
  return {
    layout(width) {
      const bottom = streaks.length * rowHeight + 4
      return {
        width,
        height: bottom + axisHeight,
        bottom,
        x: scaleLinear([firstDay, lastDay + 1], [0, width]),
      }
    },
    picture: ({ x, width, bottom }) => (
      <>
        <TimeAxis
          ticks={timeTicks(firstDay, lastDay, width, formats)}
          x={x}
          top={0}
          bottom={bottom}
          width={width}
        />
        {streaks.map((streak, row) => (
          <Bar
            key={row}
            streak={streak}
            row={row}
            x={x}
            width={width}
            text={texts.figures.units.days(streak.length)}
          />
        ))}
      </>
    ),
    overlay: ({ width }, index) => (
      <rect
        class="cursor-box"
        x={1}
        y={index * rowHeight + 2}
        width={width - 2}
        height={rowHeight - 4}
        rx={6}
      />
    ),
    cursor: {
      count: streaks.length,
      columns: 1,
      start: 0,
      label(index) {
        const { length, from, to } = streaks[index]!
        return texts.figures.streaks.row(length, formats.day(from), formats.day(to))
      },
      locate(_layout, _x, y) {
        const row = Math.floor(y / rowHeight)
        return row >= 0 && row < streaks.length ? row : null
      },
    },
  }
}

interface BarProps {
  streak: Streak
  row: number
  x: StreaksLayout['x']
  width: number
  text: string
}

/** A bar with its length as a text: to its right, else to its left, else inside it. */
function Bar({ streak: { from, to }, row, x, width, text }: BarProps) {
  const [left, right] = [x(from), Math.max(x(from) + 3, x(to + 1))]
  const isRoomy = right + 110 < width
  const isInside = !isRoomy && left < 110
  const top = row * rowHeight + 7
  return (
    <g>
      <rect
        class="streak"
        x={left}
        y={top}
        width={right - left}
        height={16}
        rx={Math.min(8, (right - left) / 2)}
      />
      <text
        class={isInside ? 'plot-name streak-inside' : 'plot-name halo'}
        x={isRoomy ? right + 8 : isInside ? right - 8 : left - 8}
        y={top + 12}
        text-anchor={isRoomy ? 'start' : 'end'}
      >
        {text}
      </text>
    </g>
  )
}
