/**
 * The picture behind the page's title: a stream chart of invented people. It is decoration and the same for
 * everybody.
 */
import { area, curveBasis, stack, stackOffsetSilhouette } from 'd3-shape'

const bands = ['noon', 'evening', 'morning', 'accent', 'night', 'deep'] as const
const points = 28
const width = 1200
const height = 360

/** Each band is the sum of two swells at places of its own. */
const rows = Array.from({ length: points }, (_, point) =>
  Object.fromEntries(
    bands.map((name, band) => {
      const at = point / (points - 1)
      const swell = (middle: number, breadth: number) => Math.exp(-(((at - middle) / breadth) ** 2))
      const value =
        swell(0.12 + band * 0.15, 0.11) * (5 + (band % 3) * 3) + swell(0.98 - band * 0.11, 0.07) * 5
      return [name, 0.5 + value * (0.4 + at)]
    }),
  ),
)
const layers = stack<Record<string, number>>().keys(bands).offset(stackOffsetSilhouette)(rows)
const most = Math.max(...layers.flatMap((layer) => layer.map(([, top]) => top)))
const shape = area<[number, number]>()
  .x((_, index) => (width * index) / (points - 1))
  .y0(([low]) => height / 2 - (low / most) * (height / 2))
  .y1(([, high]) => height / 2 - (high / most) * (height / 2))
  .curve(curveBasis)

export function HeroPicture() {
  return (
    <svg
      class="hero-picture"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="xMaxYMid slice"
      aria-hidden="true"
    >
      {layers.map((layer) => (
        <path
          key={layer.key}
          class={`hero-${layer.key}`}
          d={shape(layer as unknown as [number, number][]) ?? ''}
        />
      ))}
    </svg>
  )
}
