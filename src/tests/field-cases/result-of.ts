/** The result of a small hand-made package, and the queries that field cases run on it. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readReport } from '../../cli/read-report.ts'
import { account, exportDay, messagesJson, today, zipOf, type Files } from '../oracle/sample-package.ts'
import { sqliteByExecutable } from '../support/judges/executable-run.ts'
import { rowsOf, sqliteOf } from '../support/judges/engine-run.ts'

export interface Result {
  file: Uint8Array
  rows<Row = Record<string, string | number | null>>(query: string): Row[]
  /** The values of the first column. */
  values(query: string): (string | number | null)[]
  /** How often an event occurred, according to the table `activity`. */
  count(eventName: string): number
  /** Sums over everything, as in the report. */
  totals: ReturnType<typeof readReport>['totals']
}

/** Analyzes these files unchanged, with the source or with the executable under test. Throws PackageError. */
export async function resultOfFiles(files: Files, day = exportDay): Promise<Result> {
  const archive = zipOf(files, day)
  noteArchive(archive)
  const executable = process.env.DUMPUS_EXECUTABLE
  const file = executable ? await sqliteByExecutable(executable, archive) : await sqliteOf(archive, { today })
  const rows = <Row>(query: string) => rowsOf<Row>(file, query)
  const values = (query: string) => rows<Record<string, string | number | null>>(query).map(firstOf)
  return {
    file,
    rows,
    values,
    count: (name) =>
      Number(values(`SELECT sum(occurence_count) FROM activity WHERE event_name = '${name}'`)[0]),
    totals: readReport(file).totals,
  }
}

/** Saves the archive in the folder TEST_ARCHIVES, for tests that need the archives of all field cases. */
function noteArchive(archive: Uint8Array): void {
  const folder = process.env.TEST_ARCHIVES
  if (folder) writeFileSync(join(folder, `${Bun.hash(archive).toString(36)}.zip`), archive)
}

/** Like resultOfFiles, with an account that names the owner. */
export function resultOf(files: Files, day = exportDay): Promise<Result> {
  return resultOfFiles({ 'Account/user.json': account(), ...files }, day)
}

/** The reasons of a source in the table `coverage`. */
export function reasonsOf(result: Result, source: string): string[] {
  const [reasons] = result.values(`SELECT reasons FROM coverage WHERE source = '${source}'`)
  return String(reasons ?? '')
    .split(' ')
    .filter((reason) => reason !== '')
}

/** One message at noon of each day from `first` on. Another `serial` gives other ids, for another channel. */
export function dailyMessages(first: string, days: number, serial = 0): string {
  const start = Date.parse(`${first}T12:00:00Z`)
  return messagesJson(
    ...Array.from({ length: days }, (_, day): [string, string] => {
      const time = start + day * 86_400_000
      const id = (BigInt(time - 1_420_070_400_000) << 22n) + BigInt(serial * 1000 + day)
      return [String(id), new Date(time).toISOString().slice(0, 19).replace('T', ' ')]
    }),
  )
}

function firstOf<Value>(row: Record<string, Value>): Value {
  return Object.values(row)[0]!
}
