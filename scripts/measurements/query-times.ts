/**
 * A process that runs the client's queries on the given databases in turns, using sql.js like the client. It
 * prints the CPU milliseconds of each query and run, for each version of sql.js and each file, as JSON.
 *
 *     query-times.ts RUNS FILE…
 */
import initNewestSqlJs, { type Database } from 'sql.js'
import initClientSqlJs from 'sql.js-1.8'
import { clientQueries } from '../../src/tests/support/judges/client-queries.ts'
import type { OracleRows } from '../../src/tests/oracle/rows.ts'

/** By name of the query. */
export type QueryTimes = Record<string, number[]>
/** The times of each file, in the order of the arguments. */
export type TimesByVersion = Record<string, QueryTimes[]>

const versions = { "the client's sql.js": initClientSqlJs, 'the newest sql.js': initNewestSqlJs }

if (import.meta.main) {
  const [runs, ...files] = process.argv.slice(2)
  const times: TimesByVersion = {}
  for (const [version, initSqlJs] of Object.entries(versions)) {
    times[version] = await timeQueries(initSqlJs, files, Number(runs))
  }
  process.stdout.write(JSON.stringify(times))
}

async function timeQueries(initSqlJs: typeof initNewestSqlJs, files: string[], runs: number) {
  const { Database } = await initSqlJs()
  const databases: Database[] = []
  for (const file of files) databases.push(new Database(await Bun.file(file).bytes()))
  const rows = parameterRowsOf(databases[0]!)
  const times: QueryTimes[] = databases.map(() => ({}))
  for (const { name, sql, parameters } of clientQueries) {
    const values = parameters(rows)
    const answers = databases.map((database) => JSON.stringify(database.exec(sql, values)))
    if (new Set(answers).size > 1) throw new Error(`the databases answer differently: ${name}`)
    for (let run = 0; run < runs; run++) {
      for (const [index, database] of databases.entries()) {
        const begun = process.cpuUsage().user
        database.exec(sql, values)
        ;(times[index]![name] ??= []).push((process.cpuUsage().user - begun) / 1000)
      }
    }
  }
  for (const database of databases) database.close()
  return times
}

/** The source of the queries' parameters: days, starts, and the totals of channels, people and guilds. */
function parameterRowsOf(database: Database): OracleRows {
  const rowsOf = (table: string, ...columns: string[]) =>
    (database.exec(`SELECT ${columns.join(', ')} FROM ${table}`)[0]?.values ?? []).map((values) =>
      Object.fromEntries(columns.map((column, index) => [column, values[index]])),
    )
  const rows = {
    activity: rowsOf('activity', 'day'),
    sessions: rowsOf('sessions', 'started_date'),
    voice_sessions: rowsOf('voice_sessions', 'started_date'),
    guild_channels_data: rowsOf('guild_channels_data', 'channel_id', 'total_message_count'),
    dm_channels_data: rowsOf('dm_channels_data', 'dm_user_id', 'total_message_count'),
    guilds: rowsOf('guilds', 'guild_id', 'total_message_count'),
  }
  return rows as unknown as OracleRows
}
