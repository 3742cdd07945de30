/** Places labels beside points without overlaps; earlier points take precedence. */

export interface LabelledPoint {
  id: string
  name: string
  x: number
  y: number
}

export interface PlacedLabel {
  id: string
  name: string
  x: number
  y: number
  anchor: 'start' | 'end'
  /** The text's maximum width in CSS pixels. */
  width: number
}

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

const lineHeight = 15
const longest = 110

/**
 * Puts a label to the right of its point, else to the left, else nowhere. Labels also avoid all points,
 * including those without a label.
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  { width }: { width: number },
  unlabelled: readonly LabelledPoint[] = [],
): PlacedLabel[] {
  const taken: Box[] = [...points, ...unlabelled].map(({ x, y }) => ({
    left: x - 6,
    right: x + 6,
    top: y - 6,
    bottom: y + 6,
  }))
  const placed: PlacedLabel[] = []
  for (const [index, { id, name, x, y }] of points.entries()) {
    const room = Math.min(longest, Array.from(name.slice(0, 40)).length * 7.2)
    for (const anchor of ['start', 'end'] as const) {
      const left = anchor === 'start' ? x + 11 : x - 11 - room
      const box = { left, right: left + room, top: y - lineHeight / 2, bottom: y + lineHeight / 2 }
      if (box.left < 0 || box.right > width) continue
      if (taken.some((other, at) => at !== index && overlaps(box, other))) continue
      taken.push(box)
      placed.push({ id, name, x: anchor === 'start' ? x + 11 : x - 11, y: y + 4, anchor, width: room + 8 })
      break
    }
  }
  return placed
}

function overlaps(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top
}
