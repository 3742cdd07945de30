/** Tracking that was turned off, and times without an activity line: no record does not mean no activity. */
import { describe, expect, test } from 'bun:test'
import { activityFile, channelId, friendId, line, ownerId } from '../oracle/sample-package.ts'
import { dailyMessages, resultOf } from './result-of.ts'

const gapsQuery = 'SELECT source, reason, first_day, last_day, message_count AS messages FROM tracking_gaps'
const talk = (first: string, days: number) => ({
  [`Messages/c${channelId}/channel.json`]: { type: 'DM', recipients: [ownerId, friendId] },
  [`Messages/c${channelId}/messages.json`]: dailyMessages(first, days),
})

describe('privacy_control_updated', () => {
  const control = (day: string, control_type: string, control_state: unknown) =>
    line('privacy_control_updated', `${day}T09:00:00.120Z`, { control_type, control_state })
  const gapsOf = async (...lines: string[]) =>
    (await resultOf({ ...talk('2024-01-10', 10), ...activityFile(...lines) })).rows(
      `${gapsQuery} WHERE reason = 'turned_off' ORDER BY source, first_day`,
    )
  const off = (source: string, first_day: string, last_day: string | null, messages: number) => ({
    ...{ source, reason: 'turned_off', first_day, last_day, messages },
  })

  test('a gap lasts from off to on, with the number of messages in between', async () => {
    const lines = [
      control('2024-01-06', 'usage_statistics', false),
      control('2024-01-14', 'usage_statistics', true),
    ]
    expect(await gapsOf(...lines)).toEqual([off('usage_statistics', '2024-01-06', '2024-01-14', 5)])
  })

  test('a gap has no last day if tracking was not turned on again', async () => {
    expect(await gapsOf(control('2024-01-15', 'personalization', 'false'))).toEqual([
      off('personalization', '2024-01-15', null, 5),
    ])
  })

  test('controls are independent, and turning one on alone makes no gap', async () => {
    const lines = [
      control('2024-01-01', 'usage_statistics', true),
      control('2024-01-12', 'personalization', false),
      control('2024-01-13', 'usage_statistics', true),
    ]
    expect(await gapsOf(...lines)).toEqual([off('personalization', '2024-01-12', null, 8)])
  })

  test('turning off twice is one gap, and the order of the lines does not matter', async () => {
    const lines = [
      control('2024-02-01', 'usage_statistics', true),
      control('2024-01-12', 'usage_statistics', false),
      control('2024-01-11', 'usage_statistics', false),
    ]
    expect(await gapsOf(...lines)).toEqual([off('usage_statistics', '2024-01-11', '2024-02-01', 9)])
  })

  test('guessed names of fields are used only if the documented ones are missing', async () => {
    const guessed = { control: 'usage', is_enabled: false }
    const time = '2024-01-12T09:00:00Z'
    expect(await gapsOf(line('privacy_control_updated', time, guessed))).toEqual([
      off('usage', '2024-01-12', null, 8),
    ])
    const both = { control_type: 'usage_statistics', control_state: true, ...guessed }
    expect(await gapsOf(line('privacy_control_updated', time, both))).toEqual([])
  })
})

describe('time without a line', () => {
  const at = (day: number) => new Date(Date.UTC(2024, 0, day, 10)).toISOString()
  const gapsOf = async (...lines: string[]) =>
    (await resultOf({ ...talk('2024-01-02', 60), ...activityFile(...lines) })).rows(gapsQuery)
  const ends = [line('add_reaction', at(1)), line('add_reaction', at(61))]

  test('lines of types that no statistic reads also count as lines', async () => {
    const between = Array.from({ length: 59 }, (_, day) => line('channel_opened', at(day + 2)))
    expect(await gapsOf(...ends, ...between)).toEqual([])
  })

  test('one line a month of any type is enough, wherever its type is in the line', async () => {
    const old = `{"guild_id":"1","timestamp":"${at(28)}","event_type":"guild_viewed","event_id":"a"}\n`
    expect(await gapsOf(...ends, old, line('ack_messages', at(50)))).toEqual([])
  })

  test('lines without a type also count if they have a time', async () => {
    const untyped = `{"predicted_age":"18-24","probability":"0.9","timestamp":"${at(30)}"}\n`
    expect(await gapsOf(...ends, untyped, line('ack_messages', at(45)))).toEqual([
      {
        source: 'reporting',
        reason: 'no_events',
        first_day: '2024-01-02',
        last_day: '2024-01-29',
        messages: 28,
      },
    ])
  })

  test('28 days without any line are a gap, and 27 days are not', async () => {
    const day = (number: number) => line('ack_messages', at(number))
    expect(await gapsOf(day(1), day(29))).toEqual([])
    expect(await gapsOf(day(1), day(30))).toEqual([
      {
        source: 'reporting',
        reason: 'no_events',
        first_day: '2024-01-02',
        last_day: '2024-01-29',
        messages: 28,
      },
    ])
  })

  test('a line without a usable time does not fill a gap', async () => {
    const unusable = [line('ack_messages', 'null'), line('ack_messages', '2031-01-01T00:00:00Z')]
    expect(await gapsOf(...ends, ...unusable)).toHaveLength(1)
  })

  test('each folder has its own gaps, and its own first and last day', async () => {
    const result = await resultOf({
      'Activity/analytics/events-2024-00000-of-00001.json':
        line('ack_messages', at(1)) + line('guild_viewed', at(40)),
      'Activity/tns/events-2024-00000-of-00001.json':
        line('add_reaction', at(5)) + line('ack_messages', at(20)),
    })
    expect(result.rows(gapsQuery)).toEqual([
      {
        source: 'analytics',
        reason: 'no_events',
        first_day: '2024-01-02',
        last_day: '2024-02-08',
        messages: 0,
      },
    ])
    const days = `SELECT source, first_day AS first, last_day AS last FROM coverage WHERE source IN ('analytics', 'tns')`
    expect(result.rows(days)).toEqual([
      { source: 'analytics', first: '2024-01-01', last: '2024-02-09' },
      { source: 'tns', first: '2024-01-05', last: '2024-01-20' },
    ])
  })
})
