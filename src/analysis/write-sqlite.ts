/** Writes the result database: the only place that uses SQLite for results. */
import { Database, type SQLQueryBindings } from 'bun:sqlite'
import { PackageError } from '../errors.ts'
import schema from './schema.sql' with { type: 'text' }
import { type Statistics, minutesBetween } from './statistics.ts'

/** Version of the schema, in package_data. */
const schemaVersion = '0.1.0'

type Row = SQLQueryBindings[]

/**
 * The bytes of the SQLite file. It never touches the disk: `:memory:` alone still spills sorts and indexes to
 * temporary files, so temp_store is set and read back.
 * Throws PackageError result_too_large.
 */
export function writeSqlite(
  statistics: Statistics,
  packageId: string,
  bytesMax: number,
): Uint8Array<ArrayBuffer> {
  const database = new Database(':memory:', { strict: true })
  try {
    database.run('PRAGMA temp_store = MEMORY')
    const stored = database.query('PRAGMA temp_store').get() as { temp_store: number }
    if (stored.temp_store !== 2) throw new PackageError('internal')
    database.run(schema)
    database.run(`PRAGMA max_page_count = ${Math.ceil(bytesMax / 4096)}`)
    database.transaction(() => {
      for (const [table, rows] of tablesOf(statistics, packageId)) insert(database, table, rows)
    })()
    return database.serialize() as Uint8Array<ArrayBuffer>
  } catch (error) {
    throw (error as { code?: string }).code === 'SQLITE_FULL' ? new PackageError('result_too_large') : error
  } finally {
    database.close()
  }
}

function* tablesOf(statistics: Statistics, packageId: string): Generator<[string, Iterable<Row>]> {
  const { owner, isPartial } = statistics
  yield [
    'activity_sources',
    statistics.sources.map((source, number) => [
      number,
      source.event,
      compactId(source.userId),
      compactId(source.channelId),
      compactId(source.guildId),
      source.extra1,
      source.extra2,
    ]),
  ]
  yield ['activity_hours', statistics.activity.map(({ source, hour, count }) => [source, hour, count])]
  yield [
    'dm_channels_data',
    statistics.directChannels.map((channel) => [
      channel.channelId,
      channel.userId,
      channel.userName,
      channel.displayName,
      channel.avatarUrl,
      channel.messageCount,
      channel.voiceMinutes,
      channel.sentiment,
    ]),
  ]
  yield [
    'guild_channels_data',
    statistics.guildChannels.map((channel) => [
      channel.channelId,
      channel.name,
      channel.guildId,
      channel.messageCount,
      channel.voiceMinutes,
    ]),
  ]
  yield ['guilds', statistics.guilds.map(({ id, name, messageCount }) => [id, name, messageCount])]
  yield [
    'payments',
    statistics.payments.map(({ id, day, amount, currency, description }) => [
      ...[id, day, amount, currency, description],
    ]),
  ]
  yield [
    'voice_stays',
    statistics.stays.map(({ channelId, guildId, ...period }) => [
      ...periodOf(period),
      compactId(channelId),
      compactId(guildId),
    ]),
  ]
  yield ['app_sessions', statistics.sessions.map(({ os, ...period }) => [...periodOf(period), os])]
  yield [
    'package_data',
    [
      [
        packageId,
        schemaVersion,
        owner.id,
        owner.username,
        owner.displayName,
        owner.avatarUrl,
        isPartial ? 1 : 0,
      ],
    ],
  ]
}

function insert(database: Database, table: string, rows: Iterable<Row>): void {
  let statement: ReturnType<Database['prepare']> | undefined
  for (const row of rows) {
    statement ??= database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`)
    statement.run(...row)
  }
  statement?.finalize()
}

/** Start and length in seconds, and minutes; start, end and minutes are rounded down, each by itself. */
function periodOf({ startMs, endMs }: { startMs: number; endMs: number }): [number, number, number] {
  const started = Math.floor(startMs / 1000)
  return [started, Math.floor(endMs / 1000) - started, minutesBetween(startMs, endMs)]
}

/** An integer where SQLite's 64 bits hold the id, else its text ('@me'). */
function compactId(id: string | null): bigint | string | null {
  if (id === null || !/^[1-9]\d{0,18}$/.test(id)) return id
  const value = BigInt(id)
  return value < 2n ** 63n ? value : id
}
