/** Counts app sessions by month and operating system. */
import type { Statistic } from './statistic.ts'

export const appSessionsByOs: Statistic = {
  name: 'app_sessions_by_os',
  source: '`sessions`',
  means: 'App sessions and their minutes, by month of their start and by operating system.',
  limits: 'Sessions that are missing in `sessions` are missing here too.',
  tables: [
    {
      name: 'app_sessions_by_os',
      rowPer: 'month and system',
      sql: `CREATE VIEW app_sessions_by_os AS
SELECT
  strftime('%Y-%m', started_date, 'unixepoch') AS month,
  device_os AS device_os,
  count(*) AS session_count,
  sum(duration_mins) AS total_minutes
FROM sessions
GROUP BY month, device_os`,
    },
  ],
}
