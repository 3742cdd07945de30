import { afterEach, beforeEach, expect, test } from 'bun:test'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { createClockWatch } from './clock-watch.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const hour = 3_600_000
/** The clock of the database goes ahead, as seen from what was written before. */
const jump = (days: number) => fresh.database.sql`
  UPDATE housekeeping_rounds SET ended_at = ended_at - make_interval(days => ${days})`

test('a database that is new, and one that was asked an hour ago, is trusted', async () => {
  const watch = createClockWatch(fresh.database)
  expect([await watch.suspiciousDays(), await watch.suspiciousDays()]).toEqual([null, null])
})

test('after a jump nothing is deleted for a day, whoever is restarted meanwhile; then the clock is believed', async () => {
  let now = 0
  const watch = createClockWatch(fresh.database, () => now)
  await watch.suspiciousDays()
  await jump(100)
  expect(await watch.suspiciousDays()).toBe(100)
  now = 23 * hour
  expect(await watch.suspiciousDays()).toBe(100)
  expect(await createClockWatch(fresh.database).suspiciousDays()).toBe(100)
  now = 24 * hour
  expect(await watch.suspiciousDays()).toBeNull()
  expect(await createClockWatch(fresh.database).suspiciousDays()).toBeNull()
})

test('a clock that is set right again is trusted at once', async () => {
  const watch = createClockWatch(fresh.database)
  await watch.suspiciousDays()
  await jump(100)
  expect(await watch.suspiciousDays()).toBe(100)
  await jump(-100)
  expect(await watch.suspiciousDays()).toBeNull()
})
