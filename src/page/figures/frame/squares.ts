/**
 * A squarified treemap (Bruls, Huizing, van Wijk 2000): rectangles with areas proportional to values, as
 * square as possible.
 */

export interface Tile<T> {
  item: T
  x: number
  y: number
  width: number
  height: number
}

interface Room {
  x: number
  y: number
  width: number
  height: number
}

/**
 * Items with a value above 0, the largest first; an item for all the others may come last. They fill the room
 * in this order.
 */
export function squarify<T extends { value: number }>(items: readonly T[], room: Room): Tile<T>[] {
  const total = items.reduce((sum, { value }) => sum + value, 0)
  if (!(total > 0)) return []
  const scale = (room.width * room.height) / total
  const tiles: Tile<T>[] = []
  let rest = { ...room }
  let row: T[] = []
  for (const item of items) {
    const side = Math.min(rest.width, rest.height)
    if (row.length > 0 && worst([...row, item], side, scale) > worst(row, side, scale)) {
      rest = layRow(row, rest, scale, tiles)
      row = []
    }
    row.push(item)
  }
  layRow(row, rest, scale, tiles)
  return tiles
}

/** The worst aspect ratio of the rectangles in a row along a side. */
function worst(row: readonly { value: number }[], side: number, scale: number): number {
  const areas = row.map(({ value }) => value * scale)
  const sum = areas.reduce((total, area) => total + area, 0)
  const thickness = sum / side
  return Math.max(...areas.map((area) => Math.max(thickness ** 2 / area, area / thickness ** 2)))
}

/** Lays the row along the shorter side and returns the remaining room. */
function layRow<T extends { value: number }>(
  row: readonly T[],
  room: Room,
  scale: number,
  tiles: Tile<T>[],
): Room {
  const isUpright = room.width >= room.height
  const side = isUpright ? room.height : room.width
  const thickness = (row.reduce((sum, { value }) => sum + value, 0) * scale) / side
  let at = 0
  for (const item of row) {
    const length = (item.value * scale) / thickness
    tiles.push(
      isUpright
        ? { item, x: room.x, y: room.y + at, width: thickness, height: length }
        : { item, x: room.x + at, y: room.y, width: length, height: thickness },
    )
    at += length
  }
  return isUpright
    ? { ...room, x: room.x + thickness, width: room.width - thickness }
    : { ...room, y: room.y + thickness, height: room.height - thickness }
}
