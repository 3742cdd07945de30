/** Merges the results of several packages of one owner by the rules of analysis/merge/. */
import { Database } from 'bun:sqlite'
import { mergeSql, schemaOf, schemaSql } from '../analysis/merge/merge-results.ts'
import { ageOf, compareAge, orderSql } from '../analysis/merge/order.ts'
import { ConfigError } from '../config/config.ts'
import { attachResults } from './attached-results.ts'

/** A result and the path of its package. */
export interface NamedResult {
  name: string
  sqlite: Uint8Array
}

/** The owner id of packages that name no owner. */
const unknownOwnerId = '0'

/**
 * Throws a ConfigError if two packages have different owners, or if one of several has no owner and
 * `isSameOwner` is not set.
 */
export function requireOneOwner(results: readonly NamedResult[], isSameOwner: boolean): void {
  const owners = results.map(({ sqlite }) => ownerOf(sqlite))
  const known = new Set(owners.filter((id) => id !== unknownOwnerId))
  if (known.size > 1) {
    throw new ConfigError(
      `these are packages of different people (${[...known].sort().join(', ')}): analyze them separately`,
    )
  }
  const nameless = results.filter((_, index) => owners[index] === unknownOwnerId).map(({ name }) => name)
  if (results.length > 1 && nameless.length > 0 && !isSameOwner) {
    throw new ConfigError(
      `nothing in ${nameless.join(', ')} identifies its owner: give --same-owner if all are one person's`,
    )
  }
}

/** Merges the results of one person into one SQLite file. The order of the results makes no difference. */
export function mergePackages(results: readonly NamedResult[]): Uint8Array {
  return inOrder(results)
    .map(({ sqlite }) => sqlite)
    .reduce(mergeTwo)
}

/** Sorts results, the older ones first. */
export function inOrder<Result extends NamedResult>(results: readonly Result[]): Result[] {
  return results
    .map((result) => ({ result, age: ageOf(result.sqlite, firstRowOf(result.sqlite, orderSql)) }))
    .sort((one, other) => compareAge(one.age, other.age))
    .map(({ result }) => result)
}

function mergeTwo(older: Uint8Array, newer: Uint8Array): Uint8Array {
  using database = attachResults(older, newer)
  const schemas = (['older', 'newer'] as const).map((name) =>
    schemaOf(database.query(schemaSql(name)).values()),
  )
  for (const sql of mergeSql(schemas[0]!, schemas[1]!)) database.run(sql)
  return database.serialize()
}

function ownerOf(result: Uint8Array): unknown {
  return firstRowOf(result, `SELECT package_owner_id FROM package_data`)[0]
}

function firstRowOf(result: Uint8Array, sql: string): unknown[] {
  using database = Database.deserialize(result, true)
  return database.query(sql).values()[0]!
}
