/** Checks how starts and ends of sessions are paired. */
import { expect, test } from 'bun:test'
import { activityFile, line, rowsOf } from './sample-package.ts'

const noon = Date.parse('2023-05-01T12:00:00.000Z')
const at = (seconds: number) => new Date(noon + seconds * 1000).toISOString()
const begin = (seconds: number, fields: object = {}) => line('session_start', at(seconds), fields)
const end = (seconds: number, fields: object = {}) => line('session_end', at(seconds), fields)

/** [start, end] in seconds after noon, minutes, os. */
function sessions(...lines: string[]) {
  return rowsOf(activityFile(...lines)).sessions.map((row) => [
    Number(row.started_date) - noon / 1000,
    Number(row.ended_date) - noon / 1000,
    row.duration_mins,
    row.device_os,
  ])
}

test('sessions are paired by id, even if devices overlap and lines are out of order', () => {
  expect(
    sessions(
      end(300, { session: 'a', os: 'Windows' }),
      end(200, { session: 'b', os: 'iOS' }),
      begin(100, { session: 'b', os: 'iOS' }),
      begin(0, { session: 'a', os: 'Windows' }),
    ),
  ).toEqual([
    [0, 300, 5, 'Windows'],
    [100, 200, 1, 'iOS'],
  ])
})

test('an end whose id no start has, and a start without an end, make no session', () => {
  expect(sessions(begin(0, { session: 'a' }), end(60, { session: 'b' }), end(70))).toEqual([])
})

test('without ids, sessions are paired first-in-first-out per os', () => {
  expect(
    sessions(
      begin(0, { os: 'Windows' }),
      begin(10, { os: 'Windows' }),
      begin(-20, { os: 'iOS' }),
      end(60, { os: 'Windows' }),
      end(130, { os: 'Windows' }),
      end(140, { os: 'iOS', session: 'null' }),
    ),
  ).toEqual([
    [0, 60, 1, 'Windows'],
    [10, 130, 2, 'Windows'],
    [-20, 140, 2, 'iOS'],
  ])
})

test('without ids, an end or a start without an os pairs with any other', () => {
  expect(sessions(begin(0, { os: 'Windows' }), begin(10), end(60, { os: 'iOS' }), end(130))).toEqual([
    [0, 130, 2, 'Windows'],
    [10, 60, 0, 'iOS'],
  ])
  expect(sessions(begin(0), begin(0, { os: 'iOS' }), end(60, { os: 'iOS' }), end(70))).toEqual([
    [0, 70, 1, 'Unknown'],
    [0, 60, 1, 'iOS'],
  ])
})

test('the os comes from the start, else from the end, else it is Unknown', () => {
  const os = (start: object, stop: object) =>
    sessions(begin(0, { session: 's', ...start }), end(1, { session: 's', ...stop }))[0]![3]
  expect(os({ os: 'Linux' }, { os: 'Mac OS X' })).toBe('Linux')
  expect(os({ os: '' }, { os: 'Mac OS X' })).toBe('Mac OS X')
  expect(os({ os: null }, {})).toBe('Unknown')
})

test('a session of 24 hours is kept, a longer one is left out, and an empty one is a session', () => {
  const id = { session: 's' }
  expect(sessions(begin(0, id), end(86_400, id))).toEqual([[0, 86_400, 1440, 'Unknown']])
  expect(sessions(begin(0, id), end(86_400.001, id))).toEqual([])
  expect(sessions(end(5, id), begin(5, id))).toEqual([[5, 5, 0, 'Unknown']])
})

test('the same event in two folders makes one session', () => {
  const lines = [begin(0, { session: 's' }), end(60, { session: 's' })].join('')
  const rows = rowsOf({
    'Activity/analytics/events-2024-00000-of-00001.json': lines,
    'Activity/reporting/events-2024-00000-of-00001.json': lines,
  })
  expect(rows.sessions).toHaveLength(1)
})
