/** Where the arrow keys take a figure's cursor. Values lie in a row, or in rows of `columns` values. */

export interface CursorGrid {
  /** How many values there are; the cursor is an index below it. */
  count: number
  /**
   * Values in a row; left and right then step inside a row and up and down between rows. By default all are
   * in one row.
   */
  columns?: number
}

type Step = (index: number, columns: number, count: number) => number

const steps: Record<string, Step> = {
  ArrowLeft: (index) => index - 1,
  ArrowRight: (index) => index + 1,
  ArrowUp: (index, columns, count) => (columns < count ? index - columns : index + 1),
  ArrowDown: (index, columns, count) => (columns < count ? index + columns : index - 1),
  PageUp: (index, columns, count) => (columns < count ? index % columns : index - pageOf(count)),
  PageDown: (index, columns, count) =>
    columns < count ? lastRow(count, columns) + (index % columns) : index + pageOf(count),
  Home: (index, columns) => index - (index % columns),
  End: (index, columns, count) => Math.min(count - 1, index - (index % columns) + columns - 1),
}

/** The index after the key; null when the key does not move it. A step over the edge stays where it is. */
export function moveCursor(
  key: string,
  index: number,
  { count, columns = count }: CursorGrid,
): number | null {
  const step = steps[key]
  if (!step || count === 0) return null
  const next = step(index, columns, count)
  if (next >= 0 && next < count) return next
  return columns < count ? index : Math.min(count - 1, Math.max(0, next))
}

function pageOf(count: number): number {
  return Math.max(1, Math.round(count / 10))
}

function lastRow(count: number, columns: number): number {
  return Math.floor((count - 1) / columns) * columns
}
