/**
 * Scales for points of two values: both axes are logarithmic, and points whose second value is 0 are placed
 * below its scale.
 */
import { max, min } from 'd3-array'
import { scaleSymlog } from 'd3-scale'

interface Point {
  id: string
  messages: number
  minutes: number
}

/** Edges of the picture in CSS pixels. */
interface Edges {
  left: number
  right: number
  top: number
  bottom: number
}

const rowHeight = 9
const mostRows = 7

export function pointScales(points: readonly Point[], { left, right, top, bottom }: Edges) {
  const x = scaleSymlog(span(points, 'messages', 1.3), [left + 12, right - 12])
  const silent = silentRows(points, x)
  const rows = (max(silent.values()) ?? -1) + 1
  const y = scaleSymlog(span(points, 'minutes', 1.4), [bottom - 12 - rows * rowHeight, top])
  const place = (point: Point) => {
    const row = silent.get(point.id)
    return { x: x(point.messages), y: row === undefined ? y(point.minutes) : bottom - 10 - row * rowHeight }
  }
  return { x, y, place }
}

/** From somewhat below the smallest value (or from 0) to somewhat above the largest. */
function span(points: readonly Point[], of: 'messages' | 'minutes', air: number): [number, number] {
  const values = points.map((point) => point[of]).filter((value) => value > 0)
  const hasNone = of === 'messages' && values.length < points.length
  const least = hasNone ? 0 : Math.floor((min(values) ?? 1) * 0.7)
  return [least, Math.max(least + 1, (max(values) ?? 1) * air)]
}

/**
 * People without calls are placed in rows below the scale of minutes. Points with nearly the same number of
 * messages are stacked instead of overlapping. After `mostRows` rows, the stack starts again at the first
 * row.
 */
function silentRows(points: readonly Point[], x: (messages: number) => number): ReadonlyMap<string, number> {
  const rows = new Map<string, number>()
  const heaps = new Map<number, number>()
  for (const { id, messages, minutes } of points) {
    if (minutes > 0) continue
    const heap = Math.round(x(messages) / 10)
    const height = heaps.get(heap) ?? 0
    rows.set(id, height % mostRows)
    heaps.set(heap, height + 1)
  }
  return rows
}

const steps = [
  0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 1_000_000,
]

/** Round numbers inside a scale, at least `apart` pixels from each other; powers of ten take precedence. */
export function stepsOf(scale: (value: number) => number, from: number, to: number, apart: number): number[] {
  const isPower = (step: number) => Number.isInteger(Math.log10(step || 1))
  const shown: number[] = []
  for (const step of [...steps.filter(isPower), ...steps.filter((step) => !isPower(step))]) {
    const at = scale(step)
    if (at < Math.min(from, to) - 0.5 || at > Math.max(from, to)) continue
    if (shown.every((other) => Math.abs(scale(other) - at) >= apart)) shown.push(step)
  }
  return shown
}
