/** Merges the results of several packages of one owner by the rules of analysis/merge-results.ts. */
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { mergeSql, orderSql } from '../analysis/merge-results.ts'
import { ConfigError } from '../config/config.ts'

/** What `coverage` has beside the columns that every version has. */
const coverageSql = [
  `ALTER TABLE coverage ADD COLUMN left_out_count INTEGER NOT NULL DEFAULT 0`,
  `ALTER TABLE coverage ADD COLUMN reasons TEXT`,
  `UPDATE coverage SET
  left_out_count = (SELECT max(left_out_count) FROM (SELECT * FROM older.coverage UNION ALL SELECT * FROM newer.coverage) b
    WHERE b.source = coverage.source),
  reasons = (SELECT reasons FROM newer.coverage n WHERE n.source = coverage.source)`,
]

/**
 * One SQLite file of all; the order of the files makes no difference. Throws ConfigError when two of them
 * name different owners.
 */
export function mergePackages(results: readonly Uint8Array[]): Uint8Array {
  const owners = new Set(results.map(ownerOf).filter((id) => id !== '0'))
  if (owners.size > 1) {
    throw new ConfigError(
      `these are packages of different people (${[...owners].sort().join(', ')}): analyze them one by one`,
    )
  }
  return results.toSorted(byAge).reduce(mergeTwo)
}

function mergeTwo(older: Uint8Array, newer: Uint8Array): Uint8Array {
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-merge-'))
  const database = new Database(':memory:')
  try {
    for (const [name, bytes] of Object.entries({ older, newer })) {
      writeFileSync(join(folder, name), bytes, { mode: 0o600 })
      database.query(`ATTACH ? AS ${name}`).run(join(folder, name))
    }
    const views = new Map(
      database
        .query<{ name: string; sql: string }, []>(
          `SELECT name, sql FROM newer.sqlite_schema WHERE type = 'view'`,
        )
        .all()
        .map(({ name, sql }) => [name, sql]),
    )
    const statements = mergeSql(tablesOf(database, 'older'), tablesOf(database, 'newer'), (name) =>
      views.get(name),
    )
    for (const sql of [...statements, ...coverageSql]) database.run(sql)
    return database.serialize()
  } finally {
    database.close()
    rmSync(folder, { recursive: true })
  }
}

function tablesOf(database: Database, schema: string): ReadonlySet<string> {
  const sql = `SELECT name FROM ${schema}.sqlite_schema WHERE type IN ('table', 'view')`
  return new Set(
    database
      .query<{ name: string }, []>(sql)
      .all()
      .map(({ name }) => name),
  )
}

function ownerOf(result: Uint8Array): string {
  return rowOf<{ id: string }>(result, `SELECT package_owner_id AS id FROM package_data`).id
}

/** The older one first; of equally old ones the one with less in it, then the one with the lesser bytes. */
function byAge(one: Uint8Array, other: Uint8Array): number {
  const [left, right] = [one, other].map((result) =>
    rowOf<{ last_day: string; events: number }>(result, orderSql),
  )
  const [leftDay, rightDay] = [left!.last_day ?? '', right!.last_day ?? '']
  if (leftDay !== rightDay) return leftDay < rightDay ? -1 : 1
  return left!.events - right!.events || Buffer.compare(one, other)
}

function rowOf<Row>(result: Uint8Array, sql: string): Row {
  using database = Database.deserialize(result, true)
  return database.query<Row, []>(sql).get()!
}
