/** Moves a figure's cursor with the keyboard. The values form one row, or rows of `columns` values. */

export interface CursorGrid {
  /** The number of values; the cursor is an index below it. */
  count: number
  /**
   * Values per row. Left and right then move by one value, also to the neighbouring row; up and down move by
   * one row. By default, all values form one row.
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

/**
 * The index after the key; null if the key moves no cursor, or if there are no values. In a row, the cursor
 * stops at the ends; in a grid, a step beyond the first or the last value does nothing.
 */
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
