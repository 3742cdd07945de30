/**
 * Merging two results of one owner into one, in SQL that every SQLite runs: of each event, place and hour the
 * fuller of both; voice sessions, sessions and payments as sets; names from whichever package still knows
 * them. The caller attaches the two files as `older` and `newer` (`orderOf` says which is which) and runs the
 * statements in an empty database. The tables are plain ones with the names and columns of the contract.
 * Merging a result with itself changes no row, and the order of the two makes no difference.
 */

/** Names of the tables and views of a result. */
export type Schema = ReadonlySet<string>

/**
 * The day on which a result ends, and how much is in it: the later one is the newer package, the fuller one
 * of equals.
 */
export const orderSql = `SELECT max(day) AS last_day, sum(occurence_count) AS events FROM activity`

/** What only the older package has: nothing of it is in the newer one. */
export const onlyInOlderSql = `SELECT
  (SELECT coalesce(sum(o.occurence_count - coalesce(n.occurence_count, 0)), 0)
    FROM (SELECT associated_channel_id AS channel, day, hour, sum(occurence_count) AS occurence_count
      FROM older.activity WHERE event_name = 'message_sent' GROUP BY 1, 2, 3) o
    LEFT JOIN (SELECT associated_channel_id AS channel, day, hour, sum(occurence_count) AS occurence_count
      FROM newer.activity WHERE event_name = 'message_sent' GROUP BY 1, 2, 3) n
    ON n.channel IS o.channel AND n.day = o.day AND n.hour = o.hour
    WHERE o.occurence_count > coalesce(n.occurence_count, 0)) AS messages,
  (SELECT count(*) FROM (SELECT channel_id, started_date, ended_date FROM older.voice_sessions
    EXCEPT SELECT channel_id, started_date, ended_date FROM newer.voice_sessions)) AS calls,
  (SELECT count(*) FROM (SELECT dm_user_id FROM older.dm_channels_data
    EXCEPT SELECT dm_user_id FROM newer.dm_channels_data)) AS people,
  (SELECT count(*) FROM (SELECT guild_id FROM older.guilds EXCEPT SELECT guild_id FROM newer.guilds)) AS guilds,
  (SELECT count(*) FROM (SELECT payment_id FROM older.payments
    EXCEPT SELECT payment_id FROM newer.payments)) AS payments`

const place = 'associated_user_id, associated_channel_id, associated_guild_id, extra_field_1, extra_field_2'

/** Rows of both files, with `age` 0 for the older one. */
function both(table: string, columns = '*'): string {
  return `(SELECT 0 AS age, ${columns} FROM older.${table} UNION ALL SELECT 1, ${columns} FROM newer.${table})`
}

/** The newer value that is not NULL; of texts for which `isPoor` holds only when there is no other. */
function newest(column: string, isPoor = 'FALSE'): string {
  const rich = `CASE WHEN ${column} IS NOT NULL AND NOT (${isPoor}) THEN age || ${column} END`
  return `coalesce(substr(max(${rich}), 2), max(${column}))`
}

const activity = [
  `CREATE TABLE activity (event_name TEXT, day TEXT, hour INTEGER, occurence_count INTEGER, associated_user_id TEXT,
  associated_channel_id TEXT, associated_guild_id TEXT, extra_field_1 TEXT, extra_field_2 TEXT)`,
  // A channel has one server, which one of the packages may not know.
  `INSERT INTO activity
SELECT 'message_sent', day, hour, max(total), NULL, channel, ${newest('guild')}, NULL, NULL
FROM (SELECT age, day, hour, associated_channel_id AS channel, max(associated_guild_id) AS guild, sum(occurence_count) AS total
  FROM ${both('activity', `event_name, day, hour, occurence_count, ${place}`)}
  WHERE event_name = 'message_sent' GROUP BY age, day, hour, channel)
GROUP BY day, hour, channel`,
  `INSERT INTO activity
SELECT event_name, day, hour, max(occurence_count), ${place}
FROM ${both('activity', `event_name, day, hour, occurence_count, ${place}`)}
WHERE event_name NOT IN ('message_sent', 'package_start', 'package_end')
GROUP BY event_name, day, hour, ${place}`,
  `INSERT INTO activity
SELECT event_name, CASE event_name WHEN 'package_start' THEN min(day) ELSE max(day) END, 0, 0, NULL, NULL, NULL, NULL, NULL
FROM ${both('activity', 'event_name, day')}
WHERE event_name IN ('package_start', 'package_end') GROUP BY event_name`,
  `CREATE INDEX activity_by_channel ON activity (event_name, associated_channel_id, day)`,
]

const sessions = [
  `CREATE TABLE voice_sessions (channel_id TEXT, guild_id TEXT, duration_mins INTEGER, started_date INTEGER, ended_date INTEGER)`,
  // What one package has in two parts, or only a part of, overlaps: as within one package it is united.
  // Touching ones stay apart.
  `INSERT INTO voice_sessions
WITH told AS (SELECT channel_id, ${newest('guild_id')} AS guild_id, max(duration_mins) AS minutes,
    CAST(started_date AS INTEGER) AS started, CAST(ended_date AS INTEGER) AS ended
  FROM ${both('voice_sessions', 'channel_id, guild_id, duration_mins, started_date, ended_date')}
  GROUP BY channel_id, started, ended),
following AS (SELECT *, max(ended) OVER (PARTITION BY channel_id ORDER BY started, ended
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended_before FROM told),
united AS (SELECT *, sum(ended_before IS NULL OR started >= ended_before)
    OVER (PARTITION BY channel_id ORDER BY started, ended) AS number FROM following)
SELECT channel_id, max(guild_id), CASE max(ended - started) WHEN max(ended) - min(started) THEN max(minutes)
  ELSE (max(ended) - min(started)) / 60 END, min(started), max(ended)
FROM united GROUP BY channel_id, number`,
  `CREATE TABLE sessions (started_date INTEGER, ended_date INTEGER, duration_mins INTEGER, device_os TEXT)`,
  `INSERT INTO sessions
SELECT CAST(started_date AS INTEGER) AS started, CAST(ended_date AS INTEGER) AS ended, max(duration_mins), device_os
FROM ${both('sessions', 'started_date, ended_date, duration_mins, device_os')}
GROUP BY started, ended, device_os`,
  `CREATE INDEX voice_by_channel ON voice_sessions (channel_id)`,
]

const messagesOf = `(SELECT coalesce(sum(occurence_count), 0) FROM activity
  WHERE event_name = 'message_sent' AND associated_channel_id = c.channel_id)`
const minutesOf = `(SELECT coalesce(sum(duration_mins), 0) FROM voice_sessions WHERE voice_sessions.channel_id = c.channel_id)`

/** Names that stand in for ones that the package does not know. */
const standIn = (column: string) =>
  `${column} LIKE 'Deleted user%' OR ${column} LIKE 'Unknown %' OR ${column} GLOB 'Group DM [0-9]*'`

const places = [
  `CREATE TABLE dm_channels_data (channel_id TEXT PRIMARY KEY, dm_user_id TEXT NOT NULL, user_name TEXT NOT NULL,
  display_name TEXT, user_avatar_url TEXT, total_message_count INTEGER NOT NULL, total_voice_channel_duration INTEGER NOT NULL,
  sentiment_score REAL)`,
  // The score as a text with its age before it would lose digits: it is taken apart.
  `INSERT INTO dm_channels_data
SELECT c.channel_id, c.person, c.name, c.display, c.avatar, ${messagesOf}, ${minutesOf},
  coalesce((SELECT sentiment_score FROM newer.dm_channels_data n WHERE n.channel_id = c.channel_id),
    (SELECT sentiment_score FROM older.dm_channels_data o WHERE o.channel_id = c.channel_id))
FROM (SELECT channel_id, ${newest('dm_user_id', 'dm_user_id = channel_id')} AS person,
    ${newest('user_name', standIn('user_name'))} AS name, ${newest('display_name')} AS display,
    ${newest('user_avatar_url')} AS avatar
  FROM ${both('dm_channels_data')} GROUP BY channel_id) c`,
  `CREATE TABLE guild_channels_data (channel_id TEXT PRIMARY KEY, channel_name TEXT NOT NULL, guild_id TEXT NOT NULL,
  total_message_count INTEGER NOT NULL, total_voice_channel_duration INTEGER NOT NULL)`,
  `INSERT INTO guild_channels_data
SELECT c.channel_id, c.name, c.guild, ${messagesOf}, ${minutesOf}
FROM (SELECT channel_id, ${newest('channel_name', standIn('channel_name'))} AS name, ${newest('guild_id')} AS guild
  FROM ${both('guild_channels_data')} GROUP BY channel_id) c`,
  `CREATE TABLE guilds (guild_id TEXT PRIMARY KEY, guild_name TEXT NOT NULL, total_message_count INTEGER NOT NULL)`,
  `INSERT INTO guilds
SELECT guild_id, ${newest('guild_name', standIn('guild_name'))},
  (SELECT coalesce(sum(total_message_count), 0) FROM guild_channels_data c WHERE c.guild_id = b.guild_id)
FROM ${both('guilds')} b GROUP BY guild_id`,
]

const rest = [
  `CREATE TABLE payments (payment_id TEXT PRIMARY KEY, payment_date TEXT NOT NULL, payment_amount INTEGER NOT NULL,
  payment_currency TEXT NOT NULL, payment_description TEXT NOT NULL)`,
  `INSERT OR IGNORE INTO payments SELECT payment_id, payment_date, payment_amount, payment_currency, payment_description
FROM newer.payments`,
  `INSERT OR IGNORE INTO payments SELECT payment_id, payment_date, payment_amount, payment_currency, payment_description
FROM older.payments`,
  `CREATE TABLE package_data AS SELECT * FROM newer.package_data`,
  // An owner whom only the older package names.
  `UPDATE package_data SET
  (package_owner_id, package_owner_name, package_owner_display_name, package_owner_avatar_url) =
  (SELECT package_owner_id, package_owner_name, package_owner_display_name, package_owner_avatar_url
    FROM older.package_data)
WHERE package_owner_id = '0' OR package_owner_name = 'Unknown user'
  AND package_owner_id = (SELECT package_owner_id FROM older.package_data)`,
  `UPDATE package_data SET package_is_partial = min(package_is_partial, (SELECT package_is_partial FROM older.package_data))`,
]

/** Tables beside the contract's that both files have: how their rows become one. */
const extraTables: Record<string, string> = {
  words: `SELECT word, max(message_count) AS message_count, max(one_in) AS one_in FROM ${both('words')} GROUP BY word`,
  emoji: `SELECT emoji, emoji_id, max(message_count) AS message_count, max(one_in) AS one_in FROM ${both('emoji')}
GROUP BY emoji, emoji_id`,
  devices: `SELECT os, client, min(first_day) AS first_day, max(last_day) AS last_day, max(event_count) AS event_count
FROM ${both('devices')} GROUP BY os, client`,
  games: `SELECT application_id, ${newest('game_name')} AS game_name, max(total_minutes) AS total_minutes,
  max(last_played_day) AS last_played_day, max(launch_count) AS launch_count, min(first_launch_day) AS first_launch_day,
  max(last_launch_day) AS last_launch_day
FROM ${both('games')} GROUP BY coalesce(application_id, game_name)`,
  server_timeline: `SELECT guild_id, ${newest('guild_name', standIn('guild_name'))} AS guild_name, event, event_date
FROM ${both('server_timeline')} GROUP BY guild_id, event, event_date`,
  coverage: `SELECT source, max(is_present) AS is_present, max(file_count) AS file_count, max(line_count) AS line_count,
  max(used_count) AS used_count, max(duplicate_count) AS duplicate_count, max(broken_count) AS broken_count,
  max(undated_count) AS undated_count, min(first_day) AS first_day, max(last_day) AS last_day
FROM ${both('coverage', 'source, is_present, file_count, line_count, used_count, duplicate_count, broken_count, undated_count, first_day, last_day')}
GROUP BY source`,
  // Only what neither package has is missing: where the gaps of both meet, and beyond the days of the other
  // one.
  tracking_gaps: `SELECT source, reason, first_day, last_day, (SELECT coalesce(sum(occurence_count), 0) FROM activity
    WHERE event_name = 'message_sent' AND day BETWEEN gap.first_day AND coalesce(gap.last_day, '9999')) AS message_count
FROM (
  SELECT n.source, n.reason, max(n.first_day, o.first_day) AS first_day,
    nullif(min(coalesce(n.last_day, '9999'), coalesce(o.last_day, '9999')), '9999') AS last_day
  FROM newer.tracking_gaps n JOIN older.tracking_gaps o ON o.source = n.source AND o.reason = n.reason
  UNION SELECT n.source, n.reason, max(n.first_day, date(e.day, '+1 day')), n.last_day
  FROM newer.tracking_gaps n JOIN (SELECT max(day) AS day FROM older.activity) e
) gap
WHERE first_day <= coalesce(last_day, '9999')
GROUP BY source, reason, first_day`,
}

/** Views of the contract's tables, whose text is the same in every result. */
const derivedViews = [
  'currency_exponents',
  'payments_by_currency',
  'reactions',
  'calls',
  'app_sessions_by_os',
]

/**
 * The statements, in order. `viewSql`: the text of a view of the newer file, or undefined when it has none.
 */
export function mergeSql(
  older: Schema,
  newer: Schema,
  viewSql: (name: string) => string | undefined,
): string[] {
  const extras = Object.entries(extraTables)
    .filter(([name]) => newer.has(name))
    .map(([name, sql]) =>
      older.has(name)
        ? `CREATE TABLE ${name} AS ${sql}`
        : `CREATE TABLE ${name} AS SELECT * FROM newer.${name}`,
    )
  const copied = [
    'relationships',
    'texts_read',
    'deleted_messages',
    'message_totals',
    'streaming',
    'game_days',
  ]
    .filter((name) => newer.has(name) && !derivedViews.includes(name))
    .map((name) => `CREATE TABLE ${name} AS SELECT * FROM newer.${name}`)
  const views = derivedViews.flatMap((name) => viewSql(name) ?? [])
  return [...activity, ...sessions, ...places, ...rest, ...extras, ...copied, ...views]
}
