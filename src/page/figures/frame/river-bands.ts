/** The geometry of the river: bands stacked around a middle line. */
import type { ScaleLinear } from 'd3-scale'
import { area, curveMonotoneX, stack, stackOffsetSilhouette, stackOrderInsideOut } from 'd3-shape'
import type { MonthNumber, NamedMonths } from '../../data/types.ts'
import type { Size } from './figure.tsx'

export interface Band extends NamedMonths {
  /** Upper and lower edge per month, in the units of the values. */
  edges: readonly (readonly [number, number])[]
}

export interface RiverLayout extends Size {
  x: ScaleLinear<number, number>
  y: ScaleLinear<number, number>
  bottom: number
}

/** Stacks the bands, and returns them from top to bottom. */
export function stackBands(bands: readonly NamedMonths[]): Band[] {
  const months = bands[0]?.values.length ?? 0
  const stacked = stack<number, number>()
    .keys(bands.map((_, index) => index))
    .value((month, band) => smoothed(bands[band]!.values, month))
    .order(stackOrderInsideOut)
    .offset(stackOffsetSilhouette)(Array.from({ length: months }, (_, month) => month))
  return stacked
    .toSorted((one, other) => other.index - one.index)
    .map((edges) => ({ ...bands[edges.key]!, edges: edges.map(([low, high]) => [high, low] as const) }))
}

/**
 * Averages a month with its neighbours: unsmoothed, single months would be spikes. Readouts and tables show
 * the exact values.
 */
function smoothed(values: Float64Array, month: number): number {
  const at = (index: number) => values[Math.min(values.length - 1, Math.max(0, index))]!
  return (at(month - 1) + 2 * at(month) + at(month + 1)) / 4
}

/** Months from the first month to a day, with a fraction. */
export function monthsAt(day: number, firstMonth: MonthNumber): number {
  const date = new Date(day * 86_400_000)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth() - firstMonth + (date.getUTCDate() - 1) / 31
}

export function bandPath({ edges }: Band, { x, y }: RiverLayout): string {
  // A single month is doubled, so that it becomes a stripe.
  const points = edges.length === 1 ? [edges[0]!, edges[0]!] : edges
  return (
    area<readonly [number, number]>()
      .x((_, month) => x(month))
      .y0(([high]) => y(high))
      .y1(([, low]) => y(low))
      .curve(curveMonotoneX)(points) ?? ''
  )
}

/** Height of a line of text in CSS pixels. */
const textHeight = 15

/**
 * The middle of the place where the band has the most room for a text that is `room` pixels wide; null if the
 * text fits nowhere.
 */
export function labelPlace(
  { edges }: Band,
  { x, y, width }: RiverLayout,
  room: number,
): { x: number; y: number } | null {
  let best: { x: number; y: number; height: number } | null = null
  const tops = edges.map(([high]) => y(high))
  const bottoms = edges.map(([, low]) => y(low))
  for (const month of edges.keys()) {
    const [from, to] = [x(month) - room / 2, x(month) + room / 2]
    if (from < 0 || to > width) continue
    const [first, last] = [Math.floor(x.invert(from)), Math.ceil(x.invert(to))]
    const top = Math.max(...tops.slice(Math.max(0, first), last + 1))
    const bottom = Math.min(...bottoms.slice(Math.max(0, first), last + 1))
    const height = bottom - top
    if (height >= textHeight && height > (best?.height ?? 0))
      best = { x: x(month), y: (top + bottom) / 2, height }
  }
  return best
}
