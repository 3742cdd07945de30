/**
 * Checks the merging of rows: merging a package with itself, or with packages whose data it contains, changes
 * nothing, and no data of the older package is lost.
 */
import { expect, test } from 'bun:test'
import type { PackageInput } from '../../synthetic-package/options.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { mergeRows, type MergedRows } from './merge-rows.ts'
import { oracle } from './oracle.ts'
import { activityFile, channelId, guildId, line, messagesJson, packageId, rowsOf } from './sample-package.ts'

const whole: PackageInput = { seed: 12, messages: 300, events: 900, countedShare: 0.8, commonness: 0.3 }

async function rowsOfPackage(input: PackageInput): Promise<MergedRows> {
  const { archive } = await packageBytes({ ...whole, ...input })
  const result = oracle(archive, { packageId, today: '2026-11-24' })
  if ('error' in result) throw new Error(result.error)
  return result
}

const tables = [
  ...(['activity', 'dm_channels_data', 'guild_channels_data', 'guilds', 'payments'] as const),
  ...(['voice_sessions', 'sessions', 'package_data'] as const),
]
const textOf = (row: object) => JSON.stringify(Object.entries(row).sort())
const linesOf = (rows: MergedRows) => tables.map((table) => [table, rows[table].map(textOf).sort()])

test('merging a package with itself, or with packages whose data it contains, changes nothing', async () => {
  const last = await rowsOfPackage({})
  const early = await rowsOfPackage({ exportDate: '2025-03-01' })
  const short = await rowsOfPackage({ exportDate: '2026-01-01', historyMonths: 6 })
  expect(linesOf(mergeRows([last, last]))).toEqual(linesOf(last) as never)
  // Everything in an earlier or shorter package is also in the last one.
  expect(linesOf(mergeRows([early, last]))).toEqual(linesOf(last) as never)
  expect(linesOf(mergeRows([early, short, last]))).toEqual(linesOf(last) as never)
  const merged = mergeRows([early, short])
  expect(linesOf(mergeRows([early, short, merged, short]))).toEqual(linesOf(merged) as never)
})

test('deleted messages and events that Discord no longer keeps remain after merging', async () => {
  const old = await rowsOfPackage({ exportDate: '2025-12-01' })
  const late = await rowsOfPackage({ deletedShare: 0.3, historyMonths: 6 })
  const merged = mergeRows([old, late])
  const countOf = ({ activity }: MergedRows, name: string) =>
    activity.filter((row) => row.event_name === name).reduce((sum, row) => sum + row.occurence_count, 0)
  for (const name of ['message_sent', 'app_opened', 'add_reaction']) {
    expect(countOf(merged, name)).toBeGreaterThan(countOf(late, name))
    expect(countOf(merged, name)).toBeGreaterThanOrEqual(countOf(old, name))
  }
  for (const session of old.sessions) expect(merged.sessions).toContainEqual(session)
})

test('overlapping voice sessions are united, and names come from any package that has them', () => {
  const leave = (minute: number, minutes: number) =>
    line('leave_voice_channel', `2023-05-01T12:${minute}:00Z`, {
      ...{ channel_id: channelId, guild_id: guildId, duration: String(minutes * 60_000) },
    })
  const older = rowsOf({ 'Servers/index.json': { [guildId]: 'Town' }, ...activityFile(leave(20, 10)) })
  const newer = rowsOf(activityFile(leave(40, 25), leave(59, 5)))
  const merged = mergeRows([older, newer])
  expect(merged.voice_sessions.map(({ duration_mins }) => duration_mins)).toEqual([30, 5])
  expect(merged.guilds.map(({ guild_name }) => guild_name)).toEqual(['Town'])
})

test('a message counts once if only one package names the server of its channel', () => {
  const folder = `Messages/c${channelId}`
  const messages = { [`${folder}/messages.json`]: messagesJson(['1', '2024-03-01 10:00:00']) }
  const named = rowsOf({ ...messages, [`${folder}/channel.json`]: { type: 0, guild: { id: guildId } } })
  const unnamed = rowsOf(messages)
  for (const packages of [
    [named, unnamed],
    [unnamed, named],
  ]) {
    const sent = mergeRows(packages).activity.filter(({ event_name }) => event_name === 'message_sent')
    expect(sent.map((row) => [row.associated_guild_id, row.occurence_count])).toEqual([[guildId, 1]])
  }
})
