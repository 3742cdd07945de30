/**
 * A plain bar chart of an answer: one bar per row, in the answer's order. The first column has the names, and
 * the first column of numbers after it has the values.
 */
import { useMemo } from 'preact/hooks'
import { scaleLinear } from 'd3-scale'
import type { Rows } from '../data/database-protocol.ts'
import { axisHeight, type ValueAxis, valueAxis, ValueLines } from '../figures/frame/axes.tsx'
import { Figure, type Plot, type Size } from '../figures/frame/figure.tsx'
import { guarded } from '../figures/frame/guarded.tsx'
import type { Formats } from '../texts/formats.ts'
import { useLocale } from '../texts/locale.ts'

/** More bars than this would be thinner than a pixel on a phone. */
const barsMax = 300

/** Ids are strings of digits, so they do not count as numbers. */
export function isNumberColumn({ rows }: Pick<Rows, 'rows'>, index: number): boolean {
  return (
    rows.some((row) => row[index] !== null) &&
    rows.every((row) => row[index] === null || typeof row[index] === 'number')
  )
}

interface Chart {
  label: string
  by: string
  bars: readonly { name: string; value: number }[]
}

/** Shows nothing if no column after the first has numbers, or if there are too few or too many rows. */
export const AnswerChart = guarded('answer', function ({ answer }: { answer: Rows }) {
  const { texts, formats } = useLocale()
  const chart = useMemo(() => chartOf(answer), [answer])
  const plot = useMemo(() => chart && plotOf(chart, formats), [chart, formats])
  if (!chart || !plot) return null
  return <Figure name="answer" title={texts.ask.chartOf(chart.label, chart.by)} plot={plot} />
})

export function chartOf(answer: Rows): Chart | null {
  const { columns, rows } = answer
  const value = columns.findIndex((_, index) => index > 0 && isNumberColumn(answer, index))
  if (value < 0 || rows.length < 2 || rows.length > barsMax) return null
  return {
    label: columns[value]!,
    by: columns[0]!,
    bars: rows.map((row) => ({ name: String(row[0] ?? ''), value: Number(row[value] ?? 0) })),
  }
}

/** Labels are cut at this length. The cursor shows them in full. */
const labelCharacters = 10

/** The bars that get a label: as many as fit, evenly spaced. */
function labelled(bars: Chart['bars'], width: number): number[] {
  const longest = Math.min(labelCharacters, Math.max(...bars.map(({ name }) => name.length)))
  const every = Math.ceil((bars.length * (longest * 7 + 14)) / width)
  return [...bars.keys()].filter((index) => index % every === 0)
}

interface Layout extends Size {
  x: (index: number) => number
  y: (value: number) => number
  step: number
  values: ValueAxis
}

function plotOf({ bars, label }: Chart, formats: Formats): Plot<Layout> {
  const all = bars.map(({ value }) => value)
  const range = [Math.min(0, ...all), Math.max(0, ...all)]
  return {
    layout(width) {
      const height = 200 + axisHeight
      const scale = scaleLinear(range, [200, 20]).nice(3)
      const values = valueAxis(scale.ticks(3), formats.number)
      const step = (width - values.room) / bars.length
      return { width, height, x: (index) => values.room + index * step, y: scale, step, values }
    },
    picture: ({ width, height, x, y, step, values }) => (
      <>
        <ValueLines axis={values} y={y} width={width} />
        {bars.map(({ value }, index) => (
          <rect
            key={index}
            class="series-0 answer-bar"
            x={x(index) + Math.min(2, step / 8)}
            width={Math.max(1, step - Math.min(4, step / 4))}
            y={Math.min(y(0), y(value))}
            height={Math.abs(y(value) - y(0))}
          />
        ))}
        {labelled(bars, width - values.room).map((index) => (
          <text key={index} class="plot-label" x={x(index + 0.5)} y={height - 6} text-anchor="middle">
            {bars[index]!.name.slice(0, labelCharacters)}
          </text>
        ))}
      </>
    ),
    overlay: ({ x, step, height }, index) => (
      <rect class="cursor-box" x={x(index)} y={16} width={step} height={height - 16} rx={3} />
    ),
    cursor: {
      count: bars.length,
      start: 0,
      label: (index) => formats.labelled(bars[index]!.name, `${formats.number(bars[index]!.value)} ${label}`),
      locate({ x, step }, px) {
        const index = Math.floor((px - x(0)) / step)
        return index >= 0 && index < bars.length ? index : null
      },
    },
  }
}
