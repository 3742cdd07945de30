/**
 * PgBouncer between the server and PostgreSQL. In transaction and session mode, it is recognized and nothing
 * is lost. Statement mode is refused.
 */
import { Glob } from 'bun'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { loadConfig } from '../config/config.ts'
import { examineDatabase } from '../doctor/database.ts'
import { createLogger } from '../telemetry/logger.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { expectsPgBouncer, type PgBouncer, startPgBouncer } from '../tests/support/servers/pgbouncer.ts'
import { type Connection, connect } from './connect.ts'
import { migrate } from './migrate.ts'
import { openMigrated } from './open-migrated.ts'
import { recognizePooler } from './pooler.ts'

const migrationFiles = [...new Glob('*.sql').scanSync(join(import.meta.dir, '../../drizzle'))].length

let fresh: TestDatabase
beforeAll(async () => {
  fresh = await freshDatabase({ isEmpty: true })
})
afterAll(() => fresh.drop())

test('PostgreSQL itself is not a pooler', async () => {
  expect(await recognizePooler(fresh.connection)).toBe(fresh.connection)
  expect(await recognizePooler(fresh.url)).toBe(fresh.url)
  await expect(recognizePooler('postgres://nobody@127.0.0.1:1/nothing')).rejects.toMatchObject({
    code: 'ECONNREFUSED',
  })
})

test('a transaction that PostgreSQL rolled back is an error, even though its COMMIT was answered', async () => {
  const database = connect(fresh.connection, { connectionsMax: 1 })
  await database.sql`CREATE TABLE believed (number int)`
  await database.sql.begin((sql) => sql`INSERT INTO believed VALUES (1)`)
  const rolledBack = database.sql.begin(async (sql) => {
    await sql`INSERT INTO believed VALUES (2)`
    // Simulates a pooler that switches sessions: the driver's prepared COMMIT no longer exists.
    await sql.unsafe('DEALLOCATE ALL')
  })
  await expect(rolledBack).rejects.toMatchObject({ code: 'TRANSACTION_ROLLED_BACK' })
  expect([...(await database.sql`SELECT number FROM believed`)]).toEqual([{ number: 1 }])
  await database.close()
})

const kinds: [what: string, mode: 'transaction' | 'session', more: string[]][] = [
  ['transaction mode', 'transaction', []],
  ['session mode', 'session', []],
  [
    'transaction mode that accepts our settings and drops them',
    'transaction',
    ['ignore_startup_parameters = statement_timeout, idle_in_transaction_session_timeout'],
  ],
]

if (!expectsPgBouncer)
  console.error('PgBouncer is not tested: set TEST_PGBOUNCER to the path of its executable')
else {
  describe.each(kinds)('%s', (_, mode, more) => {
    let pooler: PgBouncer
    let pooled: Connection
    beforeAll(async () => {
      pooler = await startPgBouncer(fresh.url, { mode, sessionsMax: mode === 'session' ? 12 : 3, more })
      pooled = await recognizePooler(pooler.url)
    })
    afterAll(() => pooler.stop())

    test('is recognized', async () => {
      expect(pooled).toBe(`${pooler.url}?pgbouncer=true`)
    })

    test('migrations that start together wait for each other', async () => {
      await fresh.database.sql.unsafe(
        'DROP SCHEMA IF EXISTS drizzle CASCADE; DROP SCHEMA public CASCADE; CREATE SCHEMA public',
      )
      const migrated = await Promise.all(
        Array.from({ length: 4 }, async () => {
          const database = connect(pooled, { connectionsMax: 1 })
          const applied = await migrate(database)
          await database.close()
          return applied.length
        }),
      )
      // Each migration is applied once, by the client that had the lock.
      expect(migrated.reduce((sum, count) => sum + count, 0)).toBe(migrationFiles)
    })

    test('a transaction with a failed statement is an error, even if the statement’s error was ignored', async () => {
      await fresh.database.sql`CREATE TABLE IF NOT EXISTS unseen (number int)`
      const { sql, close } = connect(pooled, { connectionsMax: 1 })
      const rolledBack = sql.begin(async (transaction) => {
        await transaction`INSERT INTO unseen VALUES (1)`
        await transaction`SELECT 1 / 0`.catch(() => {})
      })
      await expect(rolledBack).rejects.toMatchObject({ code: '22012' })
      // The session behind the pooler still works: the next transaction is committed.
      await sql.begin((transaction) => transaction`INSERT INTO unseen VALUES (2)`)
      expect([...(await fresh.database.sql`SELECT number FROM unseen`)]).toEqual([{ number: 2 }])
      await fresh.database.sql`TRUNCATE unseen`
      await close()
    })

    test('statements and transactions of many connections lose nothing', async () => {
      await fresh.database.sql`CREATE TABLE IF NOT EXISTS written (client int, number int)`
      await fresh.database.sql`TRUNCATE written`
      const clients = Array.from({ length: 4 }, () => connect(pooled, { connectionsMax: 2 }))
      const write = async (client: number, number: number) => {
        const { sql } = clients[client]!
        await sql.begin(async (transaction) => {
          await transaction`INSERT INTO written VALUES (${client}, ${number})`
          const [row] = await transaction<{ many: number }[]>`
            SELECT count(*) AS many FROM written WHERE client = ${client} AND number = ${number}`
          expect(row!.many).toBe(1)
        })
        // Each call updates only its own row. Updates of many rows lock them in any order and can deadlock.
        await sql`UPDATE written SET number = number WHERE client = ${client} AND number = ${number}`
      }
      await Promise.all(Array.from({ length: 200 }, (_, index) => write(index % 4, index)))
      const [row] = await fresh.database
        .sql`SELECT count(*) AS many, count(DISTINCT number) AS numbers FROM written`
      expect(row).toEqual({ many: 200, numbers: 200 })
      await Promise.all(clients.map((client) => client.close()))
    })
  })

  test('statement mode is refused with advice, by the server and the doctor', async () => {
    const pooler = await startPgBouncer(fresh.url, { mode: 'statement' })
    const opening = openMigrated(pooler.url, 2, createLogger('silent'))
    await expect(opening).rejects.toThrow(
      'the database at DATABASE_URL stands behind a pooler that allows no transactions: set pool_mode',
    )
    const { findings } = await examineDatabase(loadConfig({ DATABASE_URL: pooler.url }))
    expect(findings.filter(({ level }) => level === 'fail')).toEqual([
      {
        check: 'pooler',
        level: 'fail',
        what: 'the database stands behind a pooler that allows no transactions',
        advice: 'set pool_mode of the pooler to transaction or session',
      },
    ])
    await pooler.stop()
  })
}
