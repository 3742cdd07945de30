/**
 * Examines the database: whether it is reachable, new enough, writable, up to date and near, and whether its
 * clock agrees.
 */
import { type Config, ConfigError } from '../config/config.ts'
import { connect, type Connection, type Database } from '../db/connect.ts'
import { oldestServer, pendingMigrations } from '../db/migrate.ts'
import { poolerFault, recognizePooler } from '../db/pooler.ts'
import { isMarkedPooled } from '../db/postgres-options.ts'
import { refusalOf } from '../db/refusal.ts'
import { findEmbedded, TwoDatabases } from '../db/embedded/running-embedded.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { serviceTagOf } from '../telemetry/logger.ts'
import { fail, type Finding, ok, size, warn } from './finding.ts'

export interface DatabaseExamination {
  findings: Finding[]
  /** The `service` that servers on this database report in /health. Null if it is unknown. */
  service: string | null
}

const answerSeconds = 10
const slowMs = 20
const skewSecondsMax = 5
/** The connections of one server (start-parts.ts), plus a few for commands. */
const connectionsWanted = 20

export async function examineDatabase(config: Config): Promise<DatabaseExamination> {
  const place = await findConnection(config)
  if ('level' in place) return { findings: [place], service: null }
  let database: Database | null = null
  try {
    const connection = await withTimeout(answerSeconds, recognizePooler(place.connection))
    database = connect(connection, { connectionsMax: 1, connectSeconds: answerSeconds })
    const { findings, service } = await withTimeout(answerSeconds * 2, examine(database))
    return {
      findings: [...findings, ...(isMarkedPooled(connection) ? [await examinePooler(database)] : [])],
      service,
    }
  } catch (error) {
    return { findings: [unreachable(error, config)], service: null }
  } finally {
    await database?.close(1).catch(() => {})
  }
}

async function findConnection(config: Config): Promise<{ connection: Connection } | Finding> {
  if (config.databaseUrl !== null) return { connection: config.databaseUrl }
  try {
    const found = await findEmbedded(config)
    if (found.is === 'running') return found
    const does = found.is === 'stopped' ? 'not running: the server starts it' : 'the first start creates it'
    return ok('database', `embedded, in ${found.dataDir}; ${does}`)
  } catch (error) {
    if (error instanceof TwoDatabases)
      return fail('database', 'two databases exist, and DATA_DIR names neither', error.message)
    if (!(error instanceof ConfigError)) throw error
    return warn('database', 'embedded, and cannot be examined from here', error.message)
  }
}

function unreachable(error: unknown, { databaseUrl }: Config): Finding {
  const { what, advice } = refusalOf(error)
  return fail('database', what, databaseUrl === null ? 'see DATA_DIR/postgres.log' : advice)
}

interface Facts {
  version: string
  number: number
  bytes: number
  encoding: string
  isStandby: boolean
  isReadOnly: boolean
  fsync: string
  commits: string
  connectionsFree: number
  mayCreate: boolean
  /** Null if there are no tables yet. */
  mayChange: boolean | null
  mayUse: boolean | null
}

async function examine(database: Database): Promise<DatabaseExamination> {
  const { sql } = database
  const [facts] = await sql<Facts[]>`
    SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
      pg_database_size(current_database()) AS bytes, current_setting('server_encoding') AS encoding,
      pg_is_in_recovery() AS "isStandby", current_setting('default_transaction_read_only')::bool AS "isReadOnly",
      current_setting('fsync') AS fsync,
      current_setting('synchronous_commit') AS commits,
      (current_setting('max_connections')::int - (SELECT count(*) FROM pg_stat_activity WHERE datname IS NOT NULL))::int
        AS "connectionsFree",
      has_database_privilege(current_database(), 'CREATE') AND has_schema_privilege(current_schema(), 'CREATE')
        AS "mayCreate",
      (SELECT pg_has_role(relowner, 'USAGE') FROM pg_class WHERE oid = to_regclass('packages')) AS "mayChange",
      (SELECT has_table_privilege(oid, 'SELECT') AND has_table_privilege(oid, 'INSERT')
          AND has_table_privilege(oid, 'UPDATE') AND has_table_privilege(oid, 'DELETE')
        FROM pg_class WHERE oid = to_regclass('packages')) AS "mayUse"`
  const findings = [...judgeServer(facts!), ...judgeRights(facts!)]
  if (!findings.some(({ level }) => level === 'fail')) findings.push(await examineMigrations(database))
  return {
    findings: [...findings, ...(await examineTimes(database))],
    service: facts!.mayUse ? await readService(database) : null,
  }
}

function judgeServer(facts: Facts): Finding[] {
  const { version, number, bytes, encoding, isStandby, isReadOnly, fsync, commits, connectionsFree } = facts
  const findings: Finding[] = [ok('database', `PostgreSQL ${version}, ${size(bytes)}`)]
  if (number < oldestServer) {
    findings.push(fail('database version', `PostgreSQL ${version} is too old`, 'use PostgreSQL 14 or newer'))
  }
  if (isStandby) {
    findings.push(fail('database role', 'it is a read-only standby', 'set DATABASE_URL to the primary'))
  }
  if (isReadOnly && !isStandby) {
    findings.push(
      fail(
        'database role',
        'it is read-only: default_transaction_read_only is on for the database or for this user',
        'turn it off: ALTER DATABASE … or ALTER ROLE … RESET default_transaction_read_only',
      ),
    )
  }
  if (encoding !== 'UTF8') {
    findings.push(
      warn('database encoding', encoding, 'create a database with ENCODING UTF8 and move the data there'),
    )
  }
  if (fsync !== 'on' || commits === 'off') {
    const setting = fsync !== 'on' ? 'fsync' : 'synchronous_commit'
    findings.push(
      warn(
        'database durability',
        `${setting} is off: a crash can lose accepted packages`,
        `turn ${setting} on`,
      ),
    )
  }
  if (connectionsFree < connectionsWanted) {
    findings.push(
      warn(
        'database connections',
        `${connectionsFree} are free; a server opens up to 16`,
        'raise max_connections in PostgreSQL, or run fewer servers on it',
      ),
    )
  }
  return findings
}

function judgeRights({ mayCreate, mayChange, mayUse }: Facts): Finding[] {
  if (mayUse === false || mayChange === false) {
    const what = mayUse === false ? 'this user may not use the tables' : 'the tables belong to another user'
    return [
      fail(
        'database rights',
        what,
        'use the role that owns the tables in DATABASE_URL, or change their owner',
      ),
    ]
  }
  if (mayCreate || mayChange) return [ok('database rights', 'enough')]
  return [
    fail(
      'database rights',
      'this user may not create tables',
      'make the role the owner of the database: ALTER DATABASE … OWNER TO …',
    ),
  ]
}

/** Through a pooler, our limits on statements do not reach PostgreSQL, so the role must have limits. */
async function examinePooler(database: Database): Promise<Finding> {
  const { sql } = database
  const fault = await poolerFault(database)
  if (fault) return fail('pooler', `the database ${fault.what}`, fault.advice)
  const [row] = await sql<{ isLimited: boolean }[]>`
    SELECT current_setting('statement_timeout') <> '0' AND current_setting('idle_in_transaction_session_timeout') <> '0'
      AS "isLimited"`
  if (row!.isLimited) return ok('pooler', 'between this server and PostgreSQL')
  return warn(
    'pooler',
    'between this server and PostgreSQL, and this role has no time limit for statements or idle transactions',
    `ALTER ROLE … SET statement_timeout = '20s'; ALTER ROLE … SET idle_in_transaction_session_timeout = '20s'`,
  )
}

async function examineMigrations(database: Database): Promise<Finding> {
  const { missing, isNewer } = await pendingMigrations(database)
  if (isNewer) {
    return warn(
      'tables',
      'a newer version has changed them',
      'run that version: a difference of one version works, more may not',
    )
  }
  return ok('tables', missing.length === 0 ? 'up to date' : `the next start applies ${missing.join(', ')}`)
}

async function examineTimes({ sql }: Database): Promise<Finding[]> {
  const rounds: { tookMs: number; aheadMs: number }[] = []
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now()
    const [row] = await sql<
      { now: number }[]
    >`SELECT extract(epoch FROM clock_timestamp())::float8 * 1000 AS now`
    const tookMs = performance.now() - startedAt
    rounds.push({ tookMs, aheadMs: row!.now - (Date.now() - tookMs / 2) })
  }
  const quickest = rounds.reduce((best, round) => (round.tookMs < best.tookMs ? round : best))
  const latency = `${quickest.tookMs.toFixed(1)} ms`
  const seconds = Math.round(Math.abs(quickest.aheadMs) / 1000)
  return [
    quickest.tookMs <= slowMs
      ? ok('database latency', latency)
      : warn(
          'database latency',
          `${latency}: every statement takes at least that long`,
          'run PostgreSQL closer to the server',
        ),
    seconds <= skewSecondsMax
      ? ok('clock', 'agrees with the database’s')
      : warn(
          'clock',
          `${seconds} s ${quickest.aheadMs > 0 ? 'behind' : 'ahead of'} the database’s: signed addresses expire too early or too late`,
          'synchronize the clocks of both machines (systemd-timesyncd, chrony)',
        ),
  ]
}

async function readService({ sql }: Database): Promise<string | null> {
  const [row] = await sql<
    { value: Uint8Array }[]
  >`SELECT value FROM server_secrets WHERE name = 'object-urls'`
  return row ? serviceTagOf(row.value) : null
}
