import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { freshDatabase, type TestDatabase } from '../testing/database.ts'
import { connect } from './connect.ts'

let fresh: TestDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

describe('connect', () => {
  test('gives whole numbers as numbers, bytes as bytes, and takes arrays', async () => {
    const [row] = await fresh.database.sql`
      SELECT 9007199254740991::bigint AS number, ${Buffer.from([0, 255])}::bytea AS bytes, count(*) AS many
      FROM unnest(${['a', 'b']}::text[])`
    expect(row).toEqual({ number: Number.MAX_SAFE_INTEGER, bytes: Buffer.from([0, 255]), many: 2 })
  })

  test.each(['channel_binding=prefer', 'gssencmode=disable', 'sslmode=disable&pgbouncer=true'])(
    'takes an address with %s',
    async (parameters) => {
      const url = new URL(fresh.url)
      for (const [name, value] of new URLSearchParams(parameters)) url.searchParams.set(name, value)
      const database = connect(url.href)
      expect([...(await database.sql`SELECT 1 AS one`)]).toEqual([{ one: 1 }])
      await database.close()
    },
  )

  test('ends a statement that runs for too long', async () => {
    const database = connect(fresh.connection, { statementSeconds: 1 })
    await expect(database.sql`SELECT pg_sleep(30)`.execute()).rejects.toMatchObject({ code: '57014' })
    await database.close()
  })

  test('reconnects by itself after its connections were cut', async () => {
    const database = connect(fresh.connection, { connectionsMax: 1 })
    const [before] = await database.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    await fresh.database.sql`SELECT pg_terminate_backend(${before!.pid}, 5000)`
    const ask = () => database.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    const [after] = await ask().catch(ask)
    expect(after!.pid).not.toBe(before!.pid)
    await database.close()
  })

  test('fails at once when nothing listens', async () => {
    const database = connect('postgres://nobody@127.0.0.1:1/nothing')
    await expect(database.sql`SELECT 1`.execute()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await database.close()
  })
})
