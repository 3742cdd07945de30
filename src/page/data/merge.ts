/**
 * Merges results of one owner in the browser. The folder analysis/merge/ defines the statements, and SQLite
 * in a worker runs them.
 */
import {
  mergeSql,
  onlyInOlderSql,
  type Schema,
  schemaOf,
  schemaSql,
} from '../../analysis/merge/merge-results.ts'
import { type Age, ageOf, compareAge, orderSql } from '../../analysis/merge/order.ts'
import { type Database, openDatabase } from './database.ts'
import { numberOf } from './question.ts'

export interface Merged {
  /** A SQLite file like any other result. */
  sqlite: Uint8Array
  /** Counts of what only the older package contained. */
  only: { messages: number; calls: number; people: number; places: number; payments: number }
}

/** Merges two results; their order makes no difference. Rejects if one of them is not a result. */
export async function mergeResults(one: Uint8Array, other: Uint8Array): Promise<Merged> {
  const [older, newer] = (await inOrder([one, other])) as [Uint8Array, Uint8Array]
  return mergeTwo(older, newer)
}

async function mergeTwo(older: Uint8Array, newer: Uint8Array): Promise<Merged> {
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

/**
 * Merges all results into one; their order makes no difference. Rejects if one of them is not a result, or if
 * there are none.
 */
export async function mergeAll(results: readonly Uint8Array[]): Promise<Uint8Array> {
  const [oldest, ...newer] = await inOrder(results)
  if (!oldest) throw new RangeError('nothing to merge')
  let merged = oldest
  for (const next of newer) merged = (await mergeTwo(merged, next)).sqlite
  return merged
}

async function inOrder(results: readonly Uint8Array[]): Promise<Uint8Array[]> {
  const ages = await Promise.all(results.map(ageIn))
  return ages.sort(compareAge).map(({ sqlite }) => sqlite)
}

async function ageIn(sqlite: Uint8Array): Promise<Age> {
  const database = await openDatabase(sqlite)
  try {
    const [row = []] = (await database.rows(orderSql)).rows
    return ageOf(sqlite, row)
  } finally {
    database.close()
  }
}
