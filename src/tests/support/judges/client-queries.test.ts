/**
 * Checks that the answers computed in TypeScript equal SQLite's answers, and that wrong rows are detected.
 */
import { expect, test } from 'bun:test'
import { clientQueries, compareClientQueries } from './client-queries.ts'
import { writePlainDatabase } from '../../oracle/plain-database.ts'
import { livelyPackage, rowsOf } from '../../oracle/sample-package.ts'

const rows = rowsOf(livelyPackage())

test('every query has a non-trivial answer', () => {
  for (const query of clientQueries) {
    const values = query.expected(rows).flatMap((answer) => Object.values(answer))
    expect(values.some((value) => Boolean(value) && value !== '0')).toBe(true)
  }
})

test('SQLite gives the same answers, even for an empty package', () => {
  expect(compareClientQueries(writePlainDatabase(rows), rows)).toEqual([])
  const empty = rowsOf({})
  expect(compareClientQueries(writePlainDatabase(empty), empty)).toEqual([])
})

test.each([
  ['UPDATE activity SET occurence_count = occurence_count + 1', 'sum of everything'],
  [`UPDATE activity SET day = date(day, '+1 day')`, 'first and last day'],
  [`UPDATE activity SET hour = (hour + 1) % 24`, 'hour histogram'],
  ['DELETE FROM guilds', 'top guild channels'],
  ['DELETE FROM dm_channels_data', 'top people'],
  [`UPDATE dm_channels_data SET dm_user_id = 'x'`, 'series of one person'],
  [`UPDATE activity SET associated_user_id = 'x'`, 'top bots'],
  [`UPDATE activity SET associated_guild_id = 'x'`, 'series of one guild'],
  [`UPDATE activity SET extra_field_1 = 'x'`, 'top emoji'],
  ['UPDATE sessions SET started_date = started_date + 3600', 'sessions by hour'],
  ['UPDATE voice_sessions SET duration_mins = duration_mins + 1', 'voice time in guilds'],
])('%s is detected', (spoil, name) => {
  const differences = compareClientQueries(writePlainDatabase(rows, spoil), rows)
  expect(differences.some((difference) => difference.startsWith(name))).toBe(true)
})
