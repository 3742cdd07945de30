/** Voice sessions by channel (including group DMs) and by person. */
import type { Statistic } from './statistic.ts'

export const calls: Statistic = {
  name: 'calls',
  source: '`voice_sessions`, `dm_channels_data`, `guild_channels_data`',
  means:
    'Voice sessions, their minutes and the longest one, by channel (`kind` dm, group, server or unknown) and by person.',
  limits:
    'Time alone in a call counts. Who took part in a group call is unknown: its time counts for the group and for no person.',
  tables: [
    {
      name: 'calls',
      rowPer: 'voice channel or person',
      sql: `CREATE VIEW calls AS
SELECT
  v.channel_id AS channel_id,
  NULL AS dm_user_id,
  v.call_count AS call_count,
  v.total_minutes AS total_minutes,
  v.longest_minutes AS longest_minutes,
  CASE
    WHEN d.channel_id IS NOT NULL THEN 'dm'
    WHEN g.guild_id = '@me' THEN 'group'
    WHEN g.guild_id IS NOT NULL OR v.guild_id IS NOT NULL THEN 'server'
    ELSE 'unknown'
  END AS kind
FROM (
  SELECT
    channel_id,
    max(guild_id) AS guild_id,
    count(*) AS call_count,
    sum(duration_mins) AS total_minutes,
    max(duration_mins) AS longest_minutes
  FROM voice_sessions
  GROUP BY channel_id
) v
LEFT JOIN dm_channels_data d ON d.channel_id = v.channel_id
LEFT JOIN guild_channels_data g ON g.channel_id = v.channel_id
UNION ALL
SELECT NULL, d.dm_user_id, count(*), sum(v.duration_mins), max(v.duration_mins), 'person'
FROM voice_sessions v
JOIN dm_channels_data d ON d.channel_id = v.channel_id
GROUP BY d.dm_user_id`,
    },
  ],
}
