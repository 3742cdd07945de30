/** Writes the result database: the only place that uses SQLite for results. */
import { Database, type SQLQueryBindings } from 'bun:sqlite'
import { PackageError } from '../errors.ts'
import { hourMs } from '../instant.ts'
import type { ActivityCounts, ActivitySource } from './activity-counter.ts'
import extraSchema from './extra-tables.sql' with { type: 'text' }
import schema from './schema.sql' with { type: 'text' }
import { type Statistics, minutesBetween } from './statistics.ts'
import { extraTablesOf } from './write-extra-tables.ts'

/** Version of the schema, in package_data. */
const schemaVersion = '0.1.0'

type Row = SQLQueryBindings[]

/** Both as in schema.sql. */
const hoursPerSource = 2 ** 18
const firstHour = Date.UTC(2015, 0, 1) / hourMs

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
    database.run(extraSchema)
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
  const { owner, activity, stays, sessions } = statistics
  const { sources } = activity
  const labels = new Labels()
  yield ['activity_events', eventRows(sources)]
  yield [
    'activity_sources',
    rowsOf(sources, (source, number) => [
      number,
      compactId(source.userId),
      compactId(source.channelId),
      compactId(source.guildId),
      labels.numberOf(source.extra1),
      source.extra2 === null ? null : Number(source.extra2),
    ]),
  ]
  yield ['activity_hours', hourRows(activity)]
  yield [
    'dm_channels_data',
    rowsOf(statistics.directChannels, (channel) => [
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
    rowsOf(statistics.guildChannels, (channel) => [
      channel.channelId,
      channel.name,
      channel.guildId,
      channel.messageCount,
      channel.voiceMinutes,
    ]),
  ]
  yield ['guilds', rowsOf(statistics.guilds, ({ id, name, messageCount }) => [id, name, messageCount])]
  yield [
    'payments',
    rowsOf(statistics.payments, (payment) => [
      payment.id,
      payment.day,
      payment.amount,
      payment.currency,
      payment.description,
    ]),
  ]
  yield [
    'voice_stays',
    rowsOf(stays, (stay) => [...periodOf(stay), compactId(stay.channelId), compactId(stay.guildId)]),
  ]
  yield ['app_sessions', rowsOf(sessions, (session) => [...periodOf(session), labels.numberOf(session.os)])]
  yield ['labels', labels.rows()]
  const isPartial = statistics.isPartial ? 1 : 0
  const { id, username, displayName, avatarUrl } = owner
  yield ['package_data', [[packageId, schemaVersion, id, username, displayName, avatarUrl, isPartial]]]
  yield* extraTablesOf(statistics.extras)
}

/** One row at a time: all rows of a table at once would be most of the memory. */
function* rowsOf<Item>(items: readonly Item[], rowOf: (item: Item, number: number) => Row): Generator<Row> {
  for (let number = 0; number < items.length; number++) yield rowOf(items[number]!, number)
}

function* hourRows({ sourceNumbers, hours, counts }: ActivityCounts): Generator<Row> {
  for (let at = 0; at < counts.length; at++) {
    yield [sourceNumbers[at]! * hoursPerSource + hours[at]! - firstHour, counts[at]!]
  }
}

/** Sources are in the order of their events, so each event has one range of them. */
function* eventRows(sources: readonly ActivitySource[]): Generator<Row> {
  for (let first = 0, last = 0; first < sources.length; first = last + 1, last = first) {
    const { event } = sources[first]!
    while (sources[last + 1]?.event === event) last++
    yield [event, first, last]
  }
}

/** Numbers the texts that many rows share. */
class Labels {
  private readonly numbers = new Map<string, number>()

  numberOf(label: string | null): number | null {
    if (label === null) return null
    const number = this.numbers.get(label) ?? this.numbers.size
    this.numbers.set(label, number)
    return number
  }

  *rows(): Generator<Row> {
    for (const [label, number] of this.numbers) yield [number, label]
  }
}

function insert(database: Database, table: string, rows: Iterable<Row>): void {
  let statement: ReturnType<Database['prepare']> | undefined
  for (const row of rows) {
    statement ??= database.prepare(`INSERT INTO ${table} VALUES (${row.map(() => '?').join(', ')})`)
    statement.run(...row)
  }
  statement?.finalize()
}

/** Start and length in seconds, and what the minutes of the length lack of the true ones; see schema.sql. */
function periodOf({ startMs, endMs }: { startMs: number; endMs: number }): [number, number, number] {
  const started = Math.floor(startMs / 1000)
  const seconds = Math.floor(endMs / 1000) - started
  return [started, seconds, minutesBetween(startMs, endMs) - Math.floor(seconds / 60)]
}

/** An integer where SQLite's 64 bits hold the id, else its text ('@me'). */
function compactId(id: string | null): bigint | string | null {
  if (id === null || !/^[1-9]\d{0,18}$/.test(id)) return id
  const value = BigInt(id)
  return value < 2n ** 63n ? value : id
}
