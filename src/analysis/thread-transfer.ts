/** Packs what the activity thread found out for its way to the other thread: a copy of 100,000 objects takes 30 MB on the way. */
import type { ActivityCounts, ActivitySource } from './statistics/activity-counter.ts'
import type { ActivitySide } from './activity-part.ts'
import type { Session } from './statistics/app-sessions.ts'
import { TextNumbers } from './collections/endpoint-list.ts'
import type { Stay } from './statistics/voice-sessions.ts'

type FieldType = 'number' | 'text'
type FieldTypes<Item> = { readonly [Field in keyof Item]-?: FieldType }

/** Items of one kind, field by field. */
interface Columns {
  length: number
  numbers: { [field: string]: Float64Array<ArrayBuffer> }
  /** For each item, the number of its text. */
  texts: { [field: string]: { numbers: Uint32Array<ArrayBuffer>; texts: (string | null)[] } }
}

export interface PackedSide extends Omit<ActivitySide, 'counts' | 'stays' | 'sessions'> {
  counts: Omit<ActivityCounts, 'sources'>
  sources: Columns
  stays: Columns
  sessions: Columns
}

const period = { startMs: 'number', endMs: 'number' } as const
const stayFields: FieldTypes<Stay> = { channelId: 'text', guildId: 'text', ...period }
const sessionFields: FieldTypes<Session> = { ...period, os: 'text' }
const sourceFields: FieldTypes<ActivitySource> = {
  ...{ event: 'text', userId: 'text', channelId: 'text', guildId: 'text', extra1: 'text', extra2: 'text' },
}

export function packSide({ counts, stays, sessions, ...others }: ActivitySide): PackedSide {
  const { sources, ...rows } = counts
  return {
    ...others,
    counts: rows,
    sources: packItems(sources, sourceFields),
    stays: packItems(stays, stayFields),
    sessions: packItems(sessions, sessionFields),
  }
}

export function unpackSide({ counts, sources, stays, sessions, ...others }: PackedSide): ActivitySide {
  return {
    ...others,
    counts: { ...counts, sources: unpackItems(sources, sourceFields) },
    stays: unpackItems(stays, stayFields),
    sessions: unpackItems(sessions, sessionFields),
  }
}

/** The memory that can be handed over instead of copied. */
export function buffersOf({ counts, sources, stays, sessions }: PackedSide): ArrayBuffer[] {
  const ofColumns = [sources, stays, sessions].flatMap(({ numbers, texts }) => [
    ...Object.values(numbers),
    ...Object.values(texts).map(({ numbers }) => numbers),
  ])
  return [counts.sourceNumbers, counts.hours, counts.counts, ...ofColumns].map(
    ({ buffer }) => buffer as ArrayBuffer,
  )
}

function packItems<Item extends object>(items: readonly Item[], fields: FieldTypes<Item>): Columns {
  const columns: Columns = { length: items.length, numbers: {}, texts: {} }
  for (const [field, type] of Object.entries(fields) as [keyof Item & string, FieldType][]) {
    if (type === 'number') {
      const numbers = new Float64Array(items.length)
      for (let at = 0; at < items.length; at++) numbers[at] = items[at]![field] as number
      columns.numbers[field] = numbers
    } else {
      const known = new TextNumbers()
      const numbers = new Uint32Array(items.length)
      for (let at = 0; at < items.length; at++)
        numbers[at] = known.numberOf(items[at]![field] as string | null)
      columns.texts[field] = { numbers, texts: known.texts }
    }
  }
  return columns
}

function unpackItems<Item extends object>(columns: Columns, fields: FieldTypes<Item>): Item[] {
  const items: Item[] = []
  for (let at = 0; at < columns.length; at++) {
    const item: { [field: string]: unknown } = {}
    for (const field in fields) {
      const { numbers, texts } = columns.texts[field] ?? { numbers: columns.numbers[field]!, texts: null }
      item[field] = texts === null ? numbers[at] : texts[numbers[at]!]
    }
    items.push(item as Item)
  }
  return items
}
