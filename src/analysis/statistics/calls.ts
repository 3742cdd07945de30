/** Voice sessions by channel and by person. */
import type { Statistic } from './statistic.ts'

export const calls: Statistic = {
  name: 'calls',
  source: '`voice_sessions`, `dm_channels_data`',
  means: 'Stays, minutes and longest stay, by channel and by person.',
  limits: 'Time alone in a call counts.',
  tables: [
    {
      name: 'calls',
      rowPer: 'voice channel, and person',
      sql: `CREATE VIEW calls AS
SELECT
  channel_id AS channel_id,
  NULL AS dm_user_id,
  count(*) AS call_count,
  sum(duration_mins) AS total_minutes,
  max(duration_mins) AS longest_minutes
FROM voice_sessions
GROUP BY channel_id
UNION ALL
SELECT NULL, d.dm_user_id, count(*), sum(v.duration_mins), max(v.duration_mins)
FROM voice_sessions v
JOIN dm_channels_data d ON d.channel_id = v.channel_id
GROUP BY d.dm_user_id`,
    },
  ],
}
