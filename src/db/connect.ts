/** Connects to PostgreSQL: postgres.js as the one driver, Drizzle on top of it. */
import { drizzle, type PostgresJsDatabase } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import { isMarkedPooled, postgresOptionsOf } from './postgres-options.ts'
import * as schema from './schema.ts'

type Orm = PostgresJsDatabase<typeof schema>

/**
 * What runs a statement: a database's `orm`, or the argument of `orm.transaction(async (transaction) => …)`.
 */
export type Transaction = Parameters<Parameters<Orm['transaction']>[0]>[0]

/**
 * A pool of connections to one database. Connections open with the first statement and come back by
 * themselves.
 */
export interface Database {
  /**
   * Tagged templates of postgres.js. Drizzle takes over the client's date types: a timestamp is a string
   * here, both ways (`extract(epoch from …)` or `orm` give something better). int8 is a number, bytea a
   * Buffer.
   */
  sql: postgres.Sql<{ int8: number }>
  /** The same pool through Drizzle, with the tables of schema.ts. */
  orm: Orm
  /** Waits for running statements, at most `seconds`, then closes every connection. */
  close(seconds?: number): Promise<void>
}

/** Where a database is: an address, or the Unix socket of the embedded server. */
export type Connection = string | { socketDir: string; port: number; user: string; database: string }

export interface ConnectOptions {
  /** Connections at most. */
  connectionsMax?: number
  /** A statement that runs longer fails: nothing here takes that long, except on a database that hangs. */
  statementSeconds?: number
  /**
   * A connection from which no byte came for so long while a statement runs was cut without a word: its
   * statements fail with CONNECTION_CLOSED. By default PostgreSQL itself has ended the statement before; null
   * waits as long as it takes.
   */
  silenceSeconds?: number | null
  /** How long a connection attempt may take. */
  connectSeconds?: number
}

/**
 * Makes a pool; nothing is contacted yet. Errors of statements are postgres.js's own: their message and
 * properties can quote parameters, so log them through safeError only.
 *
 * When the address says that a pooler stands between (see pooler.ts), each transaction may run in another
 * session: no statement is prepared under a name, and no session gets settings. PostgreSQL's own limits on
 * statements are then those of the role.
 */
export function connect(connection: Connection, options: ConnectOptions = {}): Database {
  const { connectionsMax = 10, statementSeconds = 20, connectSeconds = 10 } = options
  const { silenceSeconds = statementSeconds + 5 } = options
  const isPooled = isMarkedPooled(connection)
  const settings = {
    max: connectionsMax,
    connect_timeout: connectSeconds,
    idle_timeout: 300,
    max_lifetime: 3600,
    keep_alive: 10,
    silence_timeout: silenceSeconds,
    // A failed database is asked again soon: waiting users notice a restart of PostgreSQL within seconds.
    backoff: (tries: number) => Math.min(1, 0.05 * 2 ** tries),
    prepare: !isPooled,
    onnotice: () => {},
    types: { int8: { to: 20, from: [20], parse: Number, serialize: String } },
    connection: {
      application_name: 'dumpus-server',
      ...(!isPooled && {
        statement_timeout: statementSeconds * 1000,
        // A node that hangs inside a transaction must not keep its row locks from the others.
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
