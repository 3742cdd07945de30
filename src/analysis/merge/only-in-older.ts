/** Lists what only the older of two results has: one row of counts, and lists. */

/** Per channel and hour, the number of messages that are missing in the newer result, as `total`. */
const messages = `(SELECT o.channel AS channel, o.total - coalesce(n.total, 0) AS total
  FROM (SELECT associated_channel_id AS channel, day, hour, sum(occurence_count) AS total
    FROM older.activity WHERE event_name = 'message_sent' GROUP BY 1, 2, 3) o
  LEFT JOIN (SELECT associated_channel_id AS channel, day, hour, sum(occurence_count) AS total
    FROM newer.activity WHERE event_name = 'message_sent' GROUP BY 1, 2, 3) n
  ON n.channel IS o.channel AND n.day = o.day AND n.hour = o.hour
  WHERE o.total > coalesce(n.total, 0))`

/** Voice sessions of which the newer result has no part. */
const calls = `(SELECT o.channel_id AS channel, o.duration_mins AS minutes
  FROM (SELECT DISTINCT channel_id, duration_mins, CAST(started_date AS INTEGER) AS started,
      CAST(ended_date AS INTEGER) AS ended FROM older.voice_sessions) o
  LEFT JOIN (SELECT channel_id, CAST(started_date AS INTEGER) AS started, CAST(ended_date AS INTEGER) AS ended
    FROM newer.voice_sessions) n
  ON n.channel_id = o.channel_id AND (n.started < o.ended AND n.ended > o.started
    OR n.started = o.started AND n.ended = o.ended)
  WHERE n.channel_id IS NULL)`

const people = `SELECT dm_user_id FROM older.dm_channels_data EXCEPT SELECT dm_user_id FROM newer.dm_channels_data`
const servers = `SELECT guild_id FROM older.guilds EXCEPT SELECT guild_id FROM newer.guilds`
const payments = `SELECT payment_id FROM older.payments EXCEPT SELECT payment_id FROM newer.payments`

/** How a channel is shown: by its person's name, by its own name with its server, or else by its id. */
const channelName = (id: string) =>
  `coalesce((SELECT user_name FROM older.dm_channels_data d WHERE d.channel_id = ${id}),
    (SELECT channel_name || ' (' || guild_name || ')' FROM older.guild_channels_data c
      JOIN older.guilds g ON g.guild_id = c.guild_id WHERE c.channel_id = ${id}),
    'Unknown channel ' || ${id})`

/** Lists of what only the older result has, each with a name and a count: messages, or minutes of calls. */
export const onlyInOlderLists = {
  channels: `SELECT ${channelName('m.channel')} AS name, sum(total) AS count FROM ${messages} m
    GROUP BY m.channel ORDER BY 2 DESC, 1`,
  calls: `SELECT ${channelName('v.channel')} AS name, sum(minutes) AS count FROM ${calls} v
    GROUP BY v.channel ORDER BY 2 DESC, 1`,
  people: `SELECT min(user_name) AS name, sum(total_message_count) AS count FROM older.dm_channels_data
    WHERE dm_user_id IN (${people}) GROUP BY dm_user_id ORDER BY 2 DESC, 1`,
  servers: `SELECT guild_name AS name, total_message_count AS count FROM older.guilds
    WHERE guild_id IN (${servers}) ORDER BY 2 DESC, 1`,
} as const

/** Payments, the oldest first; amounts in minor units of their currency. */
export const onlyInOlderPayments = `SELECT payment_date AS day, payment_description AS description,
  payment_amount AS amount, payment_currency AS currency,
  coalesce((SELECT exponent FROM older.currency_exponents WHERE currency = payment_currency), 2) AS exponent
  FROM older.payments WHERE payment_id IN (${payments}) ORDER BY 1, 2`

/** One row: messages, calls, people, guilds, payments. */
export const onlyInOlderSql = `SELECT
  (SELECT coalesce(sum(total), 0) FROM ${messages}) AS messages,
  (SELECT count(*) FROM ${calls}) AS calls,
  (SELECT count(*) FROM (${people})) AS people,
  (SELECT count(*) FROM (${servers})) AS guilds,
  (SELECT count(*) FROM (${payments})) AS payments`
