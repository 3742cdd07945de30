/**
 * Merging two results of one owner in the browser: analysis/merge/ says how, SQLite in a worker
 * does it.
 */
import {
  mergeSql,
  onlyInOlderSql,
  orderSql,
  type Schema,
  schemaOf,
  schemaSql,
} from '../../analysis/merge/merge-results.ts'
import { type Database, openDatabase } from './database.ts'
import { numberOf, textOf } from './question.ts'

export interface Merged {
  /** A SQLite file like any other result. */
  sqlite: Uint8Array
  /** What only the older package had. */
  only: { messages: number; calls: number; people: number; places: number; payments: number }
}

/** The order of the two makes no difference. Rejects when one of them is no result. */
export async function mergeResults(one: Uint8Array, other: Uint8Array): Promise<Merged> {
  const [older, newer] = (await inOrder([one, other])) as [Uint8Array, Uint8Array]
  const database = await openDatabase(null, { older, newer })
  try {
    const statements = mergeSql(await schemaIn(database, 'older'), await schemaIn(database, 'newer'))
    for (const sql of statements) await database.rows(sql)
    const [only = []] = (await database.rows(onlyInOlderSql)).rows
    const [messages, calls, people, places, payments] = only.map(numberOf) as [
      number,
      number,
      number,
      number,
      number,
    ]
    return { sqlite: await database.export(), only: { messages, calls, people, places, payments } }
  } finally {
    database.close()
  }
}

async function schemaIn(database: Database, name: 'older' | 'newer'): Promise<Schema> {
  return schemaOf((await database.rows(schemaSql(name))).rows)
}

/** One SQLite file of all; their order makes no difference. Rejects when one of them is no result. */
export async function mergeAll(results: readonly Uint8Array[]): Promise<Uint8Array> {
  const [oldest, ...newer] = await inOrder(results)
  if (!oldest) throw new RangeError('nothing to merge')
  let merged = oldest
  for (const next of newer) merged = (await mergeResults(merged, next)).sqlite
  return merged
}

interface Aged {
  sqlite: Uint8Array
  day: string
  events: number
}

/**
 * The oldest one first: by its last day, then by what is in it, then by its bytes, so that equal ones have an
 * order too.
 */
async function inOrder(results: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const aged = await Promise.all(results.map(ageOf))
  return aged.sort(compareAge).map(({ sqlite }) => sqlite)
}

function compareAge(one: Aged, other: Aged): number {
  if (one.day !== other.day) return one.day < other.day ? -1 : 1
  return one.events - other.events || compareBytes(one.sqlite, other.sqlite)
}

async function ageOf(sqlite: Uint8Array): Promise<Aged> {
  const database = await openDatabase(sqlite)
  try {
    const [row = []] = (await database.rows(orderSql)).rows
    return { sqlite, day: textOf(row[0]), events: numberOf(row[1]) }
  } finally {
    database.close()
  }
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return at < 0 ? one.length - other.length : one[at]! - (other[at] ?? -1)
}
