/**
 * A process that asks the client's queries of the databases in its arguments, in sql.js as the client does, in turns:
 *   query-times.ts RUNS FILE…
 * Prints for each file the milliseconds of each query and run, as JSON.
 */
import initSqlJs, { type Database } from 'sql.js'
import { clientQueries } from '../../src/tests/support/judges/client-queries.ts'
import type { OracleRows } from '../../src/tests/oracle/rows.ts'

/** By file, in the order of the arguments, then by name of the query. */
export type QueryTimes = Record<string, number[]>[]

if (import.meta.main) {
  const [runs, ...files] = process.argv.slice(2)
  process.stdout.write(JSON.stringify(await timeQueries(files, Number(runs))))
}

async function timeQueries(files: string[], runs: number): Promise<QueryTimes> {
  const { Database } = await initSqlJs()
  const databases: Database[] = []
  for (const file of files) databases.push(new Database(await Bun.file(file).bytes()))
  const rows = rangesOf(databases[0]!)
  const times: QueryTimes = databases.map(() => ({}))
  for (const { name, sql, parameters } of clientQueries) {
    const values = parameters(rows)
    const answers = databases.map((database) => JSON.stringify(database.exec(sql, values)))
    if (new Set(answers).size > 1) throw new Error(`the databases answer differently: ${name}`)
    for (let run = 0; run < runs; run++) {
      for (const [index, database] of databases.entries()) {
        const begun = performance.now()
        database.exec(sql, values)
        ;(times[index]![name] ??= []).push(performance.now() - begun)
      }
    }
  }
  return times
}

/** Days and starts, which is all that the parameters of the queries are made of. */
function rangesOf(database: Database): OracleRows {
  const column = (sql: string) => (database.exec(sql)[0]?.values ?? []).map(([value]) => value)
  const rows = {
    activity: column('SELECT day FROM activity').map((day) => ({ day })),
    sessions: column('SELECT started_date FROM sessions').map((started_date) => ({ started_date })),
    voice_sessions: column('SELECT started_date FROM voice_sessions').map((started_date) => ({
      started_date,
    })),
  }
  return rows as unknown as OracleRows
}
