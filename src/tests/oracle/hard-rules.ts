/** The rules whose violation breaks the official client, as queries of the database. */
import type { Database } from 'bun:sqlite'
import { contractTables, type ContractTable } from './rows.ts'

const text = 'text'
const integer = 'integer'
const textOrNull = 'text null'
const epoch = 'text integer'

/** Every column of the contract, with the allowed types of its values by SQLite's typeof(). */
export const columnTypes: Record<ContractTable, Record<string, string>> = {
  activity: {
    event_name: text,
    day: text,
    hour: integer,
    occurence_count: integer,
    associated_user_id: textOrNull,
    associated_channel_id: textOrNull,
    associated_guild_id: textOrNull,
    extra_field_1: textOrNull,
    extra_field_2: textOrNull,
  },
  dm_channels_data: {
    channel_id: text,
    dm_user_id: text,
    user_name: text,
    display_name: textOrNull,
    user_avatar_url: textOrNull,
    total_message_count: integer,
    total_voice_channel_duration: integer,
    sentiment_score: 'real null',
  },
  guild_channels_data: {
    channel_id: text,
    channel_name: text,
    guild_id: text,
    total_message_count: integer,
    total_voice_channel_duration: integer,
  },
  guilds: { guild_id: text, guild_name: text, total_message_count: integer },
  payments: {
    payment_id: text,
    payment_date: text,
    payment_amount: integer,
    payment_currency: text,
    payment_description: text,
  },
  voice_sessions: {
    channel_id: text,
    guild_id: textOrNull,
    duration_mins: integer,
    started_date: epoch,
    ended_date: epoch,
  },
  sessions: { started_date: epoch, ended_date: epoch, duration_mins: integer, device_os: text },
  package_data: {
    package_id: text,
    package_version: 'text integer real',
    package_owner_id: text,
    package_owner_name: text,
    package_owner_display_name: textOrNull,
    package_owner_avatar_url: textOrNull,
    package_is_partial: integer,
  },
}

const dayForm = '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'
/**
 * BETWEEN also fails for numbers in a column without a type, because SQLite sorts these before all texts. The
 * client compares the times with texts too.
 */
const isEpoch = (column: string) =>
  `${column} BETWEEN '1000000000' AND '9999999999' AND ${column} GLOB '${'[0-9]'.repeat(10)}'`

/**
 * Each query counts the violating rows. $lastDay is the last day of the range: one day after the export day.
 */
const rules: Record<string, string> = {
  'hour is 0–23': 'SELECT count(*) FROM activity WHERE hour NOT BETWEEN 0 AND 23',
  'day is YYYY-MM-DD': `SELECT count(*) FROM activity WHERE day NOT GLOB '${dayForm}' OR date(day) IS NOT day`,
  'no activity before 2015-05-13': `SELECT count(*) FROM activity WHERE day < '2015-05-13'`,
  'no activity later than one day after the export day': `SELECT count(*) FROM activity WHERE day > $lastDay AND event_name <> 'package_end'`,
  'counts are positive, and zero for sentinels': `SELECT count(*) FROM activity
    WHERE (occurence_count > 0) = (event_name IN ('package_end', 'package_start'))`,
  'user_name is not empty': `SELECT count(*) FROM dm_channels_data WHERE user_name = ''`,
  'every guild of a channel exists': `SELECT count(*) FROM guild_channels_data
    WHERE guild_id NOT IN (SELECT guild_id FROM guilds)`,
  'sentiment is in [-1, 1] and not 0': `SELECT count(*) FROM dm_channels_data
    WHERE sentiment_score = 0 OR sentiment_score NOT BETWEEN -1 AND 1`,
  'the times of sessions have ten digits, so they sort correctly as text': `SELECT count(*) - count(*) FILTER
    (WHERE ${isEpoch('started_date')} AND ${isEpoch('ended_date')}) FROM sessions`,
  'the times of voice_sessions have ten digits, so they sort correctly as text': `SELECT count(*) - count(*) FILTER
    (WHERE ${isEpoch('started_date')} AND ${isEpoch('ended_date')}) FROM voice_sessions`,
  'payment_date is YYYY-MM-DD': `SELECT count(*) FROM payments WHERE payment_date NOT GLOB '${dayForm}'`,
  'package_data has one row': 'SELECT count(*) <> 1 FROM package_data',
  'package_is_partial is 0 or 1': 'SELECT count(*) FROM package_data WHERE package_is_partial NOT IN (0, 1)',
  'no ? in an avatar address': `SELECT count(*) FROM
    (SELECT user_avatar_url AS url FROM dm_channels_data UNION ALL SELECT package_owner_avatar_url FROM package_data)
    WHERE url LIKE '%?%'`,
  'no virtual tables': `SELECT count(*) FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'`,
  'no forbidden column in package_data': `SELECT count(*) FROM pragma_table_info('package_data')
    WHERE lower(name) IN ('id', 'packagelink', 'upnkey', 'backendurl', 'dateadded')`,
  'text is stored as UTF-8': `SELECT count(*) FROM pragma_encoding WHERE encoding <> 'UTF-8'`,
}

/** Functions that SQLite 3.40 lacks; clients may still contain such an old SQLite. */
const newFunctions =
  /\b(octet_length|timediff|concat|concat_ws|string_agg|unistr|unistr_quote|if|iif_multi|jsonb\w*|json_pretty|json_array_insert|percentile\w*|median|subtype)\s*\(/i

/**
 * The rules that this database violates, as sentences. If tables or columns are missing, only those are
 * reported.
 */
export function findViolations(database: Database, lastDay: string): string[] {
  const missing = contractTables.flatMap((table) => findMissingColumns(database, table))
  if (missing.length > 0) return missing
  const violations: string[] = []
  for (const table of contractTables) {
    for (const [column, types] of Object.entries(columnTypes[table])) {
      const found = database
        .query<{ type: string }, []>(`SELECT DISTINCT typeof(${column}) AS type FROM ${table}`)
        .all()
        .filter(({ type }) => !types.split(' ').includes(type))
      for (const { type } of found)
        violations.push(`${table}.${column}: a value is ${type}, not ${types.replaceAll(' ', ' or ')}`)
    }
  }
  for (const [sentence, sql] of Object.entries(rules)) {
    const parameters = sql.includes('$lastDay') ? [{ $lastDay: lastDay }] : []
    const count = database.query<{ count: number }, any>(`SELECT (${sql}) AS count`).get(...parameters)!.count
    if (count > 0) violations.push(`${sentence}: violated by ${count}`)
  }
  const views = database.query<{ name: string; sql: string }, []>(
    `SELECT name, sql FROM sqlite_master WHERE type = 'view'`,
  )
  for (const { name, sql } of views.all()) {
    const call = newFunctions.exec(sql)?.[1]
    if (call) violations.push(`view ${name}: uses ${call}(), which SQLite 3.40 does not have`)
  }
  return violations
}

function findMissingColumns(database: Database, table: ContractTable): string[] {
  const columns = database
    .query<{ name: string }, []>(`SELECT name FROM pragma_table_info('${table}')`)
    .all()
    .map(({ name }) => name)
  if (columns.length === 0) return [`${table}: no such table or view`]
  return Object.keys(columnTypes[table])
    .filter((column) => !columns.includes(column))
    .map((column) => `${table}.${column}: no such column`)
}
