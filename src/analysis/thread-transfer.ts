/**
 * Packs what the activity thread found for its way to the other thread: a copy of 100,000 objects takes 30 MB
 * on the way.
 */
import { TextNumbers } from './collections/endpoint-list.ts'

type Item = { [field: string]: unknown }
type Column = Float64Array<ArrayBuffer> | { numbers: Uint32Array<ArrayBuffer>; texts: (string | null)[] }

/** Items of one kind, field by field. */
interface Columns {
  kind: 'columns'
  length: number
  fields: { [field: string]: Column }
}

/**
 * The same value with each list of flat objects, however deep, as columns: numbers in flat arrays, texts by
 * number. What else there is stays as it is, for structured cloning.
 */
export function packed(value: unknown): unknown {
  if (Array.isArray(value)) return packItems(value) ?? value
  return isPlain(value) ? mapFields(value, packed) : value
}

/** What was packed. */
export function unpacked(value: unknown): unknown {
  if (!isPlain(value)) return value
  return value.kind === 'columns' ? unpackItems(value as unknown as Columns) : mapFields(value, unpacked)
}

/** The memory of a packed value that can be handed over instead of copied. */
export function buffersOf(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer]
  return isPlain(value) ? Object.values(value).flatMap(buffersOf) : []
}

/**
 * Null when the items are not all of one kind: some field is neither a number everywhere nor a text or null.
 */
function packItems(items: readonly unknown[]): Columns | null {
  if (items.length === 0 || !items.every(isPlain)) return null
  const columns: Columns = { kind: 'columns', length: items.length, fields: {} }
  for (const field of Object.keys(items[0] as Item)) {
    const column = columnOf(items as Item[], field)
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

function unpackItems({ length, fields }: Columns): Item[] {
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
