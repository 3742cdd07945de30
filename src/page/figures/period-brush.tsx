/**
 * The period as a window over a sparkline of all months. Its two handles can be dragged, and are sliders for
 * the keyboard.
 */
import { useMemo, useRef } from 'preact/hooks'
import { max } from 'd3-array'
import { type ScaleLinear, scaleLinear } from 'd3-scale'
import { firstDayOf, monthOf, yearOf } from '../data/calendar.ts'
import type { DayNumber, MonthSeries } from '../data/types.ts'
import { useLocale } from '../texts/locale.ts'
import { usePaintId } from './frame/paint-id.ts'
import { useWidth } from './frame/use-width.ts'

export interface PeriodBrushProps {
  /** The months of the whole package, not only of the period. */
  months: MonthSeries
  /** Null: open at this end. */
  from: DayNumber | null
  to: DayNumber | null
  /** Called with whole months; null if the window reaches that end. */
  onChange: (from: DayNumber | null, to: DayNumber | null) => void
}

/** Months counted from the first one; `end` is excluded. */
interface MonthWindow {
  start: number
  end: number
}

const height = 44

export function PeriodBrush({ months, from, to, onChange }: PeriodBrushProps) {
  const { texts } = useLocale()
  const [ref, width] = useWidth()
  const { firstMonth, values } = months
  const count = values.length
  const chosen: MonthWindow = {
    start: from === null ? 0 : clamp(monthOf(from) - firstMonth, 0, count - 1),
    end: to === null ? count : clamp(monthOf(to) - firstMonth + 1, 1, count),
  }
  const choose = ({ start, end }: MonthWindow) =>
    onChange(
      start <= 0 ? null : firstDayOf(firstMonth + start),
      end >= count ? null : firstDayOf(firstMonth + end) - 1,
    )
  const x = useMemo(() => scaleLinear([0, Math.max(1, count)], [8, width - 8]), [count, width])
  const drag = useDrag(x, chosen, count, choose)
  if (count === 0) return null
  return (
    <div class="brush" ref={ref} role="group" aria-label={texts.figures.brush.title}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} {...drag}>
        <Sparkline months={months} x={x} chosen={chosen} />
        <Handle side="start" chosen={chosen} count={count} firstMonth={firstMonth} x={x} choose={choose} />
        <Handle side="end" chosen={chosen} count={count} firstMonth={firstMonth} x={x} choose={choose} />
      </svg>
    </div>
  )
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value))
}

interface SparklineProps {
  months: MonthSeries
  x: ScaleLinear<number, number>
  chosen: MonthWindow
}

function Sparkline({ months: { firstMonth, values }, x, chosen }: SparklineProps) {
  const { formats } = useLocale()
  const clip = usePaintId()
  const y = scaleLinear([0, max(values) || 1], [30, 4])
  const path = `M${x(0)},30${Array.from(values, (value, month) => `H${x(month).toFixed(1)}V${y(value).toFixed(1)}`).join('')}H${x(values.length)}V30Z`
  const years = Array.from(values.keys()).filter((month) => (firstMonth + month) % 12 === 0)
  const every = Math.ceil((years.length * 40) / Math.max(1, x(values.length) - x(0)))
  const [left, right] = [x(chosen.start), x(chosen.end)]
  return (
    <>
      <clipPath id={clip}>
        <rect x={left} y={0} width={Math.max(0, right - left)} height={30} />
      </clipPath>
      <path class="brush-all" d={path} />
      <rect class="brush-window" x={left} y={0.5} width={Math.max(0, right - left)} height={30} rx={4} />
      <path class="brush-chosen" d={path} clip-path={`url(#${clip})`} />
      {years
        .filter((_, index) => index % every === 0)
        .filter((month) => x(month) < x(values.length) - 28)
        .map((month) => (
          <text key={month} class="brush-year" x={x(month) + 2} y={42}>
            {formats.year(yearOf(firstDayOf(firstMonth + month)))}
          </text>
        ))}
    </>
  )
}

interface HandleProps {
  side: 'start' | 'end'
  chosen: MonthWindow
  count: number
  firstMonth: number
  x: ScaleLinear<number, number>
  choose: (chosen: MonthWindow) => void
}

const keySteps: Record<string, number> = {
  ArrowLeft: -1,
  ArrowDown: -1,
  ArrowRight: 1,
  ArrowUp: 1,
  PageDown: -12,
  PageUp: 12,
  Home: -Infinity,
  End: Infinity,
}

function Handle({ side, chosen, count, firstMonth, x, choose }: HandleProps) {
  const { texts, formats } = useLocale()
  const at = chosen[side]
  // `end` is excluded, so the window's last month is `end - 1`.
  const month = side === 'start' ? at : at - 1
  const [least, most] = side === 'start' ? [0, chosen.end - 1] : [chosen.start + 1, count]
  return (
    <g
      class="brush-handle"
      tabindex={0}
      role="slider"
      aria-label={side === 'start' ? texts.figures.brush.from : texts.figures.brush.to}
      aria-valuemin={side === 'start' ? 0 : 1}
      aria-valuemax={side === 'start' ? count - 1 : count}
      aria-valuenow={at}
      aria-valuetext={formats.month(firstMonth + month)}
      onKeyDown={(event) => {
        const step = keySteps[event.key]
        if (step === undefined) return
        event.preventDefault()
        choose({ ...chosen, [side]: clamp(at + step, least, most) })
      }}
    >
      <title>{formats.month(firstMonth + month)}</title>
      <rect class="brush-reach" x={x(at) - 14} y={0} width={28} height={height} />
      <rect class="brush-grip" x={x(at) - 3.5} y={4} width={7} height={23} rx={3.5} />
    </g>
  )
}

/** The dragged part, the months from the window's start to the pointer, and the window's length. */
interface Drag {
  part: 'start' | 'end' | 'window'
  offset: number
  length: number
}

/**
 * A press near a handle drags the handle, and a press inside the window drags the window. Elsewhere, and if
 * the window covers all months, the nearer handle jumps to the pointer.
 */
function useDrag(
  x: ScaleLinear<number, number>,
  chosen: MonthWindow,
  count: number,
  choose: (chosen: MonthWindow) => void,
) {
  const held = useRef<Drag | null>(null)
  const monthAt = (event: PointerEvent) => {
    const box = (event.currentTarget as SVGSVGElement).getBoundingClientRect()
    return x.invert(event.clientX - box.left)
  }
  const move = (event: PointerEvent) => {
    if (!held.current) return
    const { part, offset, length } = held.current
    const at = Math.round(monthAt(event))
    const start = clamp(Math.round(monthAt(event) - offset), 0, count - length)
    const next =
      part === 'window'
        ? { start, end: start + length }
        : part === 'start'
          ? { ...chosen, start: clamp(at, 0, chosen.end - 1) }
          : { ...chosen, end: clamp(at, chosen.start + 1, count) }
    if (next.start !== chosen.start || next.end !== chosen.end) choose(next)
  }
  return {
    onPointerDown(event: PointerEvent) {
      const at = monthAt(event)
      const reach = x.invert(14) - x.invert(0)
      const [toStart, toEnd] = [Math.abs(at - chosen.start), Math.abs(at - chosen.end)]
      const isInside = at > chosen.start && at < chosen.end && Math.min(toStart, toEnd) > reach
      const isAll = chosen.start === 0 && chosen.end === count
      const part = isInside && !isAll ? 'window' : toStart <= toEnd ? 'start' : 'end'
      held.current = { part, offset: at - chosen.start, length: chosen.end - chosen.start }
      ;(event.currentTarget as SVGSVGElement).setPointerCapture(event.pointerId)
      move(event)
    },
    onPointerMove: move,
    onPointerUp: () => void (held.current = null),
    onPointerCancel: () => void (held.current = null),
  }
}
