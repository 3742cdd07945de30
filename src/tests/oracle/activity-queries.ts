/** The official client's queries that read only the table `activity`, with the expected answers. */
import {
  activityInRange,
  type ClientQuery,
  dayRangeOf,
  messagesInRange,
  seriesAnswer,
  seriesOf,
  sumBy,
  sumCounts,
  top,
  topCount,
} from './query-answers.ts'
import type { ActivityRow } from './rows.ts'

export const activityQueries: ClientQuery[] = [
  {
    name: 'sum of everything in activity',
    sql: 'SELECT SUM(occurence_count) AS total FROM activity',
    parameters: () => [],
    expected: ({ activity }) => [{ total: activity.length ? sumCounts(activity) : null }],
  },
  {
    name: 'first and last day',
    sql: 'SELECT MIN(day) AS first, MAX(day) AS last FROM activity',
    parameters: () => [],
    expected: ({ activity }) => {
      const days = activity.map(({ day }) => day).sort()
      return [{ first: days[0] ?? null, last: days.at(-1) ?? null }]
    },
  },
  {
    name: 'events by name between days',
    sql: `SELECT event_name, SUM(occurence_count) AS total FROM activity
      WHERE day BETWEEN ?1 AND ?2 GROUP BY event_name ORDER BY event_name`,
    parameters: dayRangeOf,
    expected: (rows) =>
      sumBy(activityInRange(rows), (row) => row.event_name).map(([event_name, total]) => ({
        event_name: event_name!,
        total,
      })),
  },
  {
    name: 'hour histogram of messages',
    sql: `SELECT hour, SUM(occurence_count) AS total FROM activity
      WHERE event_name = 'message_sent' AND day BETWEEN ?1 AND ?2 GROUP BY hour ORDER BY hour`,
    parameters: dayRangeOf,
    expected: (rows) =>
      sumBy(messagesInRange(rows), (row) => String(row.hour).padStart(2, '0')).map(([hour, total]) => ({
        hour: Number(hour),
        total,
      })),
  },
  {
    name: 'top emoji of reactions',
    sql: `SELECT extra_field_1 AS emoji, extra_field_2 AS custom, SUM(occurence_count) AS total FROM activity
      WHERE event_name = 'add_reaction' AND extra_field_1 IS NOT NULL
      GROUP BY extra_field_1, extra_field_2 ORDER BY total DESC, extra_field_2 || extra_field_1 LIMIT ${topCount}`,
    parameters: () => [],
    expected: ({ activity }) =>
      top(
        activity.filter(({ event_name, extra_field_1 }) => event_name === 'add_reaction' && extra_field_1),
        (row) => `${row.extra_field_2}${row.extra_field_1}`,
        (key, total) => ({ emoji: key.slice(1), custom: key.slice(0, 1), total }),
      ),
  },
  {
    name: 'top applications by commands',
    sql: `SELECT associated_user_id AS application, SUM(occurence_count) AS total FROM activity
      WHERE event_name = 'application_command_used' AND associated_user_id IS NOT NULL
      GROUP BY associated_user_id ORDER BY total DESC, associated_user_id LIMIT ${topCount}`,
    parameters: () => [],
    expected: ({ activity }) =>
      top(
        activity.filter(({ event_name }) => event_name === 'application_command_used'),
        (row) => row.associated_user_id,
        (application, total) => ({ application, total }),
      ),
  },
  {
    name: 'messages on an average day',
    sql: `SELECT ROUND(AVG(total)) AS average FROM (
        SELECT day, SUM(occurence_count) AS total FROM activity
        WHERE event_name = 'message_sent' AND day BETWEEN ?1 AND ?2 GROUP BY day
      )`,
    parameters: dayRangeOf,
    expected: (rows) => [{ average: averageOfDays(messagesInRange(rows)) }],
  },
  {
    name: 'starts of the app on an average day',
    sql: `SELECT ROUND(AVG(total)) AS average FROM (
        SELECT day, SUM(occurence_count) AS total FROM activity WHERE event_name = 'app_opened' GROUP BY day
      )`,
    parameters: () => [],
    expected: ({ activity }) => [
      { average: averageOfDays(activity.filter(({ event_name }) => event_name === 'app_opened')) },
    ],
  },
  {
    name: 'guilds joined between days',
    sql: `SELECT COUNT(DISTINCT associated_guild_id) AS count FROM activity
      WHERE event_name = 'guild_joined' AND day BETWEEN ?1 AND ?2`,
    parameters: dayRangeOf,
    expected: (rows) => {
      const joins = activityInRange(rows).filter(({ event_name }) => event_name === 'guild_joined')
      return [{ count: sumBy(joins, (row) => row.associated_guild_id).length }]
    },
  },
  {
    name: 'messages of each day of a series',
    sql: seriesOf(`SELECT day, occurence_count FROM activity WHERE event_name = 'message_sent'`),
    parameters: dayRangeOf,
    expected: (rows) => seriesAnswer(rows, messagesInRange(rows)),
  },
  {
    name: 'everything of each day of a series',
    sql: seriesOf('SELECT day, occurence_count FROM activity'),
    parameters: dayRangeOf,
    expected: (rows) => seriesAnswer(rows, activityInRange(rows)),
  },
]

function averageOfDays(rows: ActivityRow[]): number | null {
  const days = sumBy(rows, ({ day }) => day)
  return days.length ? Math.round(days.reduce((total, [, count]) => total + count, 0) / days.length) : null
}
