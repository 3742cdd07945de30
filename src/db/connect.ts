/** Connects to PostgreSQL, with postgres.js as the only driver and Drizzle on top of it. */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { isMarkedPooled, postgresOptionsOf } from './postgres-options.ts'
import * as schema from './schema.ts'

type Orm = PostgresJsDatabase<typeof schema>

/** The argument of `orm.transaction(async (transaction) => …)`: runs statements in that transaction. */
export type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0]

/**
 * A pool of connections to one database. The pool opens a connection when a statement needs one, and replaces
 * a lost connection.
 */
export interface Database {
  /**
   * Tagged templates of postgres.js. Drizzle overrides the client's date types, so a timestamp is a string
   * here in both directions (use `extract(epoch from …)` or `orm` instead). int8 is a number, bytea a
   * Buffer.
   */
  sql: postgres.Sql<{ int8: number }>
  /** The same pool through Drizzle, with the tables of schema.ts. */
  orm: Orm
  /** Waits for running statements, at most `seconds`, then closes every connection. */
  close(seconds?: number): Promise<void>
}

/** The location of a database: an address, or the Unix socket of the embedded server. */
export type Connection = string | { socketDir: string; port: number; user: string; database: string }

export interface ConnectOptions {
  /** The pool opens at most this many connections. */
  connectionsMax?: number
  /** PostgreSQL ends a statement that runs longer. Not used behind a pooler. */
  statementSeconds?: number
  /**
   * A connection that receives no byte for this long during a statement counts as lost. Its statements fail
   * with CONNECTION_CLOSED. The default is five seconds more than `statementSeconds`. Null: no limit.
   */
  silenceSeconds?: number | null
  /** How long a connection attempt may take. */
  connectSeconds?: number
  /** If false, each new connection saves a query, but statements cannot take arrays as parameters. */
  takesArrays?: boolean
}

/**
 * Makes a pool without connecting. Statements fail with errors of postgres.js, which `orm` wraps in errors of
 * Drizzle. Both can quote parameters, so log them only through safeError.
 *
 * If the address is marked as a pooler's (see pooler.ts), each transaction may run in another session. The
 * connection then uses no named prepared statements and sets no time limits in PostgreSQL, so the role's own
 * limits apply.
 */
export function connect(connection: Connection, options: ConnectOptions = {}): Database {
  const { connectionsMax = 10, statementSeconds = 20, connectSeconds = 10, takesArrays = true } = options
  const { silenceSeconds = statementSeconds + 5 } = options
  const isPooled = isMarkedPooled(connection)
  const settings = {
    max: connectionsMax,
    connect_timeout: connectSeconds,
    idle_timeout: 300,
    max_lifetime: 3600,
    keep_alive: 10,
    silence_timeout: silenceSeconds,
    // Reconnects soon, so that waiting users are served within seconds after a restart of PostgreSQL.
    backoff: (tries: number) => Math.min(1, 0.05 * 2 ** tries),
    prepare: !isPooled,
    fetch_types: takesArrays,
    onnotice: () => {},
    types: { int8: { to: 20, from: [20], parse: Number, serialize: String } },
    connection: {
      application_name: 'dumpus-server',
      ...(!isPooled && {
        statement_timeout: statementSeconds * 1000,
        // A node that hangs inside a transaction must not keep its row locks forever.
        idle_in_transaction_session_timeout: statementSeconds * 1000,
      }),
    },
  } satisfies postgres.Options<{ int8: postgres.PostgresType<number> }>
  const client = open(connection, settings)
  return {
    sql: client,
    orm: drizzle(client, { schema }),
    close: (seconds = 5) => client.end({ timeout: seconds }),
  }
}

function open<Settings extends postgres.Options<{ int8: postgres.PostgresType<number> }>>(
  connection: Connection,
  settings: Settings,
) {
  if (typeof connection === 'string') {
    const { href, options } = postgresOptionsOf(connection)
    return postgres(href, { ...settings, ...options })
  }
  const { socketDir, port, user, database } = connection
  return postgres({ ...settings, host: socketDir, port, user, database, password: '', ssl: false })
}
