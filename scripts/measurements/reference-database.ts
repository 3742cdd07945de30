/** Copies a result into the reference server's schema: plain tables with text keys and six indexes. */
import { Database } from 'bun:sqlite'
import { rmSync } from 'node:fs'

const tables: Record<string, string> = {
  activity: `event_name TEXT, day TEXT, hour INTEGER, occurence_count INTEGER, associated_user_id TEXT,
    associated_channel_id TEXT, associated_guild_id TEXT, extra_field_1 TEXT, extra_field_2 TEXT,
    PRIMARY KEY (event_name, day, hour, associated_channel_id, associated_guild_id, associated_user_id, extra_field_1)`,
  dm_channels_data: `channel_id TEXT PRIMARY KEY, dm_user_id TEXT, user_name TEXT, display_name TEXT,
    user_avatar_url TEXT, total_message_count INTEGER, total_voice_channel_duration INTEGER, sentiment_score REAL`,
  guild_channels_data: `channel_id TEXT PRIMARY KEY, channel_name TEXT, guild_id TEXT, total_message_count INTEGER,
    total_voice_channel_duration INTEGER`,
  guilds: 'guild_id TEXT PRIMARY KEY, guild_name TEXT, total_message_count INTEGER',
  payments: `payment_id TEXT PRIMARY KEY, payment_date TEXT, payment_amount INTEGER, payment_currency TEXT,
    payment_description TEXT`,
  voice_sessions: `channel_id TEXT, guild_id TEXT, duration_mins INTEGER, started_date TEXT, ended_date TEXT,
    PRIMARY KEY (channel_id, started_date)`,
  sessions: 'started_date TEXT, ended_date TEXT, duration_mins INTEGER, device_os TEXT',
  package_data: `package_id TEXT, package_version TEXT, package_owner_id TEXT, package_owner_name TEXT,
    package_owner_display_name TEXT, package_owner_avatar_url TEXT, package_is_partial INTEGER`,
}

const indexes = [
  'activity (event_name, associated_guild_id, day)',
  'activity (event_name, associated_channel_id, day)',
  'sessions (started_date)',
  'voice_sessions (started_date)',
  'dm_channels_data (dm_user_id)',
  'guild_channels_data (guild_id)',
]

/**
 * Writes the rows of `result` into a new database at `path`. VACUUM makes it as small as this schema allows,
 * so that the comparison is fair. Returns the number of rows of each table.
 */
export function writeReferenceDatabase(result: string, path: string): Record<string, number> {
  rmSync(path, { force: true })
  const database = new Database(path)
  try {
    database.run('PRAGMA journal_mode = OFF')
    database.run('ATTACH ? AS result', [result])
    const counts: Record<string, number> = {}
    for (const [table, columns] of Object.entries(tables)) {
      database.run(`CREATE TABLE main.${table} (${columns})`)
      const names = database
        .query<{ name: string }, []>(`SELECT name FROM pragma_table_info('${table}', 'main')`)
        .all()
        .map(({ name }) => name)
        .join(', ')
      const insert = `INSERT INTO main.${table} (${names}) SELECT ${names} FROM result.${table}`
      counts[table] = database.run(insert).changes
    }
    for (const [number, index] of indexes.entries()) database.run(`CREATE INDEX index_${number} ON ${index}`)
    database.run('DETACH result')
    database.run('VACUUM')
    return counts
  } finally {
    database.close()
  }
}
