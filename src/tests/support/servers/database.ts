/**
 * A real PostgreSQL for tests: one server per process of tests, and a fresh database for each test that needs
 * one.
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
  /**
   * Creates and drops the databases. Its session is kept, because a new one takes longer than a statement.
   */
  administrator: Database
  /**
   * The name of a migrated database. Copying it takes a tenth of the time of migrating. Null: each new
   * database is migrated.
   */
  template: string | null
}

/** Test files may have their own module instances, but they share the server of their process. */
const shared = globalThis as { dumpusTestServer?: Promise<TestServer> }

/**
 * Creates a database on the embedded server, which runs in a temporary folder, or on TEST_DATABASE_URL (whose
 * role must be allowed to create databases). `isEmpty` leaves the migrations to the test.
 */
export async function freshDatabase({
  connectionsMax = 10,
  isEmpty = false,
  statementSeconds = 20,
} = {}): Promise<TestDatabase> {
  const server = await (shared.dumpusTestServer ??= startServer())
  const name = `dumpus_test_${process.pid}_${crypto.randomUUID().replaceAll('-', '')}`
  const template = isEmpty ? null : server.template
  // The files are copied. By default, each page of the template would go through the write-ahead log, which
  // takes four times the CPU time.
  const copied = template ? `TEMPLATE ${template} STRATEGY FILE_COPY` : ''
  await server.administrator.sql.unsafe(`CREATE DATABASE ${name} ${copied}`)
  const connection = server.connectionTo(name)
  const database = connect(connection, { connectionsMax, statementSeconds })
  if (!isEmpty && !template) await migrate(database)
  return {
    database,
    connection,
    url: server.urlOf(name),
    drop: async () => {
      await database.close()
      await server.administrator.sql.unsafe(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
    },
  }
}

async function startServer(): Promise<TestServer> {
  const given = process.env.TEST_DATABASE_URL
  const server = given ? serverAt(given) : await startEmbeddedServer()
  const [row] = await server.administrator.sql<{ version: string }[]>`
    SELECT current_setting('server_version') AS version`
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
    administrator: administratorOf(given),
    // A template would remain on that server.
    template: null,
  }
}

async function startEmbeddedServer(): Promise<TestServer> {
  const dataDir = await createUsedDataDir()
  removeAtEnd(dataDir)
  const embedded = await startEmbedded({ dataDir }, createLogger('error', console.error))
  const { connection } = embedded
  if (typeof connection === 'string') throw new Error('the embedded PostgreSQL should listen on a socket')
  const { socketDir, port, user } = connection
  const connectionTo = (database: string) => ({ ...connection, database })
  const administrator = administratorOf(connection)
  await makeTemplate(connectionTo, administrator)
  return {
    connectionTo,
    urlOf: (database) =>
      `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(socketDir)}`,
    administrator,
    template: templateName,
  }
}

/** A session whose statements may take five minutes, because a busy machine creates databases slowly. */
function administratorOf(connection: Connection): Database {
  return connect(connection, { connectionsMax: 1, statementSeconds: 300 })
}

const templateName = 'dumpus_test_template'

/**
 * Makes the template. Also lets the server lose data if the machine crashes, because its data is not needed
 * after the tests. Tests of crashes have servers of their own.
 */
async function makeTemplate(connectionTo: TestServer['connectionTo'], { sql }: Database): Promise<void> {
  await sql`ALTER SYSTEM SET fsync = off`
  await sql`ALTER SYSTEM SET full_page_writes = off`
  await sql`SELECT pg_reload_conf()`
  await sql.unsafe(`CREATE DATABASE ${templateName}`)
  const database = connect(connectionTo(templateName), { connectionsMax: 1 })
  await migrate(database)
  await database.close()
}
