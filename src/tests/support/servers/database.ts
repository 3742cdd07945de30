/**
 * A real PostgreSQL for tests: one server per test run, and a fresh database for each test that needs one.
 */
import { connect, type Connection, type Database } from '../../../db/connect.ts'
import { startEmbedded } from '../../../db/embedded/embedded.ts'
import { migrate } from '../../../db/migrate.ts'
import { createLogger } from '../../../telemetry/logger.ts'
import { createUsedDataDir, removeAtEnd } from './used-data-dir.ts'

export interface TestDatabase {
  /** A migrated, empty database with this test's own pool. */
  database: Database
  /** The same database, for further pools (another node) through `connect`. */
  connection: Connection
  /** The same database as a DATABASE_URL for a server process. */
  url: string
  /** Closes the pool and drops the database. */
  drop(): Promise<void>
}

interface TestServer {
  connectionTo(database: string): Connection
  urlOf(database: string): string
  initial: string
  /**
   * A migrated database to copy, which takes a tenth of the time of migrating. Null: each database is
   * migrated.
   */
  template: string | null
}

/** Test files may have their own module instances, but they share the server of their process. */
const shared = globalThis as { dumpusTestServer?: Promise<TestServer> }

/**
 * Creates a database on the embedded server, which runs in a temporary folder, or on TEST_DATABASE_URL (whose
 * role must be allowed to create databases). `isEmpty` leaves the migrations to the test.
 */
export async function freshDatabase({ connectionsMax = 10, isEmpty = false } = {}): Promise<TestDatabase> {
  const server = await (shared.dumpusTestServer ??= startServer())
  const name = `dumpus_test_${process.pid}_${crypto.randomUUID().replaceAll('-', '')}`
  const template = isEmpty ? null : server.template
  await administer(server, `CREATE DATABASE ${name}${template ? ` TEMPLATE ${template}` : ''}`)
  const connection = server.connectionTo(name)
  const database = connect(connection, { connectionsMax })
  if (!isEmpty && !template) await migrate(database)
  return {
    database,
    connection,
    url: server.urlOf(name),
    drop: async () => {
      await database.close()
      await administer(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function administer(server: TestServer, statement: string): Promise<void> {
  const administrator = connect(server.connectionTo(server.initial), { connectionsMax: 1 })
  await administrator.sql.unsafe(statement)
  await administrator.close()
}

async function startServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? serverAt(given) : await startEmbeddedServer()
  const administrator = connect(server.connectionTo(server.initial), { connectionsMax: 1 })
  const [row] = await administrator.sql<{ version: string }[]>`
    SELECT current_setting('server_version') AS version`
  await administrator.close()
  const ran = `PostgreSQL ${row!.version} (${given ? 'TEST_DATABASE_URL' : 'embedded'})`
  console.error(ran)
  // scripts/test repeats it in its summary.
  if (process.env.TEST_SERVER_NOTE) await Bun.write(process.env.TEST_SERVER_NOTE, `${ran}\n`)
  return server
}

function serverAt(given: string): TestServer {
  const urlOf = (database: string) => Object.assign(new URL(given), { pathname: `/${database}` }).href
  return {
    connectionTo: urlOf,
    urlOf,
    initial: new URL(given).pathname.slice(1) || 'postgres',
    // A template would remain on that server.
    template: null,
  }
}

async function startEmbeddedServer(): Promise<TestServer> {
  const dataDir = await createUsedDataDir()
  removeAtEnd(dataDir)
  const embedded = await startEmbedded({ dataDir }, createLogger('error', console.error))
  const { connection } = embedded
  if (typeof connection === 'string') throw new Error('the embedded server listens on a socket')
  const { socketDir, port, user } = connection
  const connectionTo = (database: string) => ({ ...connection, database })
  await makeTemplate(connectionTo, connection.database)
  return {
    connectionTo,
    urlOf: (database) =>
      `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(socketDir)}`,
    initial: connection.database,
    template: templateName,
  }
}

const templateName = 'dumpus_test_template'

/**
 * This server ends with the tests, so it need not survive a crash of the machine. Tests of crashes have their
 * own servers.
 */
async function makeTemplate(connectionTo: TestServer['connectionTo'], initial: string): Promise<void> {
  const administrator = connect(connectionTo(initial), { connectionsMax: 1 })
  await administrator.sql`ALTER SYSTEM SET fsync = off`
  await administrator.sql`SELECT pg_reload_conf()`
  await administrator.sql.unsafe(`CREATE DATABASE ${templateName}`)
  await administrator.close()
  const database = connect(connectionTo(templateName), { connectionsMax: 1 })
  await migrate(database)
  await database.close()
}
