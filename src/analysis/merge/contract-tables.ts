/**
 * Statements that merge the tables of the contract. For each event, place and hour the larger count wins.
 * Voice sessions, app sessions and payments are united. Names come from the package that still has them.
 */
import { both, isStandIn, newest } from './both.ts'

const place = 'associated_user_id, associated_channel_id, associated_guild_id, extra_field_1, extra_field_2'

const activity = [
  `CREATE TABLE activity (event_name TEXT, day TEXT, hour INTEGER, occurence_count INTEGER, associated_user_id TEXT,
  associated_channel_id TEXT, associated_guild_id TEXT, extra_field_1 TEXT, extra_field_2 TEXT)`,
  // A channel has one server, which may be missing in one of the packages.
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
  `INSERT INTO activity SELECT event_name, max(day), 0, 0, NULL, NULL, NULL, NULL, NULL
FROM ${both('activity', 'event_name, day')} WHERE event_name = 'package_end' GROUP BY event_name`,
  `CREATE INDEX activity_by_channel ON activity (event_name, associated_channel_id, day)`,
]

const sessions = [
  `CREATE TABLE voice_sessions (channel_id TEXT, guild_id TEXT, duration_mins INTEGER, started_date INTEGER, ended_date INTEGER)`,
  // A session may be in two parts in one package, or truncated. Overlapping sessions are merged, as within
  // one package. Sessions that only touch remain separate.
  `INSERT INTO voice_sessions
WITH sessions AS (SELECT channel_id, ${newest('guild_id')} AS guild_id, max(duration_mins) AS minutes,
    CAST(started_date AS INTEGER) AS started, CAST(ended_date AS INTEGER) AS ended
  FROM ${both('voice_sessions', 'channel_id, guild_id, duration_mins, started_date, ended_date')}
  GROUP BY channel_id, started, ended),
following AS (SELECT *, max(ended) OVER (PARTITION BY channel_id ORDER BY started, ended
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ended_before FROM sessions),
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
  // A package whose history begins with a session has this row. The other one may have earlier activity.
  `INSERT INTO activity SELECT 'package_start', first, 0, 0, NULL, NULL, NULL, NULL, NULL
FROM (SELECT date(min(started_date), 'unixepoch') AS first
  FROM (SELECT started_date FROM voice_sessions UNION ALL SELECT started_date FROM sessions))
WHERE first < coalesce((SELECT min(day) FROM activity WHERE occurence_count > 0), '9999')`,
]

const messagesOf = `(SELECT coalesce(sum(occurence_count), 0) FROM activity
  WHERE event_name = 'message_sent' AND associated_channel_id = c.channel_id)`
const minutesOf = `(SELECT coalesce(sum(duration_mins), 0) FROM voice_sessions WHERE voice_sessions.channel_id = c.channel_id)`

const places = [
  `CREATE TABLE dm_channels_data (channel_id TEXT PRIMARY KEY, dm_user_id TEXT NOT NULL, user_name TEXT NOT NULL,
  display_name TEXT, user_avatar_url TEXT, total_message_count INTEGER NOT NULL, total_voice_channel_duration INTEGER NOT NULL,
  sentiment_score REAL)`,
  // `newest` compares values as text with the age in front. A score would lose digits as text, so it is
  // selected separately.
  `INSERT INTO dm_channels_data
SELECT c.channel_id, c.person, c.name, c.display, c.avatar, ${messagesOf}, ${minutesOf},
  coalesce((SELECT sentiment_score FROM newer.dm_channels_data n WHERE n.channel_id = c.channel_id),
    (SELECT sentiment_score FROM older.dm_channels_data o WHERE o.channel_id = c.channel_id))
FROM (SELECT channel_id, ${newest('dm_user_id', 'dm_user_id = channel_id')} AS person,
    ${newest('user_name', isStandIn('user_name'))} AS name, ${newest('display_name')} AS display,
    ${newest('user_avatar_url')} AS avatar
  FROM ${both('dm_channels_data')} GROUP BY channel_id) c`,
  `CREATE TABLE guild_channels_data (channel_id TEXT PRIMARY KEY, channel_name TEXT NOT NULL, guild_id TEXT NOT NULL,
  total_message_count INTEGER NOT NULL, total_voice_channel_duration INTEGER NOT NULL)`,
  `INSERT INTO guild_channels_data
SELECT c.channel_id, c.name, c.guild, ${messagesOf}, ${minutesOf}
FROM (SELECT channel_id, ${newest('channel_name', isStandIn('channel_name'))} AS name, ${newest('guild_id')} AS guild
  FROM ${both('guild_channels_data')} GROUP BY channel_id) c`,
  `CREATE TABLE guilds (guild_id TEXT PRIMARY KEY, guild_name TEXT NOT NULL, total_message_count INTEGER NOT NULL)`,
  `INSERT INTO guilds
SELECT guild_id, ${newest('guild_name', isStandIn('guild_name'))},
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
  // Uses the owner of the older package if only that package names the owner.
  `UPDATE package_data SET
  (package_owner_id, package_owner_name, package_owner_display_name, package_owner_avatar_url) =
  (SELECT package_owner_id, package_owner_name, package_owner_display_name, package_owner_avatar_url
    FROM older.package_data)
WHERE package_owner_id = '0' OR package_owner_name = 'Unknown user'
  AND package_owner_id = (SELECT package_owner_id FROM older.package_data)`,
  `UPDATE package_data SET package_is_partial = min(package_is_partial, (SELECT package_is_partial FROM older.package_data))`,
]

export const contractTables: readonly string[] = [...activity, ...sessions, ...places, ...rest]

/** The tables of the contract, and the tables that hold their rows in a result (schema.sql). */
export const contractNames: readonly string[] = [
  ...['activity', 'positions', 'activity_events', 'labels', 'guild_numbers', 'places', 'activity_hours'],
  ...['dm_channels_data', 'guild_channels_data', 'guild_channels', 'guilds', 'payments', 'package_data'],
  ...['voice_sessions', 'voice_stays', 'sessions', 'app_sessions'],
]
