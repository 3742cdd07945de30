/**
 * Prints the statistics as Markdown tables. With --write, inserts the tables into docs/.
 *
 *     bun scripts/print-statistics.ts [--write]
 */
import { Database } from 'bun:sqlite'
import schema from '../src/analysis/result/schema.sql' with { type: 'text' }
import { countedEvents } from '../src/analysis/statistics/counted-events.ts'
import { guessedFields, isGuessed } from '../src/analysis/statistics/guessed-fields.ts'
import { ownTables, statistics } from '../src/analysis/statistics/registry.ts'
import { markdownTable, writeTable } from './marked-table.ts'

/** The events that are counted in `activity`, in the order of the code's table. */
export function eventsTable(): string {
  const rows = Object.entries(countedEvents).map(([type, event]) => [
    coded([event.as ?? type]),
    coded([type]),
    (event.fields ?? []).map((field) => fieldOf(field, [type])).join(' '),
    event.means,
    event.sent,
    event.limits,
  ])
  return markdownTable([
    ['event_name', 'source event', 'fields', 'definition', 'what sends it', 'known limits'],
    ...rows,
  ])
}

/** The statistics that read events, except `activity`. */
export function eventStatisticsTable(): string {
  const rows = statistics
    .filter(({ name, events }) => events && name !== 'activity')
    .map(({ tables, events, means, limits }) => {
      const fields = [...new Set(Object.values(events!.fields).flat())].map((field) =>
        fieldOf(
          field,
          Object.keys(events!.fields).filter((type) => events!.fields[type]!.includes(field)),
        ),
      )
      return [tablesOf(tables), coded(Object.keys(events!.fields)), fields.join(' '), means, limits]
    })
  return markdownTable([['table', 'source events', 'fields', 'definition', 'known limits'], ...rows])
}

/** The guessed fields, by event type or file. */
export function guessedTable(): string {
  const rows = Object.entries(guessedFields).map(([record, fields]) => [coded([record]), coded(fields)])
  return markdownTable([['event or file', 'guessed fields'], ...rows])
}

/** The statistics that read no events. */
export function otherStatisticsTable(): string {
  const rows = statistics
    .filter(({ events }) => !events)
    .map(({ tables, source, means, limits }) => [tablesOf(tables), source!, means, limits])
  return markdownTable([['table', 'source', 'definition', 'known limits'], ...rows])
}

/** The tables and views of the result that are meant for queries, with their columns. */
export function databaseTable(): string {
  const database = new Database(':memory:')
  try {
    for (const sql of [schema, ...ownTables().map((table) => table.sql)]) database.run(sql)
    const columnsOf = (name: string) =>
      database.query<{ name: string }, [string]>('SELECT name FROM pragma_table_info(?)').all(name)
    const rows = shown().map(({ name, rowPer }) => [
      coded([name]),
      rowPer,
      columnsOf(name)
        .map((column) => coded([column.name]))
        .join(', '),
    ])
    return markdownTable([['name', 'one row per', 'columns'], ...rows])
  } finally {
    database.close()
  }
}

function shown() {
  return statistics.flatMap(({ tables }) => tables).filter(({ rowPer }) => rowPer !== '')
}

function tablesOf(tables: readonly { name: string; rowPer: string }[]): string {
  return tables
    .filter(({ rowPer }) => rowPer !== '')
    .map(({ name }) => coded([name]))
    .join(', ')
}

/** Appends a question mark to a field that is a guess in all of these events. */
function fieldOf(field: string, types: readonly string[]): string {
  return `${coded([field])}${types.every((type) => isGuessed(type, field)) ? '?' : ''}`
}

function coded(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' ')
}

if (import.meta.main) {
  const tables: [document: string, name: string, table: string][] = [
    ['docs/statistics.md', 'events', eventsTable()],
    ['docs/statistics.md', 'event-statistics', eventStatisticsTable()],
    ['docs/statistics.md', 'guessed-fields', guessedTable()],
    ['docs/statistics.md', 'other-statistics', otherStatisticsTable()],
    ['docs/result-database.md', 'tables', databaseTable()],
  ]
  for (const [document, name, table] of tables) {
    if (process.argv.includes('--write')) writeTable(document, name, table)
    else process.stdout.write(`${table}\n\n`)
  }
}
