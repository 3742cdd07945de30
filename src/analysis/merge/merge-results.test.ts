/** Merging two results, rule by rule. Where it is clearer, the rows of the results are written by hand. */
import { Database } from 'bun:sqlite'
import { beforeAll, describe, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { sqliteOf } from '../../tests/support/judges/engine-run.ts'
import { createDataDir, removeDataDir } from '../../tests/support/servers/server-process.ts'
import { ownTables } from '../statistics/registry.ts'
import { mergeSql, onlyInOlderSql, schemaOf, schemaSql } from './merge-results.ts'

const today = '2026-11-24'
const contractTables = [
  ...['activity', 'dm_channels_data', 'guild_channels_data', 'guilds', 'payments', 'voice_sessions'],
  ...['sessions', 'package_data'],
]
const tables = [
  ...contractTables,
  ...['words', 'emoji', 'texts_read', 'devices', 'games', 'game_days', 'server_timeline', 'streaming'],
  ...['deleted_messages', 'message_totals', 'relationships', 'coverage', 'tracking_gaps'],
]
const views = ['calls', 'reactions', 'payments_by_currency', 'app_sessions_by_os']

let early: Uint8Array
let late: Uint8Array

/**
 * Two packages of the same person: one as it was, and a later one in which some data is gone and more was
 * added.
 */
beforeAll(async () => {
  const quirks = { deletedUsers: true, leftGuilds: true, unknownChannels: true, brokenLines: true }
  early = await resultOf({ messages: 600, endDate: '2025-06-01', quirks })
  late = await resultOf({ messages: 700, endDate: '2026-05-20', quirks })
})

async function resultOf(input: Parameters<typeof packageBytes>[0]): Promise<Uint8Array> {
  const { archive } = await packageBytes({ seed: 4, events: 3000, countedShare: 0.5, ...input })
  return sqliteOf(archive, { today })
}

/** A result with other rows in some of its tables. */
function withRows(bytes: Uint8Array, ...statements: string[]): Uint8Array {
  using database = Database.deserialize(bytes)
  for (const sql of statements) database.run(sql)
  return database.serialize()
}

type Rows = Record<string, unknown[][]>

/** The rows of all tables after merging, and the counts of what only the older result has. */
function merged(older: Uint8Array, newer: Uint8Array): Rows {
  return mergeWith(older, newer, (database) => ({
    ...rowsIn(database, 'main.'),
    only: database.query(onlyInOlderSql).values(),
  }))
}

function mergedBytes(older: Uint8Array, newer: Uint8Array): Uint8Array {
  return mergeWith(older, newer, (database) => database.serialize())
}

function mergeWith<T>(older: Uint8Array, newer: Uint8Array, read: (database: Database) => T): T {
  const directory = createDataDir()
  const database = new Database(':memory:')
  try {
    for (const [name, bytes] of Object.entries({ older, newer })) {
      writeFileSync(`${directory}/${name}.sqlite`, bytes)
      database.run(`ATTACH '${directory}/${name}.sqlite' AS ${name}`)
    }
    const schemaIn = (name: 'older' | 'newer') => schemaOf(database.query(schemaSql(name)).values())
    for (const sql of mergeSql(schemaIn('older'), schemaIn('newer'))) database.run(sql)
    return read(database)
  } finally {
    database.close()
    removeDataDir(directory)
  }
}

/** Rows of the existing tables, sorted by their values, with columns sorted by name. */
function rowsIn(database: Database, schema = ''): Rows {
  const read = (table: string) => {
    const rows = database.query<Record<string, unknown>, []>(`SELECT * FROM ${schema}${table}`).all()
    const values = rows.map((row) => Object.entries(row).sort(([one], [other]) => (one < other ? -1 : 1)))
    return values.map((row) => row.map(([, value]) => value)).sort(byText)
  }
  const isThere = (name: string) =>
    database.query(`SELECT 1 FROM sqlite_schema WHERE name = ?`).get(name) !== null
  return Object.fromEntries([...tables, ...views].filter(isThere).map((table) => [table, read(table)]))
}

function byText(one: unknown[], other: unknown[]): number {
  return JSON.stringify(one) < JSON.stringify(other) ? -1 : 1
}

function plainRows(bytes: Uint8Array): Rows {
  using database = Database.deserialize(bytes)
  return rowsIn(database)
}

test('the lists above name every table of the registry, except those that only hold rows for a listed one', () => {
  const own = ownTables().map(({ name }) => name)
  const parts = ['game_months', 'message_sums', 'currency_exponents', 'server_events', 'timeline_servers']
  const known = [...tables, ...views, ...parts]
  expect(own.filter((name) => !known.includes(name))).toEqual([])
})

test('a merged result has these tables and views; of those that only hold rows for a view, just currency_exponents', () => {
  using database = Database.deserialize(mergedBytes(early, late))
  const names = database.query(`SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') ORDER BY name`)
  expect(names.values().flat()).toEqual([...tables, ...views, 'currency_exponents'].sort())
})

test('the section on several packages in docs/result-database.md mentions every table', () => {
  const page = readFileSync(join(import.meta.dir, '../../../docs/result-database.md'), 'utf8')
  const section = page.split('## Several packages of one person')[1]!
  expect([...tables, ...views].filter((table) => !section.includes(`\`${table}\``))).toEqual([])
})

test('merging a result with itself changes no row of any table', () => {
  for (const side of [early, late]) {
    const twice = merged(side, side)
    const once = plainRows(side)
    expect(once.message_totals!.length).toBeGreaterThan(5)
    for (const table of [...tables, ...views]) {
      expect([table, twice[table]]).toEqual([table, once[table]!])
    }
    expect(twice.only).toEqual([[0, 0, 0, 0, 0]])
  }
})

test('three packages give the same result whether the older or the newer two are merged first, even if one is merged twice', async () => {
  const middle = await resultOf({ seed: 4, messages: 650, endDate: '2025-12-01', deletedShare: 0.2 })
  const one = mergedBytes(mergedBytes(early, middle), late)
  const other = mergedBytes(early, mergedBytes(middle, late))
  const again = mergedBytes(middle, other)
  for (const table of [...tables, ...views]) {
    expect([table, plainRows(other)[table]]).toEqual([table, plainRows(one)[table]!])
    expect([table, plainRows(again)[table]]).toEqual([table, plainRows(one)[table]!])
  }
  expect(plainRows(one).message_totals).not.toEqual(plainRows(late).message_totals!)
})

describe('rules', () => {
  /** The rows of the table after merging two packages that have these rows in it. */
  const rule = (table: string, older: string[], newer: string[], more: string[][] = [[], []]) => {
    const write = (rows: string[]) => [
      `DELETE FROM ${table}`,
      ...(rows.length === 0 ? [] : [`INSERT INTO ${table} VALUES ${rows.join(', ')}`]),
    ]
    const one = withRows(early, ...write(older), ...more[0]!)
    const other = withRows(late, ...write(newer), ...more[1]!)
    using database = Database.deserialize(mergedBytes(one, other))
    return database.query(`SELECT * FROM ${table} ORDER BY 1, 2, 3`).values()
  }

  test('a folder has a gap where neither package has a line', () => {
    const span = (first: string, last: string) => [
      `UPDATE coverage SET first_day = NULL, last_day = NULL`,
      `UPDATE coverage SET first_day = '${first}', last_day = '${last}' WHERE source = 'tns'`,
      `DELETE FROM activity_hours`,
    ]
    const gap = (first: string, last: string) => `('tns', 'no_events', '${first}', '${last}', 7)`
    const older = [gap('2021-01-01', '2021-06-30')]
    const newer = [gap('2022-06-01', '2023-06-30')]
    expect(
      rule('tracking_gaps', older, newer, [
        span('2020-01-01', '2022-12-31'),
        span('2021-04-01', '2024-12-31'),
      ]),
    ).toEqual([
      ['tns', 'no_events', '2021-01-01', '2021-03-31', 0],
      ['tns', 'no_events', '2023-01-01', '2023-06-30', 0],
    ])
    // If the periods of two packages do not meet, the time between them is a gap that neither package lists.
    expect(
      rule('tracking_gaps', [], [], [span('2020-01-01', '2020-12-31'), span('2022-01-01', '2024-12-31')]),
    ).toEqual([['tns', 'no_events', '2021-01-01', '2021-12-31', 0]])
    // 27 days are not a gap.
    expect(
      rule('tracking_gaps', [], [], [span('2020-01-01', '2020-12-31'), span('2021-01-28', '2024-12-31')]),
    ).toEqual([])
  })

  test('a period with a privacy control off ends when the other package says that the control was turned on', () => {
    const off = (first: string, last: string) => `('usage_statistics', 'turned_off', '${first}', ${last}, 0)`
    const rows = rule(
      'tracking_gaps',
      [off('2020-01-01', `'2020-02-01'`), off('2020-02-01', `'2020-03-01'`), off('2022-01-01', 'NULL')],
      [off('2020-01-15', `'2020-02-01'`), off('2022-01-01', `'2022-06-01'`), off('2024-01-01', 'NULL')],
    ).filter(([source]) => source === 'usage_statistics')
    expect(rows.map((row) => row.slice(2, 4))).toEqual([
      ['2020-01-01', '2020-02-01'],
      ['2020-02-01', '2020-03-01'],
      ['2022-01-01', '2022-06-01'],
      ['2024-01-01', null],
    ])
  })

  test('coverage: the reasons of both, in the fixed order', () => {
    const row = (source: string, leftOut: number, reasons: string) =>
      `('${source}', 1, 2, 3, 4, 0, 0, 0, '2020-01-01', '2021-01-01', ${leftOut}, ${reasons})`
    const older = [row('a', 5, `'mostly_unusable too_long'`), row('b', 0, 'NULL'), row('c', 1, `'too_long'`)]
    const newer = [row('a', 2, `'unusable_files too_long'`), row('b', 0, 'NULL')]
    const noLonger = [`DELETE FROM tracking_gaps`]
    const rows = rule('coverage', older, newer, [noLonger, noLonger])
    expect(rows.map((row) => [row[0], ...row.slice(-4)])).toEqual([
      ['a', 5, '2020-01-01', '2021-01-01', 'unusable_files mostly_unusable too_long'],
      ['b', 0, '2020-01-01', '2021-01-01', null],
      ['c', 1, '2020-01-01', '2021-01-01', 'too_long'],
    ])
  })

  test('words: a sample counts for the messages that it represents', () => {
    expect(
      rule(
        'words',
        [`('cat', 60, 2)`, `('dog', 10, 2)`],
        [`('cat', 100, 1)`, `('dog', 30, 1)`, `('fox', 4, 1)`],
      ),
    ).toEqual([
      ['cat', 60, 2],
      ['dog', 30, 1],
      ['fox', 4, 1],
    ])
  })

  test('the totals of a channel come from one package, its first and last date from both', () => {
    const none = ['activity_hours', 'message_sums', 'places'].map((table) => `DELETE FROM ${table}`)
    const places = 'INSERT INTO places VALUES (1, NULL, 5, NULL), (2, NULL, 6, NULL)'
    const older = `INSERT INTO message_sums VALUES (1, 10, 400, 80, 1, 2, NULL, 1000, 1000, 3), (2, 1, 1, 1, 0, 0, 0, 5, 0, 1)`
    const newer = `INSERT INTO message_sums VALUES (1, 9, 900, 90, 9, 9, 9, 1500, 7500, 2)`
    const empty = [...none, places]
    using database = Database.deserialize(
      mergedBytes(withRows(early, ...empty, older), withRows(late, ...empty, newer)),
    )
    expect(database.query('SELECT * FROM message_totals ORDER BY channel_id').values()).toEqual([
      ['5', 10, 400, 80, 1, 2, null, 1000, 9000, 3],
      ['6', 1, 1, 1, 0, 0, 0, 5, 5, 1],
    ])
  })

  test('deleted messages and streams: the larger number of the two', () => {
    expect(
      rule(
        'deleted_messages',
        [`(2020, 'dm', 100, 3)`, `(2021, 'dm', 50, 9)`],
        [`(2021, 'dm', 70, 4)`, `(2021, 'server', 7, 0)`],
      ),
    ).toEqual([
      [2020, 'dm', 100, 3],
      [2021, 'dm', 70, 9],
      [2021, 'server', 7, 0],
    ])
    expect(
      rule(
        'streaming',
        [`('2020-01', 'viewer', 'screen', 2, NULL)`],
        [`('2020-01', 'viewer', 'screen', 1, 30)`],
      ),
    ).toEqual([['2020-01', 'viewer', 'screen', 2, 30]])
  })

  test('a table without a rule is merged by its columns, and its views are kept', () => {
    const things = (...rows: string[]) => [
      `CREATE TABLE things (kind TEXT, month TEXT, thing_name TEXT, first_day TEXT, last_day TEXT, thing_count INTEGER)`,
      `CREATE VIEW many_things AS SELECT kind FROM things WHERE thing_count > 5`,
      ...rows.map((row) => `INSERT INTO things VALUES (${row})`),
    ]
    const files = [
      withRows(
        early,
        ...things(
          `'red', '2025-01', 'old name', '2025-01-02', '2025-01-20', 9`,
          `'blue', NULL, NULL, '2025-01-03', '2025-01-03', 1`,
        ),
      ),
      withRows(
        late,
        ...things(
          `'red', '2025-01', 'new name', '2025-01-05', '2025-01-21', 3`,
          `'red', '2025-02', NULL, '2025-02-01', '2025-02-01', 7`,
        ),
      ),
    ] as const
    using database = Database.deserialize(mergedBytes(...files))
    expect(database.query('SELECT * FROM things').values()).toEqual([
      ['blue', null, null, '2025-01-03', '2025-01-03', 1],
      ['red', '2025-01', 'new name', '2025-01-02', '2025-01-21', 9],
      ['red', '2025-02', null, '2025-02-01', '2025-02-01', 7],
    ])
    expect(database.query('SELECT count(*) FROM many_things').values()).toEqual([[2]])
    using alone = Database.deserialize(mergedBytes(files[0], late))
    expect(alone.query('SELECT kind FROM many_things').values()).toEqual([['red']])
  })

  test('a table is left out if its name has another form than ours', () => {
    const odd = ['CREATE TABLE "odd; DROP TABLE guilds" (a)', 'CREATE TABLE "Things" (a)']
    using database = Database.deserialize(mergedBytes(withRows(early, ...odd), withRows(late, ...odd)))
    expect(
      database.query(`SELECT name FROM sqlite_schema WHERE name LIKE '%odd%' OR name = 'Things'`).values(),
    ).toEqual([])
    expect(database.query('SELECT * FROM guilds').values().length).toBeGreaterThan(0)
  })

  test('relationships are those of the newest package that has any', () => {
    const [old, recent] = [`('FRIEND', 2019, 9)`, `('FRIEND', NULL, 4)`]
    expect(rule('relationships', [old], [recent])).toEqual([['FRIEND', null, 4]])
    expect(rule('relationships', [old], [])).toEqual([['FRIEND', 2019, 9]])
  })

  test('a table or column that an older version lacks comes from the other result', () => {
    const [column, table] = ['ALTER TABLE coverage DROP COLUMN reasons', 'DROP TABLE streaming']
    const reasons = `UPDATE coverage SET reasons = 'too_long'`
    const streams = `INSERT INTO streaming VALUES ('2020-01', 'viewer', 'screen', 2, NULL)`
    for (const bytes of [
      mergedBytes(withRows(early, column, table), withRows(late, reasons, streams)),
      mergedBytes(withRows(early, reasons, streams), withRows(late, column, table)),
    ]) {
      using database = Database.deserialize(bytes)
      expect(database.query('SELECT DISTINCT reasons FROM coverage').values()).toEqual([['too_long']])
      expect(
        database.query(`SELECT * FROM streaming WHERE month = '2020-01' AND stream_count = 2`).values(),
      ).toHaveLength(1)
    }
  })

  test('a name that only resembles a stand-in is kept', () => {
    const guild = (name: string) => `UPDATE guilds SET guild_name = '${name}'`
    const renamed = (older: string, newer: string) => {
      using database = Database.deserialize(
        mergedBytes(withRows(early, guild(older)), withRows(late, guild(newer))),
      )
      return database
        .query<{ guild_name: string; guild_id: string }, []>('SELECT * FROM guilds')
        .all()
        .find(({ guild_id }) => guild_id === inBoth)?.guild_name
    }
    const inBoth = plainRows(early).guilds!.find(([id]) =>
      plainRows(late).guilds!.some(([other]) => other === id),
    )![0]
    expect(renamed('Old name', 'Unknown pleasures')).toBe('Unknown pleasures')
    expect(renamed('Old name', 'Unknown server 1234')).toBe('Old name')
  })

  test('a call of which the newer package has a part is not listed as only in the older one', () => {
    const call = (start: number, end: number) =>
      `INSERT INTO voice_sessions VALUES ('5', '7', 1, ${start}, ${end})`
    const plain = [
      `CREATE TABLE plain AS SELECT * FROM voice_sessions`,
      'DROP VIEW calls',
      'DROP VIEW voice_sessions',
      `ALTER TABLE plain RENAME TO voice_sessions`,
      `DELETE FROM voice_sessions`,
    ]
    const { only } = merged(
      withRows(early, ...plain, call(100, 200), call(300, 400), call(500, 500)),
      withRows(late, ...plain, call(150, 250), call(500, 500)),
    )
    expect(only![0]![1]).toBe(1)
  })
})
