/** The keys that move a cursor, in a row and in a grid, also at the edges. */
import { expect, test } from 'bun:test'
import { moveCursor } from './cursor.ts'

test.each([
  ['ArrowRight', 3, 4],
  ['ArrowLeft', 3, 2],
  ['ArrowLeft', 0, 0],
  ['ArrowRight', 99, 99],
  ['ArrowUp', 3, 4],
  ['ArrowDown', 3, 2],
  ['PageDown', 3, 13],
  ['PageUp', 3, 0],
  ['Home', 42, 0],
  ['End', 42, 99],
])('in a row of 100, %s moves from %d to %d', (key, from, to) => {
  expect(moveCursor(key, from, { count: 100 })).toBe(to)
})

test.each([
  ['ArrowDown', 5, 29],
  ['ArrowUp', 29, 5],
  ['ArrowUp', 5, 5],
  ['ArrowDown', 150, 150],
  ['ArrowRight', 23, 24],
  ['Home', 30, 24],
  ['End', 30, 47],
  ['PageUp', 149, 5],
  ['PageDown', 5, 149],
])('in 7 rows of 24, %s moves from %d to %d', (key, from, to) => {
  expect(moveCursor(key, from, { count: 168, columns: 24 })).toBe(to)
})

test('other keys do not move the cursor, and without values no key does', () => {
  expect(moveCursor('a', 3, { count: 10 })).toBeNull()
  expect(moveCursor('ArrowRight', 0, { count: 0 })).toBeNull()
})
