/** TLS to PostgreSQL with the parameters of libpq, on a real server, and the messages when it is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { startTlsPostgres, type TlsPostgres } from '../tests/support/servers/tls-postgres.ts'
import { connect } from './connect.ts'
import { refusalOf } from './refusal.ts'

let withTls: TlsPostgres
let withoutTls: TlsPostgres
beforeAll(async () => {
  ;[withTls, withoutTls] = await Promise.all([
    startTlsPostgres({
      hba: ['hostssl all all 127.0.0.1/32 trust', 'hostnossl all dumpus 127.0.0.1/32 trust'],
    }),
    startTlsPostgres({ hasTls: false }),
  ])
}, 300_000)
afterAll(() => Promise.all([withTls.stop(), withoutTls.stop()]))

/** Whether the connection is encrypted, as the server sees it; or the reason why there is none. */
async function isEncrypted(
  server: TlsPostgres,
  parameters: string,
  host = 'localhost',
): Promise<boolean | string> {
  const named = parameters.replace('AUTHORITY', server.authority).replace('OTHER', server.otherAuthority)
  try {
    const database = connect(`postgres://dumpus@${host}:${server.port}/postgres?${named}`, {
      connectSeconds: 10,
    })
    try {
      const [row] = await database.sql<
        { ssl: boolean }[]
      >`SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`
      return row!.ssl
    } finally {
      await database.close(1)
    }
  } catch (error) {
    return refusalOf(error).what
  }
}

describe('a server with TLS', () => {
  test.each<[string, boolean | string]>([
    ['', true],
    ['sslmode=prefer', true],
    ['sslmode=require', true],
    ['sslmode=disable', false],
    ['sslmode=require&sslrootcert=AUTHORITY', true],
    ['sslmode=require&sslrootcert=OTHER', 'has a certificate from an unknown authority'],
    ['sslmode=verify-ca&sslrootcert=AUTHORITY', true],
    ['sslmode=verify-full&sslrootcert=AUTHORITY', true],
    ['sslmode=verify-ca&sslrootcert=OTHER', 'has a certificate from an unknown authority'],
    ['sslmode=verify-full&sslrootcert=OTHER', 'has a certificate from an unknown authority'],
    ['sslmode=verify-full', 'has a certificate from an unknown authority'],
    ['sslrootcert=system', 'has a certificate from an unknown authority'],
  ])('%p', async (parameters, expected) => {
    expect(await isEncrypted(withTls, parameters)).toBe(expected)
  })

  test('an address that the certificate does not contain is accepted by verify-ca and refused by verify-full', async () => {
    const ask = (mode: string) => isEncrypted(withTls, `sslmode=${mode}&sslrootcert=AUTHORITY`, '127.0.0.1')
    expect(await ask('verify-ca')).toBe(true)
    expect(await ask('verify-full')).toBe('has a certificate for another name')
  })

  test('the error for a missing certificate file names its parameter', () => {
    const address = `postgres://dumpus@localhost:${withTls.port}/postgres?sslmode=verify-ca&sslrootcert=/no/where.crt`
    expect(() => connect(address)).toThrow(
      'the file that sslrootcert of DATABASE_URL names cannot be read (ENOENT)',
    )
  })
})

describe('a server without TLS', () => {
  test.each<[string, boolean | string]>([
    ['', false],
    ['sslmode=prefer', false],
    ['sslmode=require', 'offers no TLS, but sslmode requires it'],
    ['sslmode=verify-full&sslrootcert=AUTHORITY', 'offers no TLS, but sslmode requires it'],
  ])('%p', async (parameters, expected) => {
    expect(await isEncrypted(withoutTls, parameters)).toBe(expected)
  })
})

describe('a refusal says why', () => {
  const reason = async (address: string) => {
    const database = connect(address, { connectSeconds: 5 })
    try {
      await database.sql`SELECT 1`
      return ''
    } catch (error) {
      return refusalOf(error).what
    } finally {
      await database.close(1)
    }
  }
  test.each([
    ['postgres://dumpus@localhost:PORT/nowhere', 'does not exist: the server has no database of that name'],
    ['postgres://stranger@localhost:PORT/postgres?sslmode=disable', 'refuses this user from this address'],
    ['postgres://dumpus@127.0.0.1:1/postgres', 'does not answer: nothing listens at that address and port'],
    ['postgres://dumpus@localhost/postgres?host=/no/where', 'does not answer: there is no such socket'],
    ['postgres://dumpus@no-such-host.invalid/postgres', 'does not answer: its host has no address'],
  ])('%s', async (address, what) => {
    expect(await reason(address.replace('PORT', String(withTls.port)))).toBe(what)
  })
})
