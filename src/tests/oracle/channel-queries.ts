/**
 * The official client's queries that join activity to channels, people and guilds. They keep the client's
 * order of tables: version 1.0.11 starts from channels, people or guilds and joins activity to them (except
 * for bots); older versions query people in the opposite order. A query planner that follows the written
 * order is fast in one order and takes minutes in the other.
 */
import {
  type Answer,
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
import type { ActivityRow, OracleRows } from './rows.ts'

const messagesBetween = `event_name = 'message_sent' AND day BETWEEN ?1 AND ?2`
const ofChannels = `FROM guild_channels_data c JOIN activity a ON a.associated_channel_id = c.channel_id
  JOIN guilds g ON g.guild_id = c.guild_id`
const ofGuilds = 'FROM guilds JOIN activity a ON a.associated_guild_id = guilds.guild_id'
const ofPeople = {
  'people first': 'FROM dm_channels_data d JOIN activity a ON a.associated_channel_id = d.channel_id',
  'activity first': 'FROM activity a JOIN dm_channels_data d ON a.associated_channel_id = d.channel_id',
}

export const channelQueries: ClientQuery[] = [
  {
    name: 'top guild channels',
    sql: `SELECT channel_name, channel_id, c.guild_id, g.guild_name, SUM(a.occurence_count) AS total ${ofChannels}
      WHERE ${messagesBetween} GROUP BY channel_id ORDER BY total DESC, channel_id LIMIT ${topCount}`,
    parameters: dayRangeOf,
    expected: (rows) => topChannels(rows, messagesInRange(rows)),
  },
  {
    name: 'number of guild channels written in',
    sql: `SELECT COUNT(*) AS count FROM
      (SELECT channel_id, SUM(a.occurence_count) AS total ${ofChannels} WHERE ${messagesBetween} GROUP BY channel_id)`,
    parameters: dayRangeOf,
    expected: (rows) => {
      const ids = new Set(rows.guild_channels_data.map(({ channel_id }) => channel_id))
      const channels = sumBy(messagesInRange(rows), (row) => row.associated_channel_id)
      return [{ count: channels.filter(([id]) => ids.has(id)).length }]
    },
  },
  {
    name: 'top channels of one guild',
    sql: `SELECT channel_name, channel_id, c.guild_id, g.guild_name, SUM(a.occurence_count) AS total ${ofChannels}
      WHERE ${messagesBetween} AND a.associated_guild_id = ?3
      GROUP BY channel_id ORDER BY total DESC, channel_id LIMIT ${topCount}`,
    parameters: (rows) => [...dayRangeOf(rows), busiestGuild(rows)],
    expected: (rows) =>
      topChannels(
        rows,
        messagesInRange(rows).filter((row) => row.associated_guild_id === busiestGuild(rows)),
      ),
  },
  {
    name: 'messages of one channel',
    sql: `SELECT SUM(a.occurence_count) AS total FROM guild_channels_data c
      JOIN activity a ON a.associated_channel_id = c.channel_id
      WHERE ${messagesBetween} AND c.channel_id = ?3 GROUP BY channel_id LIMIT 1`,
    parameters: (rows) => [...dayRangeOf(rows), busiestChannel(rows)],
    expected: (rows) => totalOf(messagesInRange(rows).filter((row) => isOf(busiestChannel(rows), row))),
  },
  {
    name: 'series of one channel',
    sql: seriesOf(
      `SELECT day, occurence_count FROM activity WHERE event_name = 'message_sent' AND associated_channel_id = ?3`,
    ),
    parameters: (rows) => [...dayRangeOf(rows), busiestChannel(rows)],
    expected: (rows) =>
      seriesAnswer(
        rows,
        messagesInRange(rows).filter((row) => isOf(busiestChannel(rows), row)),
      ),
  },
  {
    name: 'top guilds',
    sql: `SELECT guild_name, guild_id, SUM(a.occurence_count) AS total ${ofGuilds}
      WHERE ${messagesBetween} GROUP BY guild_id ORDER BY total DESC, guild_id LIMIT ${topCount}`,
    parameters: dayRangeOf,
    expected: (rows) =>
      top(
        messagesInRange(rows),
        (row) => row.associated_guild_id,
        (id, total) => {
          const guild = rows.guilds.find(({ guild_id }) => guild_id === id)
          return guild ? { guild_name: guild.guild_name, guild_id: id, total } : null
        },
      ),
  },
  {
    name: 'series of one guild',
    sql: seriesOf(
      `SELECT day, occurence_count FROM activity WHERE event_name = 'message_sent' AND associated_guild_id = ?3`,
    ),
    parameters: (rows) => [...dayRangeOf(rows), busiestGuild(rows)],
    expected: (rows) =>
      seriesAnswer(
        rows,
        messagesInRange(rows).filter((row) => row.associated_guild_id === busiestGuild(rows)),
      ),
  },
  ...Object.entries(ofPeople).flatMap(([order, from]) => peopleQueries(order, from)),
  {
    name: 'top bots of one guild',
    sql: `SELECT SUM(a.occurence_count) AS total, a.associated_user_id AS application, d.user_name AS user_name
      FROM activity a LEFT JOIN dm_channels_data d ON a.associated_user_id = d.dm_user_id
      WHERE event_name = 'application_command_used' AND a.associated_guild_id = ?3 AND day BETWEEN ?1 AND ?2
      GROUP BY a.associated_user_id ORDER BY total DESC, application`,
    parameters: (rows) => [...dayRangeOf(rows), busiestGuild(rows)],
    expected: (rows) =>
      topBots(
        rows,
        activityInRange(rows).filter((row) => row.associated_guild_id === busiestGuild(rows)),
      ),
  },
  {
    name: 'top bots',
    sql: `SELECT SUM(a.occurence_count) AS total, a.associated_user_id AS application, d.user_name AS user_name
      FROM activity a LEFT JOIN dm_channels_data d ON a.associated_user_id = d.dm_user_id
      WHERE event_name = 'application_command_used' AND day BETWEEN ?1 AND ?2
      GROUP BY a.associated_user_id ORDER BY total DESC, application`,
    parameters: dayRangeOf,
    expected: (rows) => topBots(rows, activityInRange(rows)),
  },
]

/** Queries about all people, and about one of them. */
function peopleQueries(order: string, from: string): ClientQuery[] {
  return [
    {
      name: `top people, ${order}`,
      sql: `SELECT d.dm_user_id AS dm_user_id, SUM(a.occurence_count) AS total ${from}
        WHERE ${messagesBetween} GROUP BY d.dm_user_id ORDER BY total DESC, d.dm_user_id LIMIT ${topCount}`,
      parameters: dayRangeOf,
      expected: (rows) =>
        top(
          messagesInRange(rows),
          (row) => personOf(rows, row),
          (dm_user_id, total) => ({ dm_user_id, total }),
        ),
    },
    {
      name: `messages to one person, ${order}`,
      sql: `SELECT SUM(a.occurence_count) AS total ${from}
        WHERE ${messagesBetween} AND d.dm_user_id = ?3 GROUP BY d.dm_user_id LIMIT 1`,
      parameters: (rows) => [...dayRangeOf(rows), dearestPerson(rows)],
      expected: (rows) => totalOf(messagesToDearest(rows)),
    },
    {
      name: `series of one person, ${order}`,
      sql: seriesOf(
        `SELECT day, occurence_count ${from} WHERE event_name = 'message_sent' AND d.dm_user_id = ?3`,
      ),
      parameters: (rows) => [...dayRangeOf(rows), dearestPerson(rows)],
      expected: (rows) => seriesAnswer(rows, messagesToDearest(rows)),
    },
  ]
}

function topChannels(rows: OracleRows, messages: ActivityRow[]): Answer[] {
  return top(
    messages,
    (row) => row.associated_channel_id,
    (channel_id, total) => {
      const channel = rows.guild_channels_data.find((one) => one.channel_id === channel_id)
      const guild = rows.guilds.find(({ guild_id }) => guild_id === channel?.guild_id)
      if (!channel || !guild) return null
      const { channel_name, guild_id } = channel
      return { channel_name, channel_id, guild_id, guild_name: guild.guild_name, total }
    },
  )
}

/**
 * A bot without a DM channel in the package has no name here. A bot with several DM channels is counted once
 * for each of them.
 */
function topBots(rows: OracleRows, ofRange: ActivityRow[]): Answer[] {
  const commands = ofRange.filter(({ event_name }) => event_name === 'application_command_used')
  const named = sumBy(commands, (row) => row.associated_user_id ?? '').map(([id, count]) => {
    const names = rows.dm_channels_data.filter(({ dm_user_id }) => dm_user_id === id)
    const total = count * Math.max(names.length, 1)
    return { total, application: id || null, user_name: names[0]?.user_name ?? null }
  })
  return named.sort((left, right) => right.total - left.total)
}

function messagesToDearest(rows: OracleRows): ActivityRow[] {
  return messagesInRange(rows).filter((row) => personOf(rows, row) === dearestPerson(rows))
}

function personOf(rows: OracleRows, { associated_channel_id }: ActivityRow): string | null {
  return (
    rows.dm_channels_data.find(({ channel_id }) => channel_id === associated_channel_id)?.dm_user_id ?? null
  )
}

function isOf(channelId: string, row: ActivityRow): boolean {
  return row.associated_channel_id === channelId
}

/** One row with a sum, or none if there is nothing to sum, because the queries use GROUP BY. */
function totalOf(rows: ActivityRow[]): Answer[] {
  return rows.length ? [{ total: sumCounts(rows) }] : []
}

function busiestChannel({ guild_channels_data }: OracleRows): string {
  return mostMessages(guild_channels_data)?.channel_id ?? ''
}

function busiestGuild({ guilds }: OracleRows): string {
  return mostMessages(guilds)?.guild_id ?? ''
}

function dearestPerson({ dm_channels_data }: OracleRows): string {
  return mostMessages(dm_channels_data)?.dm_user_id ?? ''
}

function mostMessages<Row extends { total_message_count: number }>(rows: Row[]): Row | undefined {
  return rows.reduce<Row | undefined>(
    (most, row) => (most && most.total_message_count >= row.total_message_count ? most : row),
    undefined,
  )
}
