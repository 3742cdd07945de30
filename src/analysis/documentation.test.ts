/**
 * statistics.md and result-database.md agree with the code: their tables are those that the code prints, the
 * collectors read only the fields listed there, and the queries give rows.
 */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  databaseTable,
  eventStatisticsTable,
  eventsTable,
  guessedTable,
  otherStatisticsTable,
} from '../../scripts/print-statistics.ts'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { rowsOf, sqliteOf } from '../tests/support/judges/engine-run.ts'
import type { ActivityRecord } from '../data-package/records/activity-record.ts'
import { Budget } from './collections/budget.ts'
import { countedEvents } from './statistics/counted-events.ts'
import { statistics } from './statistics/registry.ts'
import type { EventSource } from './statistics/statistic.ts'

const read = (name: string) => readFileSync(join(import.meta.dir, '../../docs', name), 'utf8')
const page = read('statistics.md')
const database = read('result-database.md')
const tools = { budget: new Budget(Infinity), range: { startMs: 0, endMs: Infinity } }

/** The text between two marks of a page. */
function marked(text: string, name: string): string | undefined {
  return text.split(`<!-- ${name} -->\n`)[1]?.split(`\n<!-- /${name} -->`)[0]
}

/** The fields that a collector reads from an event of this type. */
function fieldsRead(events: EventSource<unknown>, type: string): string[] {
  const fields = new Set<string>()
  const note = (names: readonly string[]) => names.forEach((name) => fields.add(name))
  const record: ActivityRecord = {
    type,
    atMs: null,
    idFingerprint: null,
    fields: new Proxy({}, { get: (_, name: string) => void fields.add(name) }),
    keyOf: (names) => (note(names), 0),
    fingerprint: (name) => (note([name]), false),
    snowflake: (name) => (note([name]), false),
    numbersOf: () => [],
    places: { bytes: Buffer.alloc(0), starts: new Int32Array(0), ends: new Int32Array(0) },
  }
  events.collect(tools).take(record, Date.UTC(2024, 0, 1))
  return [...fields].sort()
}

describe('statistics.md', () => {
  test('its tables equal the output of scripts/print-statistics.ts', () => {
    expect(marked(page, 'events')).toBe(eventsTable())
    expect(marked(page, 'event-statistics')).toBe(eventStatisticsTable())
    expect(marked(page, 'guessed-fields')).toBe(guessedTable())
    expect(marked(page, 'other-statistics')).toBe(otherStatisticsTable())
  })

  for (const { name, events } of statistics) {
    for (const [type, fields] of Object.entries(events?.fields ?? {})) {
      test(`${name} reads only its declared fields from a ${type} without fields`, () => {
        const others = fieldsRead(events!, type).filter((field) => !fields.includes(field))
        expect(others).toEqual([])
      })
    }
  }

  test('each definition, limit and reason for sending an event begins with a capital letter and ends with a full stop', () => {
    const texts = [...statistics, ...Object.values(countedEvents)].flatMap(({ means, limits }) => [
      means,
      limits || 'None.',
    ])
    for (const text of [...texts, ...Object.values(countedEvents).map(({ sent }) => sent)])
      expect(text).toMatch(/^[A-Z][^]*\.$/)
  })
})

describe('result-database.md', async () => {
  const { archive } = await packageBytes({ seed: 6, messages: 300, events: 900, countedShare: 0.8 })
  const file = await sqliteOf(archive, { today: '2026-11-24' })

  test('its table equals the output of scripts/print-statistics.ts', () => {
    expect(marked(database, 'tables')).toBe(databaseTable())
  })

  test('every table and view is in the list, except those that only hold rows for a view', () => {
    const parts =
      /^(activity_events|activity_hours|voice_stays|app_sessions|labels|places|positions|guild_numbers|guild_channels|currency_exponents|game_months|message_sums|server_events|timeline_servers)$|^sqlite_/
    const names = rowsOf<{ name: string }>(
      file,
      `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`,
    ).map(({ name }) => name)
    const unlisted = names.filter((name) => !parts.test(name) && !database.includes(`| \`${name}\` |`))
    expect(unlisted).toEqual([])
  })

  const queries = [...database.matchAll(/```sql\n([^`]+)```/g)].map(([, query]) => query!)

  test('has five queries', () => expect(queries).toHaveLength(5))

  for (const [number, query] of queries.entries()) {
    test(`query ${number + 1} returns rows, and no NULL in the first column`, () => {
      const rows = rowsOf(file, query)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect(Object.values(row)[0]).not.toBeNull()
    })
  }
})
