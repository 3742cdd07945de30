import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { is } from 'drizzle-orm'
import { getTableConfig, PgTable } from 'drizzle-orm/pg-core'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { connect } from './connect.ts'
import { migrate, pendingMigrations } from './migrate.ts'
import { readMigrations } from './migration-files.ts'
import * as schema from './schema.ts'
import { sharedSecret } from './secrets.ts'

let fresh: TestDatabase

beforeEach(async () => {
  fresh = await freshDatabase({ isEmpty: true })
})
afterEach(() => fresh.drop())

const later = (createdAt: number, ...statements: string[]) => [
  ...readMigrations(),
  { tag: 'later', hash: 'of it', createdAt, statements },
]
const farAway = Date.parse('2100-01-01')

describe('migrate', () => {
  test('applies everything once', async () => {
    expect(await migrate(fresh.database)).toEqual(readMigrations().map(({ tag }) => tag))
    expect(await migrate(fresh.database)).toEqual([])
    await fresh.database.orm.select().from(schema.packages)
  })

  test('lets eight servers migrate an empty database at once', async () => {
    const nodes = Array.from({ length: 8 }, () => connect(fresh.connection))
    const applied = await Promise.all(nodes.map((node) => migrate(node)))
    // Each migration was applied by exactly one of them.
    expect(applied.flat().sort()).toEqual(readMigrations().map(({ tag }) => tag))
    await Promise.all(nodes.map((node) => node.close()))
  })

  test('creates the columns of schema.ts, each with its type and NOT NULL', async () => {
    await migrate(fresh.database)
    const rows = await fresh.database.sql<{ name: string }[]>`
      SELECT format('%s.%s %s %s', relname, attname, format_type(atttypid, atttypmod), attnotnull) AS name
      FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped`
    const tables = Object.values(schema)
      .filter((value) => is(value, PgTable))
      .map((table) => getTableConfig(table))
    expect(tables.length).toBeGreaterThan(4)
    const wanted = tables.flatMap(({ name, columns }) =>
      columns.map((column) => `${name}.${column.name} ${column.getSQLType()} ${column.notNull ? 't' : 'f'}`),
    )
    expect(rows.map((row) => row.name).sort()).toEqual(wanted.sort())
  })

  test('leaves nothing of a failed migration, and keeps those before it', async () => {
    const broken = later(farAway, 'CREATE TABLE half (id int)', 'SELECT no_such_thing')
    await expect(migrate(fresh.database, broken)).rejects.toThrow('no_such_thing')
    const [row] = await fresh.database.sql`
      SELECT to_regclass('half') AS half, to_regclass('packages') AS packages`
    expect(row).toEqual({ half: null, packages: 'packages' })
    expect((await pendingMigrations(fresh.database, broken)).missing).toEqual(['later'])
    expect(await migrate(fresh.database)).toEqual([])
  })

  test('applies the migrations of a newer version, and an older version then changes nothing', async () => {
    await migrate(fresh.database)
    expect(await migrate(fresh.database, later(farAway, 'CREATE TABLE more (id int)'))).toEqual(['later'])
    expect(await migrate(fresh.database)).toEqual([])
  })
})

test('a row that says PROCESSED must have its blob', async () => {
  await migrate(fresh.database)
  const row = { id: 'a'.repeat(32), verifier: new Uint8Array(32) }
  const processed = fresh.database.orm.insert(schema.packages).values({ ...row, step: 'PROCESSED' })
  await expect(processed.execute()).rejects.toMatchObject({
    cause: { constraint_name: 'packages_processed_has_blob' },
  })
})

test('servers that need a secret at the same time get the same one', async () => {
  await migrate(fresh.database)
  const secrets = await Promise.all(
    Array.from({ length: 10 }, () => sharedSecret(fresh.database, 'object-urls')),
  )
  expect(secrets[0]).toHaveLength(32)
  for (const secret of secrets) expect(secret).toEqual(secrets[0]!)
})
