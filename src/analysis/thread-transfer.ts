/**
 * Encodes the result of the activity thread for the transfer to the analysis thread. Structured cloning of
 * 100,000 objects would take 30 MB.
 */
import { TextNumbers } from './collections/endpoint-list.ts'

type Item = { [field: string]: unknown }
type Column = Float64Array<ArrayBuffer> | { numbers: Uint32Array<ArrayBuffer>; texts: (string | null)[] }

/** Items with the same fields, stored field by field. */
interface Columns {
  kind: 'columns'
  length: number
  fields: { [field: string]: Column }
}

/**
 * Returns a copy of `value` in which lists of flat objects are replaced by columns: flat arrays of numbers,
 * and texts by number. It looks for such lists in objects at any depth, but not in lists. All other values
 * are unchanged; structured cloning copies them.
 */
export function encodeColumns(value: unknown): unknown {
  if (Array.isArray(value)) return columnsOf(value) ?? value
  return isPlain(value) ? mapFields(value, encodeColumns) : value
}

/** Reverses `encodeColumns`. */
export function decodeColumns(value: unknown): unknown {
  if (!isPlain(value)) return value
  return value.kind === 'columns' ? itemsOf(value as unknown as Columns) : mapFields(value, decodeColumns)
}

/** The buffers of an encoded value that can be transferred instead of copied. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer]
  return isPlain(value) ? Object.values(value).flatMap(buffersOf) : []
}

/**
 * Null unless all items have the same fields, and each field is a number in all items, or a text or null in
 * all of them.
 */
function columnsOf(items: readonly unknown[]): Columns | null {
  if (items.length === 0 || !items.every(isPlain)) return null
  const names = Object.keys(items[0]!)
  // Each item has all of these fields, or else columnOf returns null. None may have more.
  if (items.some((item) => Object.keys(item).length !== names.length)) return null
  const columns: Columns = { kind: 'columns', length: items.length, fields: {} }
  for (const field of names) {
    const column = columnOf(items, field)
    if (column === null) return null
    columns.fields[field] = column
  }
  return columns
}

function columnOf(items: readonly Item[], field: string): Column | null {
  if (typeof items[0]![field] === 'number') {
    const numbers = new Float64Array(items.length)
    for (const [at, item] of items.entries()) {
      if (typeof item[field] !== 'number') return null
      numbers[at] = item[field]
    }
    return numbers
  }
  const known = new TextNumbers()
  const numbers = new Uint32Array(items.length)
  for (const [at, item] of items.entries()) {
    const text = item[field]
    if (typeof text !== 'string' && text !== null) return null
    numbers[at] = known.numberOf(text)
  }
  return { numbers, texts: known.texts }
}

function itemsOf({ length, fields }: Columns): Item[] {
  const items: Item[] = []
  const columns = Object.entries(fields)
  for (let at = 0; at < length; at++) {
    const item: Item = {}
    for (const [field, column] of columns)
      item[field] = 'texts' in column ? column.texts[column.numbers[at]!] : column[at]
    items.push(item)
  }
  return items
}

function isPlain(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype
}

function mapFields(value: Item, change: (field: unknown) => unknown): Item {
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, change(field)]))
}
