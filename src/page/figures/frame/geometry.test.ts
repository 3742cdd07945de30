/** Properties of treemaps, colours and labels that do not depend on the values. */
import { describe, expect, test } from 'bun:test'
import { placeLabels } from './labels.ts'
import { fillColors, seriesColors } from './series.tsx'
import { squarify } from './squares.ts'

describe('treemap', () => {
  test.each([
    [[6, 6, 4, 3, 2, 2, 1]],
    [[100, 1, 1, 1]],
    [[5]],
    [Array.from({ length: 60 }, (_, index) => 60 - index)],
  ])('areas are proportional to the values %j, and fill the room', (values) => {
    const room = { x: 10, y: 20, width: 600, height: 400 }
    const tiles = squarify(
      values.map((value) => ({ value })),
      room,
    )
    const total = values.reduce((sum, value) => sum + value, 0)
    for (const { item, x, y, width, height } of tiles) {
      expect(width * height).toBeCloseTo((item.value / total) * 240_000, 3)
      expect(x).toBeGreaterThanOrEqual(10 - 1e-6)
      expect(y).toBeGreaterThanOrEqual(20 - 1e-6)
      expect(x + width).toBeLessThanOrEqual(610 + 1e-6)
      expect(y + height).toBeLessThanOrEqual(420 + 1e-6)
    }
    expect(tiles.length).toBe(values.length)
  })

  test('without items, or if all values are 0, there are no tiles', () => {
    expect(squarify([], { x: 0, y: 0, width: 10, height: 10 })).toEqual([])
    expect(squarify([{ value: 0 }], { x: 0, y: 0, width: 10, height: 10 })).toEqual([])
  })
})

describe('colours', () => {
  const global = seriesColors(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'])

  test('the first eight ids have a colour, the ninth has none', () => {
    expect([global.get('a'), global.get('h'), global.get('i')]).toEqual([0, 7, undefined])
  })

  test('ids that remain keep their colours, the others get free ones, and no colour is used twice', () => {
    const filled = fillColors(global, ['x', 'b', 'y', 'i'])
    expect(filled.get('b')).toBe(1)
    expect(new Set(filled.values()).size).toBe(4)
    const many = fillColors(
      global,
      Array.from({ length: 20 }, (_, index) => `n${index}`),
    )
    expect(many.size).toBe(8)
  })
})

test('labels do not overlap, and stay inside the picture', () => {
  const points = Array.from({ length: 30 }, (_, index) => ({
    id: `${index}`,
    name: `name ${index}`,
    x: (index * 137) % 800,
    y: (index * 53) % 300,
  }))
  const placed = placeLabels(points, { width: 800 })
  const boxes = placed.map(({ x, y, anchor, width }) => ({
    left: anchor === 'start' ? x : x - width + 8,
    right: anchor === 'start' ? x + width - 8 : x,
    y,
  }))
  for (const [index, one] of boxes.entries()) {
    expect(one.left).toBeGreaterThanOrEqual(0)
    expect(one.right).toBeLessThanOrEqual(800)
    for (const other of boxes.slice(0, index)) {
      const isApart = one.right <= other.left || one.left >= other.right || Math.abs(one.y - other.y) >= 15
      expect(isApart).toBeTrue()
    }
  }
  expect(placed.length).toBeGreaterThan(5)
})
