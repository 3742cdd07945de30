/**
 * The real command finds faults of a real database. Most tests make a fault, or make the database report one.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { runDoctor } from '../tests/support/servers/doctor-trial.ts'
import { createDataDir, removeDataDir, startServer } from '../tests/support/servers/server-process.ts'

setDefaultTimeout(120_000)

let dataDir: string
const databases: TestDatabase[] = []
beforeAll(() => void (dataDir = createDataDir()))
afterAll(async () => {
  for (const database of databases) await database.drop()
  removeDataDir(dataDir)
})

async function fresh(options?: Parameters<typeof freshDatabase>[0]): Promise<TestDatabase> {
  const database = await freshDatabase(options)
  databases.push(database)
  return database
}

const examine = (url: string) => runDoctor({ DATA_DIR: dataDir, DATABASE_URL: url })

/** Runs statements as the database's owner, and then examines the database. */
async function examineAfter(...statements: string[]) {
  const database = await fresh()
  const name = decodeURIComponent(new URL(database.url).pathname.slice(1))
  for (const statement of statements) await database.database.sql.unsafe(statement.replaceAll('THIS', name))
  return examine(database.url)
}

/** Replaces a function of the database, so that it answers like another server. */
function answering(signature: string, returns: string, body: string): string[] {
  return [
    'CREATE SCHEMA other',
    `CREATE FUNCTION other.${signature} RETURNS ${returns} LANGUAGE sql AS $$ ${body} $$`,
    'ALTER DATABASE THIS SET search_path = public, other, pg_catalog',
  ]
}

const setting = (name: string, value: string) =>
  answering(
    'current_setting(name text)',
    'text',
    `SELECT CASE WHEN name = '${name}' THEN '${value}' ELSE pg_catalog.current_setting(name) END`,
  )

test('a database without faults, before and after the first start', async () => {
  const { url } = await fresh({ isEmpty: true })
  const before = await examine(url)
  expect(before.of('tables').what).toStartWith('the next start applies 0000_')
  const after = await examine((await fresh()).url)
  expect(after.of('tables')).toMatchObject({ level: 'ok', what: 'up to date' })
  for (const { findings } of [before, after]) {
    // The test server runs without fsync, and the doctor notices.
    const ofDatabase = findings.filter(
      ({ check }) => /^(database|tables|clock)/.test(check) && check !== 'database durability',
    )
    expect(ofDatabase.map(({ check, level }) => [check, level])).toEqual([
      ['database', 'ok'],
      ['database rights', 'ok'],
      ['tables', 'ok'],
      ['database latency', 'ok'],
      ['clock', 'ok'],
    ])
  }
})

test('the examination creates no tables', async () => {
  const { url, database } = await fresh({ isEmpty: true })
  await examine(url)
  const [row] = await database.sql`
    SELECT count(*)::int AS count FROM pg_namespace WHERE nspname = 'drizzle' OR to_regclass('packages') IS NOT NULL`
  expect(row!.count).toBe(0)
})

describe('out of reach', () => {
  test('nobody listens', async () => {
    const examination = await examine('postgres://user:hunter2@127.0.0.1:1/dumpus')
    expect(examination.exitCode).toBe(1)
    expect(examination.of('database')).toMatchObject({
      ...{ level: 'fail', what: 'does not answer: nothing listens at that address and port' },
      advice: expect.stringContaining('host and port in DATABASE_URL'),
    })
    expect(JSON.stringify(examination.findings)).not.toContain('hunter2')
  })

  test('there is no such database', async () => {
    const url = new URL((await fresh()).url)
    url.pathname = '/nowhere'
    const { advice, what } = (await examine(url.href)).of('database')
    expect([what, advice]).toEqual([
      'does not exist: the server has no database of that name',
      expect.stringContaining('compare DATABASE_URL'),
    ])
  })
})

describe('kinds of databases', () => {
  test.each([
    ['too old', 'database version', 'fail', setting('server_version_num', '130011')],
    ['a standby', 'database role', 'fail', answering('pg_is_in_recovery()', 'boolean', 'SELECT true')],
    ['read-only', 'database role', 'fail', ['ALTER DATABASE THIS SET default_transaction_read_only = on']],
    ['without fsync', 'database durability', 'warn', setting('fsync', 'off')],
    [
      'that does not wait for its disk',
      'database durability',
      'warn',
      ['ALTER DATABASE THIS SET synchronous_commit = off'],
    ],
    ['with another encoding', 'database encoding', 'warn', setting('server_encoding', 'SQL_ASCII')],
    ['out of connections', 'database connections', 'warn', setting('max_connections', '21')],
    [
      'far away',
      'database latency',
      'warn',
      answering(
        'clock_timestamp()',
        'timestamptz',
        'SELECT pg_catalog.clock_timestamp() FROM pg_sleep(0.05)',
      ),
    ],
    [
      'with another time',
      'clock',
      'warn',
      answering(
        'clock_timestamp()',
        'timestamptz',
        "SELECT pg_catalog.clock_timestamp() + interval '90 seconds'",
      ),
    ],
    [
      'changed by a newer version',
      'tables',
      'warn',
      [
        "INSERT INTO drizzle.__drizzle_migrations (hash, created_at) VALUES ('x', extract(epoch FROM now() + interval '9 years') * 1000)",
      ],
    ],
  ])('%s', async (_, check, level, statements) => {
    const examination = await examineAfter(...statements)
    expect([check, examination.of(check).level]).toEqual([check, level as 'warn' | 'fail'])
    expect(examination.exitCode).toBe(level === 'fail' ? 1 : 0)
  })

  test('the finding says which clock is ahead', async () => {
    const behind = answering(
      'clock_timestamp()',
      'timestamptz',
      "SELECT pg_catalog.clock_timestamp() - interval '90 seconds'",
    )
    expect((await examineAfter(...behind)).of('clock').what).toStartWith('90 s ahead of the database')
  })
})

describe('rights', () => {
  test('a role that may not create tables', async () => {
    const { url, database } = await fresh({ isEmpty: true })
    const role = `doctor_test_${crypto.randomUUID().replaceAll('-', '')}`
    await database.sql.unsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'doctor'`)
    const limited = Object.assign(new URL(url), { username: role, password: 'doctor' })
    const { level, what } = (await examine(limited.href)).of('database rights')
    expect([level, what]).toEqual(['fail', 'this user may not create tables'])
    await database.sql.unsafe(`DROP ROLE ${role}`)
  })

  test('a role that does not own the tables', async () => {
    const { url, database } = await fresh()
    const role = `doctor_test_${crypto.randomUUID().replaceAll('-', '')}`
    await database.sql.unsafe(`CREATE ROLE ${role} LOGIN PASSWORD 'doctor'`)
    const limited = Object.assign(new URL(url), { username: role, password: 'doctor' }).href
    expect((await examine(limited)).of('database rights').what).toBe('this user may not use the tables')
    await database.sql.unsafe(`GRANT ALL ON ALL TABLES IN SCHEMA public TO ${role}`)
    expect((await examine(limited)).of('database rights').what).toBe('the tables belong to another user')
    await database.sql.unsafe(`DROP OWNED BY ${role}`)
    await database.sql.unsafe(`DROP ROLE ${role}`)
  })
})

test('the embedded database: before its first start, running, and stopped', async () => {
  const own = createDataDir()
  const look = async () => (await runDoctor({ DATA_DIR: own })).of('database')
  expect(await look()).toMatchObject({ level: 'ok', what: `embedded, in ${own}; the first start creates it` })
  const server = await startServer({ DATA_DIR: own })
  expect(await look()).toMatchObject({ level: 'ok', what: expect.stringMatching(/^PostgreSQL 18\.\d+, /) })
  await server.stop()
  expect(await look()).toMatchObject({
    level: 'ok',
    what: `embedded, in ${own}; not running: the server starts it`,
  })
  removeDataDir(own)
})
