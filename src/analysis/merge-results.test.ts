import { Database } from 'bun:sqlite'
import { writeFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from 'bun:test'
import { analysisLimitsOf, loadConfig } from '../config/config.ts'
import { BytesSource } from '../data-package/archive/byte-source.ts'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { createDataDir, removeDataDir } from '../tests/support/servers/server-process.ts'
import { analyzePackage } from './analyze.ts'
import { databaseOf } from './compressed-result.ts'
import { mergeSql, onlyInOlderSql } from './merge-results.ts'

const today = '2026-11-24'
const tables = [
  'activity',
  'dm_channels_data',
  'guild_channels_data',
  'guilds',
  'payments',
  'voice_sessions',
  'sessions',
]

let early: Uint8Array
let late: Uint8Array

/** The same person's package, once as it was and once with some of it gone and more of it come. */
beforeAll(async () => {
  early = await resultBytes({ seed: 4, messages: 600, events: 3000, endDate: '2025-06-01' })
  late = await resultBytes({ seed: 4, messages: 700, events: 3000, endDate: '2026-05-20' })
})

async function resultBytes(input: Parameters<typeof packageBytes>[0]): Promise<Uint8Array> {
  const { archive } = await packageBytes({ countedShare: 0.5, ...input })
  const options = { packageId: '0'.repeat(32), today, limits: analysisLimitsOf(loadConfig({})) }
  const gzip = databaseOf(await analyzePackage(new BytesSource(archive), options), options)
  return Bun.gunzipSync(gzip as Uint8Array<ArrayBuffer>)
}

/** The merged rows by table, sorted. */
function merged(older: Uint8Array, newer: Uint8Array): Record<string, string[]> {
  const directory = createDataDir()
  try {
    const database = new Database(':memory:')
    for (const [name, bytes] of [
      ['older', older],
      ['newer', newer],
    ] as const) {
      const path = `${directory}/${name}.sqlite`
      writeFileSync(path, bytes)
      database.run(`ATTACH '${path}' AS ${name}`)
    }
    const schemaOf = (name: string) =>
      new Set(
        database
          .query(`SELECT name FROM ${name}.sqlite_schema WHERE type IN ('table', 'view')`)
          .values()
          .flat() as string[],
      )
    const viewSql = (name: string) =>
      (
        database
          .query(`SELECT sql FROM newer.sqlite_schema WHERE type = 'view' AND name = ?`)
          .values(name) as [string][]
      )[0]?.[0]
    for (const sql of mergeSql(schemaOf('older'), schemaOf('newer'), viewSql)) database.run(sql)
    const rows = Object.fromEntries(tables.map((table) => [table, rowsOf(database, `main.${table}`)]))
    return { ...rows, only: rowsOf(database, `(${onlyInOlderSql})`), calls: rowsOf(database, 'main.calls') }
  } finally {
    removeDataDir(directory)
  }
}

function rowsOf(database: Database, table: string): string[] {
  return database
    .query(`SELECT * FROM ${table}`)
    .values()
    .map((row) => JSON.stringify(row))
    .sort()
}

function plainRows(bytes: Uint8Array): Record<string, string[]> {
  const database = Database.deserialize(bytes)
  return Object.fromEntries(tables.map((table) => [table, rowsOf(database, table)]))
}

describe('merging', () => {
  test('with itself changes no row', () => {
    const twice = merged(late, late)
    const once = plainRows(late)
    for (const table of tables) expect([table, twice[table]]).toEqual([table, once[table]!])
    expect(twice.only).toEqual(['[0,0,0,0,0]'])
  })

  test('keeps the fuller count of every hour, and everything that only one of them has', () => {
    const rows = merged(early, late)
    type Row = [event: string, day: string, hour: number, count: number, ...place: (string | null)[]]
    const read = (some: string[]) => some.map((row) => JSON.parse(row) as Row)
    const keyOf = ([event, day, hour, , user, channel, guild, one, two]: Row) =>
      JSON.stringify(
        event === 'message_sent'
          ? [event, day, hour, channel]
          : [event, day, hour, user, channel, guild, one, two],
      )
    const counts = new Map<string, number>()
    const edges = ['package_start', 'package_end']
    for (const side of [early, late]) {
      for (const row of read(plainRows(side).activity!)) {
        if (!edges.includes(row[0])) counts.set(keyOf(row), Math.max(counts.get(keyOf(row)) ?? 0, row[3]))
      }
    }
    const found = read(rows.activity!).filter(([event]) => !edges.includes(event))
    expect(found.length).toBe(counts.size)
    for (const row of found) expect([keyOf(row), row[3]]).toEqual([keyOf(row), counts.get(keyOf(row))!])
    const stays = new Set([...plainRows(early).voice_sessions!, ...plainRows(late).voice_sessions!])
    expect(rows.voice_sessions!.length).toBe(stays.size)
    const payments = [early, late].flatMap((side) =>
      plainRows(side).payments!.map((row) => JSON.parse(row)[0] as string),
    )
    expect(rows.payments!.length).toBe(new Set(payments).size)
    // Totals are those of the merged rows.
    const messages = found.filter(([event]) => event === 'message_sent').reduce((sum, row) => sum + row[3], 0)
    const totals = [...rows.dm_channels_data!, ...rows.guild_channels_data!].map(
      (row) => JSON.parse(row) as unknown[],
    )
    const inChannels = totals.reduce((sum, row) => sum + Number(row[row.length === 8 ? 5 : 3]), 0)
    expect(inChannels).toBeLessThanOrEqual(messages)
    expect(inChannels).toBeGreaterThan(messages / 2)
  })
})
