/** The client's queries of the table activity and its joins. */
import {
  activityInRange,
  dayRangeOf,
  daysOfRange,
  messagesInRange,
  sumBy,
  sumCounts,
  top,
  topCount,
  type ClientQuery,
} from './query-answers.ts'

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
    name: 'top guild channels',
    sql: `SELECT channel_id, channel_name, guild_name, SUM(occurence_count) AS total FROM activity
      INNER JOIN guild_channels_data ON associated_channel_id = channel_id
      INNER JOIN guilds ON guilds.guild_id = guild_channels_data.guild_id
      WHERE event_name = 'message_sent' AND day BETWEEN ?1 AND ?2
      GROUP BY channel_id ORDER BY total DESC, channel_id LIMIT ${topCount}`,
    parameters: dayRangeOf,
    expected: (rows) =>
      top(
        messagesInRange(rows),
        (row) => row.associated_channel_id,
        (id, total) => {
          const channel = rows.guild_channels_data.find(({ channel_id }) => channel_id === id)
          const guild = rows.guilds.find(({ guild_id }) => guild_id === channel?.guild_id)
          return channel && guild
            ? { channel_id: id, channel_name: channel.channel_name, guild_name: guild.guild_name, total }
            : null
        },
      ),
  },
  {
    name: 'top guilds',
    sql: `SELECT guild_id, guild_name, SUM(occurence_count) AS total FROM activity
      INNER JOIN guilds ON associated_guild_id = guild_id
      WHERE event_name = 'message_sent' AND day BETWEEN ?1 AND ?2
      GROUP BY guild_id ORDER BY total DESC, guild_id LIMIT ${topCount}`,
    parameters: dayRangeOf,
    expected: (rows) =>
      top(
        messagesInRange(rows),
        (row) => row.associated_guild_id,
        (id, total) => {
          const guild = rows.guilds.find(({ guild_id }) => guild_id === id)
          return guild ? { guild_id: id, guild_name: guild.guild_name, total } : null
        },
      ),
  },
  {
    name: 'top people',
    sql: `SELECT channel_id, dm_user_id, user_name, SUM(occurence_count) AS total FROM activity
      INNER JOIN dm_channels_data ON associated_channel_id = channel_id
      WHERE event_name = 'message_sent' AND day BETWEEN ?1 AND ?2
      GROUP BY channel_id ORDER BY total DESC, channel_id LIMIT ${topCount}`,
    parameters: dayRangeOf,
    expected: (rows) =>
      top(
        messagesInRange(rows),
        (row) => row.associated_channel_id,
        (id, total) => {
          const dm = rows.dm_channels_data.find(({ channel_id }) => channel_id === id)
          return dm ? { channel_id: id, dm_user_id: dm.dm_user_id, user_name: dm.user_name, total } : null
        },
      ),
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
    name: 'messages of each day of a series',
    sql: `WITH RECURSIVE dates(date) AS
        (SELECT ?1 UNION ALL SELECT date(date, '+1 day') FROM dates WHERE date < ?2)
      SELECT dates.date AS date, COALESCE(SUM(occurence_count), 0) AS total FROM dates
      LEFT JOIN activity ON activity.day = dates.date AND event_name = 'message_sent'
      GROUP BY dates.date ORDER BY dates.date`,
    parameters: dayRangeOf,
    expected: (rows) => {
      const messages = messagesInRange(rows)
      return daysOfRange(rows).map((date) => ({
        date,
        total: sumCounts(messages.filter(({ day }) => day === date)),
      }))
    },
  },
]
