import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { startPostgresProxy } from '../tests/support/fakes/postgres-proxy.ts'
import { connect } from './connect.ts'
import { isTransientError } from './transient-errors.ts'

let fresh: TestDatabase

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh.drop())

describe('connect', () => {
  test('gives whole numbers as numbers, and bytes as bytes', async () => {
    const [row] = await fresh.database.sql`
      SELECT 9007199254740991::bigint AS number, ${Buffer.from([0, 255])}::bytea AS bytes, count(*) AS many
      FROM generate_series(1, 3)`
    expect(row).toEqual({ number: Number.MAX_SAFE_INTEGER, bytes: Buffer.from([0, 255]), many: 3 })
  })

  test.each([[[]], [['a', 'b']], [['', 'NULL', 'a,b', '{"x":"\\\\"}', "it's", 'ü']]])(
    'takes the array of texts %j',
    async (texts) => {
      const rows = await fresh.database.sql<
        { text: string }[]
      >`SELECT text FROM unnest(${texts}::text[]) AS text`
      expect(rows.map((row) => row.text)).toEqual(texts)
    },
  )

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

  test('reconnects automatically after its connections were cut', async () => {
    const database = connect(fresh.connection, { connectionsMax: 1 })
    const [before] = await database.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    await fresh.database.sql`SELECT pg_terminate_backend(${before!.pid}, 5000)`
    const ask = () => database.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    const [after] = await ask().catch(ask)
    expect(after!.pid).not.toBe(before!.pid)
    await database.close()
  })

  test('a transaction whose connection is cut ends with an error, and its later statements are not run', async () => {
    const database = connect(fresh.connection, { connectionsMax: 1 })
    await database.sql`CREATE TABLE written (number int)`
    for (let round = 0; round < 5; round++) {
      const { promise: cut, resolve: isCut } = Promise.withResolvers<void>()
      const later: Promise<unknown>[] = []
      const transaction = database.sql.begin(async (transaction) => {
        const [row] = await transaction<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
        await fresh.database.sql`SELECT pg_terminate_backend(${row!.pid}, 5000)`
        await Bun.sleep(round * 5)
        // The pool opens its only connection again for this statement. The transaction must not continue on
        // it.
        const other = database.sql`SELECT 1`.catch(() => database.sql`SELECT 1`)
        if (round % 2) await other
        later.push(transaction`INSERT INTO written VALUES (1)`.catch((error) => error))
        later.push(transaction`INSERT INTO written VALUES (2)`.catch((error) => error))
        isCut()
        await Promise.all([other, ...later])
        throw later[0]
      })
      await expect(transaction).rejects.toBeDefined()
      await cut
      for (const error of await Promise.all(later)) expect(error).toBeInstanceOf(Error)
    }
    expect([...(await database.sql`SELECT count(*) AS rows FROM written`)]).toEqual([{ rows: 0 }])
    await database.close()
  })

  test('a reserved connection that is cut fails its statements and does not return to the pool', async () => {
    const database = connect(fresh.connection, { connectionsMax: 1 })
    const reserved = await database.sql.reserve()
    const [row] = await reserved<{ pid: number }[]>`SELECT pg_backend_pid() AS pid`
    await fresh.database.sql`SELECT pg_terminate_backend(${row!.pid}, 5000)`
    for (const _ of [1, 2, 3]) await expect(reserved`SELECT 1`.execute()).rejects.toBeInstanceOf(Error)
    reserved.release()
    expect([...(await database.sql`SELECT 1 AS one`)]).toEqual([{ one: 1 }])
    await database.close()
  })

  test('connections that were lost silently are abandoned, and the pool recovers', async () => {
    const proxy = await startPostgresProxy(fresh.url)
    const database = connect(proxy.url, { connectionsMax: 3, silenceSeconds: 0.5 })
    const backend = async () => {
      const [row] = await database.sql<{ pid: number }[]>`SELECT pg_backend_pid() AS pid, pg_sleep(0.1)`
      return row!.pid
    }
    const backends = async () => new Set(await Promise.all([backend(), backend(), backend()]))
    const before = await backends()
    expect(before.size).toBe(3)
    // An idle connection without a statement does not count as silent.
    await Bun.sleep(1000)
    expect(await backends()).toEqual(before)

    proxy.freeze()
    const inTransaction = database.sql.begin((sql) => sql`SELECT 1`)
    const asked = [inTransaction, ...Array.from({ length: 20 }, () => database.sql`SELECT 1`.execute())]
    for (const outcome of await Promise.allSettled(asked)) {
      expect(outcome.status).toBe('rejected')
      expect(isTransientError((outcome as PromiseRejectedResult).reason)).toBeTrue()
    }
    const after = await backends()
    expect([...after].filter((pid) => before.has(pid))).toEqual([])
    expect(after.size).toBe(3)
    proxy.stop()
    await database.close()
  })

  test('a response that arrives in pieces does not count as silence', async () => {
    const database = connect(fresh.connection, { silenceSeconds: 1 })
    const rows = await database.sql`
      SELECT repeat('x', 100000) AS text, pg_sleep(0.2) FROM generate_series(1, 7)`
    expect(rows).toHaveLength(7)
    await expect(database.sql`SELECT pg_sleep(2)`.execute()).rejects.toMatchObject({
      code: 'CONNECTION_CLOSED',
    })
    await database.close()
  })

  test('fails with ECONNREFUSED when nothing listens', async () => {
    const database = connect('postgres://nobody@127.0.0.1:1/nothing')
    await expect(database.sql`SELECT 1`.execute()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
    await database.close()
  })
})
