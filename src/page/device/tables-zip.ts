/**
 * Packs the tables and views of a result that are meant for people (`shownTables`) as CSV files into one zip.
 */
import { strToU8, zipSync } from 'fflate'
import { csvOf } from '../data/csv.ts'
import type { Database } from '../data/database.ts'
import { shownTables } from '../data/shown-tables.ts'

/** One file per table or view, with all of its rows. */
export async function tablesZip({
  columnsByTable,
  rows,
}: Pick<Database, 'columnsByTable' | 'rows'>): Promise<Uint8Array> {
  const files: Record<string, Uint8Array> = {}
  for (const table of shownTables(columnsByTable)) {
    files[`${table}.csv`] = strToU8(csvOf(await rows(`SELECT * FROM "${table.replaceAll('"', '""')}"`)))
  }
  return zipSync(files, { level: 6 })
}
