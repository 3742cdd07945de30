/** Reads the numbers of a report from a result database, with the same queries that anybody with SQL could ask. */
import { Database } from 'bun:sqlite'

export interface Report {
  owner: { id: string; name: string }
  isPartial: boolean
  firstDay: string | null
  lastDay: string | null
  totals: {
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
    voiceStays: number
    voiceMinutes: number
  }
  payments: { currency: string; exponent: number; count: number; total: number }[]
  /** The five most of each. */
  top: { [Kind in (typeof topKinds)[number]]: { name: string; count: number }[] }
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
  }[]
  gaps: {
    source: string
    reason: string
    firstDay: string
    lastDay: string | null
    messages: number
  }[]
}

const topCount = 5
const topKinds = ['servers', 'channels', 'people', 'calls', 'reactions', 'words', 'emoji', 'games'] as const

/** What is asked for the five most of each kind: a name and a count, the greatest first. */
const topQueries: { [Kind in (typeof topKinds)[number]]: string } = {
  servers: `SELECT guild_name AS name, total_message_count AS count FROM guilds WHERE guild_id <> '@me'`,
  channels: `SELECT channel_name || ' (' || guild_name || ')' AS name, c.total_message_count AS count
    FROM guild_channels_data c JOIN guilds g ON g.guild_id = c.guild_id`,
  people: `SELECT min(user_name) AS name, sum(total_message_count) AS count FROM dm_channels_data GROUP BY dm_user_id`,
  calls: `SELECT min(d.user_name) AS name, c.total_minutes AS count FROM calls c
    JOIN dm_channels_data d ON d.dm_user_id = c.dm_user_id GROUP BY c.dm_user_id`,
  reactions: `SELECT coalesce(emoji_name, 'unknown') AS name, reaction_count AS count FROM reactions`,
  words: `SELECT word AS name, message_count * one_in AS count FROM words`,
  emoji: `SELECT emoji AS name, message_count * one_in AS count FROM emoji`,
  games: `SELECT coalesce(game_name, application_id) AS name, total_minutes AS count FROM games`,
}

const eventCount = (event: string) =>
  `(SELECT coalesce(sum(occurence_count), 0) FROM activity WHERE event_name = '${event}')`

const totals = `SELECT
  ${eventCount('message_sent')} AS messages,
  (SELECT coalesce(sum(total_message_count), 0) FROM dm_channels_data) AS directMessages,
  (SELECT count(*) FROM guild_channels_data) AS channels,
  (SELECT count(*) FROM guilds WHERE guild_id <> '@me') AS servers,
  (SELECT count(DISTINCT dm_user_id) FROM dm_channels_data) AS people,
  ${eventCount('add_reaction')} AS reactions,
  ${eventCount('application_command_used')} AS commands,
  ${eventCount('app_opened')} AS appStarts,
  (SELECT count(*) FROM sessions) AS sessions,
  (SELECT coalesce(sum(duration_mins), 0) FROM sessions) AS sessionMinutes,
  (SELECT count(*) FROM voice_sessions) AS voiceStays,
  (SELECT coalesce(sum(duration_mins), 0) FROM voice_sessions) AS voiceMinutes`

/** Reads a result database as `analyze` makes it. */
export function readReport(sqliteFile: Uint8Array): Report {
  const database = Database.deserialize(sqliteFile, true)
  const all = <Row>(sql: string) => database.query<Row, []>(sql).all()
  try {
    const [about] = all<{ id: string; name: string; partial: number }>(
      `SELECT package_owner_id AS id, coalesce(package_owner_display_name, package_owner_name) AS name,
        package_is_partial AS partial FROM package_data`,
    )
    const [days] = all<{ firstDay: string | null; lastDay: string | null }>(
      'SELECT min(day) AS firstDay, max(day) AS lastDay FROM activity WHERE occurence_count > 0',
    )
    const top = topKinds.map((kind) => [
      kind,
      all(
        `SELECT name, count FROM (${topQueries[kind]}) WHERE count > 0 ORDER BY count DESC, name LIMIT ${topCount}`,
      ),
    ])
    return {
      owner: { id: about!.id, name: about!.name },
      isPartial: about!.partial === 1,
      ...days!,
      totals: all<Report['totals']>(totals)[0]!,
      payments: all(`SELECT currency, exponent, payment_count AS count, total_amount AS total
        FROM payments_by_currency ORDER BY currency`),
      top: Object.fromEntries(top) as Report['top'],
      coverage: all(`SELECT source, file_count AS files, line_count AS lines, used_count AS used,
        duplicate_count AS duplicates, broken_count AS broken, undated_count AS undated, first_day AS firstDay,
        last_day AS lastDay FROM coverage ORDER BY source`),
      gaps: all(`SELECT source, reason, first_day AS firstDay, last_day AS lastDay, message_count AS messages
        FROM tracking_gaps ORDER BY first_day, source`),
    }
  } finally {
    database.close()
  }
}
