/** Reads the numbers of a report from a result database, with plain SQL queries that anyone could run. */
import { Database } from 'bun:sqlite'
import { localHours } from './local-time.ts'

export interface Report {
  owner: { id: string; name: string }
  isPartial: boolean
  /** The time zone of the report. The database is in UTC. */
  zone: string
  firstDay: string | null
  lastDay: string | null
  totals: Totals
  payments: { currency: string; exponent: number; count: number; total: number }[]
  /** Messages by hour of the day, and by day of the week beginning with Monday. */
  messagesByHour: number[]
  messagesByWeekday: number[]
  /**
   * The messages that were read for words and emoji: all of them, or a uniform sample whose counts are
   * estimates.
   */
  texts: { messages: number; read: number; oneIn: number; languages: string[] }
  /** At most five of each kind, the largest first. */
  top: { [Kind in TopKind]: { name: string; count: number; isEstimate: boolean }[] }
  coverage: {
    source: string
    files: number
    lines: number
    used: number
    duplicates: number
    broken: number
    undated: number
    firstDay: string | null
    lastDay: string | null
    leftOut: number
    reasons: string[]
  }[]
  gaps: {
    source: string
    reason: string
    firstDay: string
    lastDay: string | null
    messages: number
  }[]
}

interface Totals {
  messages: number
  directMessages: number
  channels: number
  servers: number
  people: number
  reactions: number
  commands: number
  appStarts: number
  sessions: number
  sessionMinutes: number
  voiceSessions: number
  voiceMinutes: number
  words: number
  attachments: number
  /**
   * Messages with an event in the activity, in channels whose messages could all be read, and how many of
   * these are no longer in the package.
   */
  sentMessages: number
  deletedMessages: number
  serversJoined: number
  serversLeft: number
  /** The owner's own streams. */
  streams: number
  streamMinutes: number
}

const topCount = 5
const topKinds = [
  ...(['servers', 'channels', 'people', 'calls', 'groupCalls', 'voiceServers'] as const),
  ...(['reactions', 'words', 'emoji', 'games', 'gameDays', 'systems'] as const),
] as const
export type TopKind = (typeof topKinds)[number]

const gameName = (prefix: string) =>
  `coalesce(${prefix}game_name, 'Unknown game ' || ${prefix}application_id, 'Unknown game')`

/** A query for each top list, unsorted: a name, a count, and for some also whether it is an estimate. */
const topQueries: { [Kind in TopKind]: string } = {
  servers: `SELECT guild_name AS name, total_message_count AS count FROM guilds WHERE guild_id <> '@me'`,
  channels: `SELECT channel_name || ' (' || guild_name || ')' AS name, c.total_message_count AS count
    FROM guild_channels_data c JOIN guilds g ON g.guild_id = c.guild_id`,
  people: `SELECT min(user_name) AS name, sum(total_message_count) AS count FROM dm_channels_data GROUP BY dm_user_id`,
  calls: `SELECT min(d.user_name) AS name, c.total_minutes AS count FROM calls c
    JOIN dm_channels_data d ON d.dm_user_id = c.dm_user_id GROUP BY c.dm_user_id`,
  groupCalls: `SELECT g.channel_name AS name, c.total_minutes AS count FROM calls c
    JOIN guild_channels_data g ON g.channel_id = c.channel_id WHERE c.kind = 'group'`,
  voiceServers: `SELECT g.guild_name AS name, sum(v.duration_mins) AS count FROM voice_sessions v
    JOIN guilds g ON g.guild_id = v.guild_id GROUP BY v.guild_id`,
  reactions: `SELECT coalesce(emoji_name, 'unknown') AS name, reaction_count AS count FROM reactions`,
  words: `SELECT word AS name, message_count * one_in AS count, one_in > 1 AS isEstimate FROM words`,
  emoji: `SELECT emoji AS name, message_count * one_in AS count, one_in > 1 AS isEstimate FROM emoji`,
  games: `SELECT ${gameName('')} AS name, total_minutes AS count FROM games`,
  gameDays: `SELECT ${gameName('')} AS name, sum(day_count) AS count FROM game_days GROUP BY application_id, game_name`,
  systems: `SELECT device_os AS name, sum(total_minutes) AS count FROM app_sessions_by_os GROUP BY device_os`,
}

const eventCount = (event: string) =>
  `(SELECT coalesce(sum(occurence_count), 0) FROM activity WHERE event_name = '${event}')`
const sumOf = (expression: string, table: string) => `(SELECT coalesce(sum(${expression}), 0) FROM ${table})`

const totals: { [Name in keyof Totals]: string } = {
  messages: eventCount('message_sent'),
  directMessages: sumOf('total_message_count', 'dm_channels_data'),
  channels: `(SELECT count(*) FROM guild_channels_data)`,
  servers: `(SELECT count(*) FROM guilds WHERE guild_id <> '@me')`,
  people: `(SELECT count(DISTINCT dm_user_id) FROM dm_channels_data)`,
  reactions: eventCount('add_reaction'),
  commands: eventCount('application_command_used'),
  appStarts: eventCount('app_opened'),
  sessions: `(SELECT count(*) FROM sessions)`,
  sessionMinutes: sumOf('duration_mins', 'sessions'),
  voiceSessions: `(SELECT count(*) FROM voice_sessions)`,
  voiceMinutes: sumOf('duration_mins', 'voice_sessions'),
  words: sumOf('word_count', 'message_totals'),
  attachments: sumOf('attachment_count', 'message_totals'),
  sentMessages: sumOf('sent_count', 'deleted_messages'),
  deletedMessages: sumOf('deleted_count', 'deleted_messages'),
  serversJoined: sumOf(`event = 'joined'`, 'server_timeline'),
  serversLeft: sumOf(`event = 'left'`, 'server_timeline'),
  streams: sumOf('stream_count', `streaming WHERE role = 'streamer'`),
  streamMinutes: sumOf('total_minutes', `streaming WHERE role = 'streamer'`),
}

/** Reads a result database made by `analyze`. `zone` applies to the period and to the times of messages. */
export function readReport(sqliteFile: Uint8Array, zone = 'UTC'): Report {
  const database = Database.deserialize(sqliteFile, true)
  const all = <Row>(sql: string) => database.query<Row, []>(sql).all()
  try {
    const [about] = all<{ id: string; name: string; partial: number }>(
      `SELECT package_owner_id AS id, coalesce(package_owner_display_name, package_owner_name) AS name,
        package_is_partial AS partial FROM package_data`,
    )
    const [texts] = all<{ messages: number; read: number; oneIn: number; languages: string }>(
      `SELECT message_count AS messages, read_count AS read, one_in AS oneIn, languages FROM texts_read`,
    )
    const top = topKinds.map((kind) => {
      const rows = all<{ name: string; count: number; isEstimate?: number }>(
        `SELECT * FROM (${topQueries[kind]}) WHERE count > 0 ORDER BY count DESC, name LIMIT ${topCount}`,
      )
      return [
        kind,
        rows.map(({ name, count, isEstimate }) => ({ name, count, isEstimate: isEstimate === 1 })),
      ]
    })
    const coverage = all<Omit<Report['coverage'][number], 'reasons'> & { reasons: string | null }>(
      `SELECT source, file_count AS files, line_count AS lines, used_count AS used, duplicate_count AS duplicates,
        broken_count AS broken, undated_count AS undated, first_day AS firstDay, last_day AS lastDay,
        left_out_count AS leftOut, reasons FROM coverage ORDER BY source`,
    )
    const selected = Object.entries(totals).map(([name, sql]) => `${sql} AS ${name}`)
    return {
      owner: { id: about!.id, name: about!.name },
      isPartial: about!.partial === 1,
      ...localTimesOf(all(hours), zone),
      totals: all<Totals>(`SELECT ${selected.join(', ')}`)[0]!,
      payments: all(`SELECT currency, exponent, payment_count AS count, total_amount AS total
        FROM payments_by_currency ORDER BY currency`),
      texts: { ...texts!, languages: texts!.languages.split(' ').filter((language) => language !== '') },
      top: Object.fromEntries(top) as Report['top'],
      coverage: coverage.map((row) => ({ ...row, reasons: row.reasons?.split(' ') ?? [] })),
      gaps: all(`SELECT source, reason, first_day AS firstDay, last_day AS lastDay, message_count AS messages
        FROM tracking_gaps ORDER BY first_day, source`),
    }
  } finally {
    database.close()
  }
}

const hours = `SELECT day, hour, coalesce(sum(occurence_count) FILTER (WHERE event_name = 'message_sent'), 0) AS messages
  FROM activity WHERE occurence_count > 0 GROUP BY day, hour`

/**
 * The numbers that depend on the time zone: the first and last day with activity, and the times of messages.
 */
function localTimesOf(rows: readonly { day: string; hour: number; messages: number }[], zone: string) {
  const localHourOf = localHours(zone)
  const messagesByHour = Array<number>(24).fill(0)
  const messagesByWeekday = Array<number>(7).fill(0)
  let firstDay: string | null = null
  let lastDay: string | null = null
  for (const { day, hour, messages } of rows) {
    const local = localHourOf(day, hour)
    messagesByHour[local.hour]! += messages
    messagesByWeekday[local.weekday]! += messages
    if (firstDay === null || local.day < firstDay) firstDay = local.day
    if (lastDay === null || local.day > lastDay) lastDay = local.day
  }
  return { zone, firstDay, lastDay, messagesByHour, messagesByWeekday }
}
