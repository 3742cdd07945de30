/** The pages under docs/ say what the code does: tables are compared, queries are run. */
import { describe, expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { rowsOf, sqliteOf } from '../tests/support/judges/engine-run.ts'
import type { ActivityRecord } from '../data-package/records/activity-record.ts'
import { ActivityCounter } from './statistics/activity-counter.ts'
import { createSessionCollector } from './statistics/app-sessions.ts'
import { Budget } from './collections/budget.ts'
import type { ActivityCollector } from './statistics/collector.ts'
import { createDeviceCollector } from './statistics/devices.ts'
import { countedEvents, createEventCounter } from './statistics/event-counters.ts'
import { createGameCollector } from './statistics/game-launches.ts'
import { createPrivacyCollector } from './statistics/privacy-controls.ts'
import { createVoiceCollector } from './statistics/voice-sessions.ts'

const read = (name: string) => readFileSync(join(import.meta.dir, '../../docs', name), 'utf8')
const statistics = read('statistics.md')
const database = read('result-database.md')
const budget = () => new Budget(Infinity)

/** The cells of a page's table whose first column has this title. */
function tableOf(page: string, title: string): string[][] {
  const lines = page.split('\n')
  const head = lines.findIndex((line) => line.startsWith('|') && line.split('|')[1]!.trim() === title)
  expect(head).toBeGreaterThanOrEqual(0)
  const length = lines.slice(head).findIndex((line) => !line.startsWith('|'))
  return lines.slice(head + 2, head + length).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!)
}

/** The fields that a collector asks an event of this type for. */
function fieldsRead(collector: ActivityCollector, type: string): Set<string> {
  const fields = new Set<string>()
  const answer = (name: string) => (name === 'event_type' ? type : undefined)
  const note = (names: readonly string[]) => names.forEach((name) => fields.add(name))
  const record: ActivityRecord = {
    type,
    atMs: null,
    idPrint: null,
    fields: new Proxy({}, { get: (_, name: string) => (fields.add(name), answer(name)) }),
    keyOf: (names) => (note(names), 0),
    fingerprint: (name) => (note([name]), false),
    numbersOf: () => [],
    places: { bytes: Buffer.alloc(0), starts: new Int32Array(0), ends: new Int32Array(0) },
  }
  collector.take(record, Date.UTC(2024, 0, 1))
  fields.delete('event_type')
  return fields
}

describe('statistics.md', () => {
  test('lists the counted events, what they are counted as, and the fields they read', () => {
    const documented = tableOf(statistics, 'event_name').map(([name, source, fields]) => ({
      ...{ name: namesIn(name!)[0], source: namesIn(source!)[0]!, fields: namesIn(fields!).sort() },
    }))
    const collector = createEventCounter(new ActivityCounter(budget()), budget())
    const counted = Object.entries(countedEvents).map(([source, { as: name = source }]) => ({
      ...{ name, source, fields: [...fieldsRead(collector, source)].sort() },
    }))
    const bySource = (one: { source: string }, other: { source: string }) =>
      one.source < other.source ? -1 : 1
    expect(documented.sort(bySource)).toEqual(counted.sort(bySource))
  })

  const collectors: { [table: string]: ActivityCollector } = {
    voice_sessions: createVoiceCollector(budget()),
    sessions: createSessionCollector(budget()),
    devices: createDeviceCollector(budget()),
    games: createGameCollector(budget()),
    tracking_gaps: createPrivacyCollector(budget()),
  }

  test('lists the statistics with collectors of their own, their events and fields', () => {
    const [, after] = statistics.split('## Statistics with tables of their own')
    const documented = tableOf(after!, 'table').map(([table, source, fields]) => ({
      ...{ table: namesIn(table!)[0], source: namesIn(source!).sort(), fields: namesIn(fields!).sort() },
    }))
    const actual = Object.entries(collectors).map(([table, { types, fields }]) => ({
      ...{ table, source: [...types].sort(), fields: [...new Set(fields)].sort() },
    }))
    expect(documented).toEqual(actual)
  })

  test('each row has a definition in one sentence', () => {
    for (const row of [...tableOf(statistics, 'event_name'), ...tableOf(statistics, 'table')]) {
      expect(row.at(-2)).toMatch(/^[A-Z][^]*\.$/)
    }
  })
})

describe('result-database.md', async () => {
  const { archive } = await packageBytes({ seed: 6, messages: 300, events: 900, countedShare: 0.8 })
  const file = await sqliteOf(archive, { today: '2026-11-24' })

  test('lists the columns of every table and view that is meant for queries', () => {
    const inner =
      /^(activity_|voice_stays$|app_sessions$|labels$|places$|positions$|guild_numbers$|guild_channels$|currency_exponents$|sqlite_)/
    const names = rowsOf<{ name: string }>(
      file,
      `SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')`,
    )
      .map(({ name }) => name)
      .filter((name) => !inner.test(name))
    const documented = tableOf(database, 'name').map(([name, , columns]) => [
      namesIn(name!)[0],
      namesIn(columns!),
    ])
    const actual = names.map((name) => [
      name,
      rowsOf<{ name: string }>(file, `SELECT name FROM pragma_table_info('${name}')`).map(({ name }) => name),
    ])
    const sorted = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).sort()
    expect(sorted(documented)).toEqual(sorted(actual))
  })

  const queries = [...database.matchAll(/```sql\n([^`]+)```/g)].map(([, query]) => query!)

  test('has five queries', () => expect(queries).toHaveLength(5))

  for (const [number, query] of queries.entries()) {
    test(`query ${number + 1} gives rows without empty names`, () => {
      const rows = rowsOf(file, query)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect(Object.values(row)[0]).not.toBeNull()
    })
  }
})
