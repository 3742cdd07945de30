import { afterEach, beforeEach, expect, test } from 'bun:test'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { createClockWatch } from './clock-watch.ts'

let fresh: TestDatabase
beforeEach(async () => {
  fresh = await freshDatabase()
})
afterEach(() => fresh.drop())

const hour = 3_600_000
/** Simulates a jump of the database's clock: moves the recorded time into the past. */
const jump = (days: number) => fresh.database.sql`
  UPDATE housekeeping_rounds SET ended_at = ended_at - make_interval(days => ${days})`

test('the clock of a new database, and of one that was just checked, is trusted', async () => {
  const watch = createClockWatch(fresh.database)
  expect([await watch.suspiciousDays(), await watch.suspiciousDays()]).toEqual([null, null])
})

test('after a jump the clock is not trusted for a day, not even after a restart; then it is trusted', async () => {
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

test('a clock that is corrected is trusted at once', async () => {
  const watch = createClockWatch(fresh.database)
  await watch.suspiciousDays()
  await jump(100)
  expect(await watch.suspiciousDays()).toBe(100)
  await jump(-100)
  expect(await watch.suspiciousDays()).toBeNull()
})
