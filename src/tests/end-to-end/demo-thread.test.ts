/** The demo looks realistic: years up to today, a rhythm of day and night, people and servers with names. */
import { expect, test } from 'bun:test'
import { gunzipSync } from 'node:zlib'
import { createDemo } from '../../server/demo.ts'
import { dayMs, dayOf } from '../../instant.ts'
import { rowsOf } from '../support/judges/engine-run.ts'

test('the demo has years of messages, names for people, servers and channels, and rows in many tables', async () => {
  const demo = createDemo(() => new Worker(new URL('../../demo-thread.ts', import.meta.url)))
  const file = new Uint8Array(gunzipSync((await demo()).sqliteGzip))
  const numbers = (sql: string) => rowsOf<{ number: number }>(file, sql).map(({ number }) => number)
  const number = (sql: string) => numbers(sql)[0]!
  const messages = `FROM activity WHERE event_name = 'message_sent'`

  const [days] = rowsOf<{ first: string; last: string }>(
    file,
    'SELECT min(day) AS first, max(day) AS last FROM activity WHERE occurence_count > 0',
  )
  const now = Date.now()
  expect(days!.last >= dayOf(now - 3 * dayMs)).toBeTrue()
  expect(days!.first <= dayOf(now - 4 * 365 * dayMs)).toBeTrue()
  // Almost every month of these years has messages, and most days of the last week have activity.
  expect(number(`SELECT count(DISTINCT substr(day, 1, 7)) AS number ${messages}`)).toBeGreaterThanOrEqual(59)
  const lastWeek = `WHERE occurence_count > 0 AND day >= '${dayOf(now - 8 * dayMs)}'`
  expect(number(`SELECT count(DISTINCT day) AS number FROM activity ${lastWeek}`)).toBeGreaterThan(5)

  const hours = numbers(`SELECT sum(occurence_count) AS number ${messages} GROUP BY hour ORDER BY number`)
  expect(hours.length).toBe(24)
  expect(hours.at(-1)!).toBeGreaterThan(5 * hours[0]!)

  for (const [table, name, few] of [
    ['guilds', 'guild_name', 10],
    ['guild_channels_data', 'channel_name', 30],
    ['dm_channels_data', 'user_name', 20],
  ] as const) {
    expect(number(`SELECT count(DISTINCT ${name}) AS number FROM ${table}`)).toBeGreaterThanOrEqual(few)
    expect(number(`SELECT count(*) AS number FROM ${table} WHERE ${name} LIKE 'Unknown%'`)).toBe(0)
  }
  const filled = ['payments', 'sessions', 'voice_sessions', 'reactions', 'calls', 'words', 'emoji', 'games']
  for (const table of [...filled, 'devices', 'relationships']) {
    expect([table, number(`SELECT count(*) AS number FROM ${table}`) > 0]).toEqual([table, true])
  }
  expect(
    number('SELECT count(*) AS number FROM dm_channels_data WHERE sentiment_score IS NOT NULL'),
  ).toBeGreaterThan(5)
  expect(
    number('SELECT count(*) AS number FROM dm_channels_data WHERE user_avatar_url IS NOT NULL'),
  ).toBeGreaterThan(5)
  expect(number('SELECT package_is_partial AS number FROM package_data')).toBe(0)
}, 120_000)
