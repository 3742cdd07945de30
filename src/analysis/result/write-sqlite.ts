/** Writes the result database. No other file of the analysis runs SQLite. */
import { createResultDatabase } from '#platform'
import { PackageError } from '../../errors.ts'
import { returnMemoryAtTimes } from '../../platform/garbage.ts'
import type { ResultDatabase, ResultRow } from '../../platform/platform.ts'
import { suggestCacheSize } from './cache-size.ts'
import { compactId } from './compact-id.ts'
import { type EventRange, eventRangesOf, hourRows } from './encoded-activity.ts'
import { periodRows } from './encoded-periods.ts'
import { Numbering, type Place, LocationCodes } from './locations.ts'
import schema from './schema.sql' with { type: 'text' }
import { ownTables } from '../statistics/registry.ts'
import { PlaceOfChannel, type Row as StatisticRow } from '../statistics/statistic.ts'
import type { Result } from './result.ts'

/** The version of the schema, in package_data. */
const schemaVersion = '0.1.0'

type Row = ResultRow

/**
 * The bytes of the SQLite file. They never touch the disk. `:memory:` alone is not enough for that, because
 * sorts and indexes would still use temporary files; so temp_store is set, and then read to verify it. Throws
 * PackageError result_too_large.
 */
export function writeSqlite(result: Result, packageId: string, bytesMax: number): Uint8Array<ArrayBuffer> {
  const database = createResultDatabase()
  try {
    database.run('PRAGMA temp_store = MEMORY')
    if (database.valueOf('PRAGMA temp_store') !== 2) throw new PackageError('internal')
    // Rows that move to another page then leave zeros behind. This makes the compressed file 2 % smaller.
    database.run('PRAGMA secure_delete = ON')
    database.run(schema)
    for (const { sql } of ownTables()) database.run(sql)
    database.run(`PRAGMA max_page_count = ${Math.ceil(bytesMax / 4096)}`)
    database.run('BEGIN')
    for (const [table, rows] of tablesOf(result, packageId)) insert(database, table, rows)
    database.run('COMMIT')
    return suggestCacheSize(database.bytes())
  } catch (error) {
    throw database.isFull(error) ? new PackageError('result_too_large') : error
  } finally {
    database.close()
  }
}

function* tablesOf(result: Result, packageId: string): Generator<[string, Iterable<Row>]> {
  const { owner, activity, voiceSessions, sessions } = result
  const labels = new Numbering()
  const guilds = new Numbering()
  const events = eventRangesOf(activity.sources)
  const places = placesOf(result, events)
  yield ['activity_events', rowsOf(events, ({ event, namesGuild }, id) => [event, id, namesGuild ? 1 : 0])]
  yield ['activity_hours', hourRows(activity, events, places, labels)]
  yield [
    'places',
    rowsOf(places.rows, ({ code, userId, channelId, guildId }) => [
      code,
      compactId(userId),
      compactId(channelId),
      guildId === null ? null : guilds.codeOf(guildId),
    ]),
  ]
  yield [
    'dm_channels_data',
    rowsOf(result.directChannels, (channel) => [
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
    'guild_channels',
    rowsOf(result.guildChannels, (channel) => [
      channel.channelId,
      channel.name,
      guilds.codeOf(channel.guildId),
      channel.messageCount,
      channel.voiceMinutes,
    ]),
  ]
  yield ['guilds', rowsOf(result.guilds, ({ id, name, messageCount }) => [id, name, messageCount])]
  yield [
    'payments',
    rowsOf(result.payments, (payment) => [
      payment.id,
      payment.day,
      payment.amount,
      payment.currency,
      payment.description,
    ]),
  ]
  yield ['voice_stays', periodRows(voiceSessions, (session) => places.codeOf({ ...session, userId: null }))]
  yield ['app_sessions', periodRows(sessions, ({ os }) => labels.codeOf(os))]
  yield ['labels', labels.rows]
  yield ['guild_numbers', rowsOf(guilds.rows, ([code, guildId]) => [code, guildId])]
  const isPartial = result.isPartial ? 1 : 0
  const { id, username, displayName, avatarUrl } = owner
  yield ['package_data', [[packageId, schemaVersion, id, username, displayName, avatarUrl, isPartial]]]
  for (const [table, rows] of result.tables) yield [table, rowsOf(rows, (row) => withPlaces(row, places))]
}

function withPlaces(row: StatisticRow, places: LocationCodes): Row {
  return row.map((cell) => (cell instanceof PlaceOfChannel ? places.codeOf(channelPlace(cell)) : cell))
}

function channelPlace({ channelId }: PlaceOfChannel): Place {
  return { userId: null, channelId, guildId: null }
}

/** Yields one row at a time. All rows of a table at once would take most of the memory. */
function* rowsOf<Item>(items: readonly Item[], rowOf: (item: Item, number: number) => Row): Generator<Row> {
  for (let number = 0; number < items.length; number++) yield rowOf(items[number]!, number)
}

/** Codes for all locations. Only activity and voice sessions give a location its guild. */
function placesOf({ activity, voiceSessions, tables }: Result, events: readonly EventRange[]): LocationCodes {
  const ofEvents = (namesGuild: boolean) =>
    events
      .filter((event) => event.namesGuild === namesGuild)
      .flatMap(({ first, last }) => activity.sources.slice(first, last + 1))
  return new LocationCodes(
    [
      ...ofEvents(true),
      ...voiceSessions.map(({ channelId, guildId }) => ({ userId: null, channelId, guildId })),
    ],
    [
      ...ofEvents(false),
      ...[...tables.values()]
        .flat(2)
        .flatMap((cell) => (cell instanceof PlaceOfChannel ? [channelPlace(cell)] : [])),
    ],
  )
}

function insert(database: ResultDatabase, table: string, rows: Iterable<Row>): void {
  let statement: ReturnType<ResultDatabase['prepare']> | undefined
  for (const row of rows) {
    statement ??= database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`)
    statement.run(row)
    returnMemoryAtTimes()
  }
  statement?.finalize()
}
