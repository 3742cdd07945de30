/**
 * Merges the tables that are not in the contract and that by-columns.ts cannot merge by the names of their
 * columns. Merging a result with itself changes nothing, and of three results, either the two older or the
 * two newer ones may be merged first. docs/result-database.md documents the rules.
 */
import { coverageReasons } from '../statistics/coverage-reasons.ts'
import { isStandIn, newest } from './both.ts'

export interface ExtraTable {
  columns: readonly string[]
  /** The tables that hold its rows in a result, if it is a view there. */
  heldIn?: readonly string[]
  /** The merged rows. `rows` selects the rows of both packages, with `age` 0 for the older one. */
  sql(rows: string): string
}

/** The maximum of each column. Both packages count the same events, so it is the more complete count. */
function fuller(columns: readonly string[]): string {
  return columns.map((column) => `max(${column}) AS ${column}`).join(', ')
}

/** The row that stands for the most messages, including those that a sample represents. */
function greatestEstimate(key: string, rows: string): string {
  return `SELECT ${key}, message_count, one_in FROM (SELECT *, row_number() OVER (PARTITION BY ${key}
  ORDER BY message_count * one_in DESC, one_in) AS rank FROM ${rows}) WHERE rank = 1 ORDER BY 1, 2`
}

const sums = ['character_count', 'word_count', 'link_count', 'attachment_count', 'reply_count']
const coverageCounts = [
  ...['is_present', 'file_count', 'line_count', 'used_count', 'duplicate_count', 'broken_count'],
  ...['undated_count', 'left_out_count'],
]
const gameKey = `coalesce('id ' || application_id, 'name ' || game_name)`

/** Ordered so that each statement needs only tables of the contract and tables before it. */
export const extraTables: { readonly [table: string]: ExtraTable } = {
  words: {
    columns: ['word', 'message_count', 'one_in'],
    sql: (rows) => greatestEstimate('word', rows),
  },
  emoji: {
    columns: ['emoji', 'emoji_id', 'message_count', 'one_in'],
    sql: (rows) => greatestEstimate('emoji, emoji_id', rows),
  },
  // The numbers of the package with more messages, and the larger `one_in` of the two.
  texts_read: {
    columns: ['message_count', 'read_count', 'one_in', 'languages'],
    sql: (rows) => `SELECT message_count, read_count, (SELECT max(one_in) FROM ${rows}) AS one_in, languages
FROM ${rows} ORDER BY message_count DESC, read_count DESC, languages LIMIT 1`,
  },
  devices: {
    columns: ['os', 'client', 'first_day', 'last_day', 'event_count'],
    sql: (rows) => `SELECT os, client, min(first_day) AS first_day, ${fuller(['last_day', 'event_count'])}
FROM ${rows} GROUP BY os, client ORDER BY 3, 1, 2`,
  },
  games: {
    columns: [
      ...['application_id', 'game_name', 'total_minutes', 'last_played_day', 'launch_count'],
      ...['first_launch_day', 'last_launch_day'],
    ],
    sql: (rows) => `SELECT application_id, ${newest('game_name')} AS game_name,
  ${fuller(['total_minutes', 'last_played_day', 'launch_count'])}, min(first_launch_day) AS first_launch_day,
  max(last_launch_day) AS last_launch_day
FROM ${rows} GROUP BY ${gameKey} ORDER BY 3 DESC, 5 DESC, ${gameKey}`,
  },
  // A game has the same name in all its months, even in those that only one package has.
  game_days: {
    heldIn: ['game_months'],
    columns: ['application_id', 'game_name', 'month', 'start_count', 'day_count', 'total_minutes'],
    sql: (rows) => `SELECT application_id, max(game_name) AS game_name, month,
  ${fuller(['start_count', 'day_count', 'total_minutes'])}
FROM (SELECT application_id, month, start_count, day_count, total_minutes,
    first_value(game_name) OVER (PARTITION BY ${gameKey} ORDER BY game_name IS NULL, age DESC, game_name) AS game_name
  FROM ${rows}) GROUP BY ${gameKey}, month ORDER BY ${gameKey}, month`,
  },
  server_timeline: {
    heldIn: ['timeline_servers', 'server_events'],
    columns: ['guild_id', 'guild_name', 'event', 'event_date'],
    sql: (
      rows,
    ) => `SELECT guild_id, ${newest('guild_name', isStandIn('guild_name'))} AS guild_name, event, event_date
FROM ${rows} GROUP BY guild_id, event, event_date ORDER BY event_date, guild_id, event`,
  },
  // The sums in one row must be of the same messages: those of the package that has more messages of the
  // channel.
  message_totals: {
    heldIn: ['message_sums'],
    columns: [
      ...['channel_id', 'message_count', ...sums],
      ...['first_message_date', 'last_message_date', 'longest_streak_days'],
    ],
    sql: (rows) => `WITH ranked AS (SELECT *, row_number() OVER (PARTITION BY channel_id
    ORDER BY message_count DESC, ${sums.map((sum) => `${sum} DESC`).join(', ')}) AS rank FROM ${rows}),
days AS (SELECT DISTINCT associated_channel_id AS channel_id, unixepoch(day) / 86400 AS day
  FROM activity WHERE event_name = 'message_sent'),
runs AS (SELECT channel_id, day - row_number() OVER (PARTITION BY channel_id ORDER BY day) AS run FROM days),
streaks AS (SELECT channel_id, max(days) AS days FROM (SELECT channel_id, count(*) AS days FROM runs
  GROUP BY channel_id, run) GROUP BY channel_id),
spans AS (SELECT channel_id, min(first_message_date) AS first_message_date,
    ${fuller(['last_message_date', 'longest_streak_days'])} FROM ranked GROUP BY channel_id)
SELECT r.channel_id, r.message_count, ${sums.map((sum) => `r.${sum}`).join(', ')}, s.first_message_date,
  s.last_message_date, max(s.longest_streak_days, coalesce(k.days, 0)) AS longest_streak_days
FROM ranked r JOIN spans s ON s.channel_id = r.channel_id LEFT JOIN streaks k ON k.channel_id = r.channel_id
WHERE r.rank = 1 ORDER BY r.channel_id`,
  },
  // The state at the time of the export, from the newest package that has any relationships.
  relationships: {
    columns: ['type', 'since_year', 'relationship_count'],
    sql: (rows) => `SELECT type, since_year, relationship_count FROM ${rows}
WHERE age = (SELECT max(age) FROM ${rows}) ORDER BY type, since_year`,
  },
  coverage: {
    columns: ['source', ...coverageCounts, 'first_day', 'last_day', 'reasons'],
    sql: (
      rows,
    ) => `SELECT source, ${fuller(coverageCounts)}, min(first_day) AS first_day, max(last_day) AS last_day,
  nullif(trim(${coverageReasons.map(sharedReason).join(' || ')}), '') AS reasons
FROM ${rows} GROUP BY source`,
  },
}

/** A SQL expression: the reason after a space if either package has it, otherwise an empty text. */
function sharedReason(reason: string): string {
  return `CASE WHEN max(instr(' ' || reasons || ' ', ' ${reason} ')) > 0 THEN ' ${reason}' ELSE '' END`
}
