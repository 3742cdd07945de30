/** What only the older of two results has, as one row of counts and as lists. */

/** Messages by channel and hour that the newer one has fewer of; `total`: how many fewer. */
const messages = `(SELECT o.channel AS channel, o.total - coalesce(n.total, 0) AS total
  FROM (SELECT associated_channel_id AS channel, day, hour, sum(occurence_count) AS total
    FROM older.activity WHERE event_name = 'message_sent' GROUP BY 1, 2, 3) o
  LEFT JOIN (SELECT associated_channel_id AS channel, day, hour, sum(occurence_count) AS total
    FROM newer.activity WHERE event_name = 'message_sent' GROUP BY 1, 2, 3) n
  ON n.channel IS o.channel AND n.day = o.day AND n.hour = o.hour
  WHERE o.total > coalesce(n.total, 0))`

/** Voice sessions of which the newer one has no part. */
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

/** One row: messages, calls, people, guilds, payments. */
export const onlyInOlderSql = `SELECT
  (SELECT coalesce(sum(total), 0) FROM ${messages}) AS messages,
  (SELECT count(*) FROM ${calls}) AS calls,
  (SELECT count(*) FROM (${people})) AS people,
  (SELECT count(*) FROM (${servers})) AS guilds,
  (SELECT count(*) FROM (${payments})) AS payments`
