/** The merged result of several packages of one owner, compared with an independent merge of their rows. */
import { expect, test } from 'bun:test'
import type { PackageInput } from '../../synthetic-package/options.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import {
  account,
  activityFile,
  channelId,
  guildId,
  line,
  messagesJson,
  zipOf,
} from '../oracle/sample-package.ts'
import { mergeDifferencesOf } from '../support/judges/merge-differences.ts'

const today = '2026-11-24'
const base: PackageInput = { seed: 12, messages: 200, events: 500, countedShare: 0.8, commonness: 0.3 }
const oddities = { leftGuilds: true, namelessRows: true, deletedUsers: true, unknownChannels: true }
const archiveOf = async (input: PackageInput) => (await packageBytes({ ...base, ...input })).archive

const pairs: { [name: string]: [older: PackageInput, newer: PackageInput] } = {
  'the same package twice': [{}, {}],
  'the newer one contains everything that is in the older one': [{ exportDate: '2025-03-01' }, {}],
  'messages were deleted, and only half a year of events was kept': [
    { exportDate: '2025-12-01', quirks: oddities },
    { deletedShare: 0.3, historyMonths: 6, quirks: oddities },
  ],
  'each has sections that the other lacks': [
    { quirks: { ...oddities, noIndexJson: true, withoutActivity: true } },
    { quirks: { ...oddities, withoutServers: true, withoutMessages: true } },
  ],
  'only the older one names its owner': [
    { exportDate: '2025-12-01', quirks: { csvMessages: true } },
    { quirks: { onlyMessages: true } },
  ],
}

for (const [name, [older, newer]] of Object.entries(pairs)) {
  test(name, async () => {
    expect(await mergeDifferencesOf(await archiveOf(older), await archiveOf(newer), today)).toEqual([])
  })
}

test('calls that overlap across packages are merged as by the independent merge, in either order', async () => {
  const leave = (minute: number, minutes: number) =>
    line('leave_voice_channel', `2024-03-01T12:${minute}:00Z`, {
      ...{ channel_id: channelId, guild_id: guildId, duration: String(minutes * 60_000) },
    })
  const user = { 'Account/user.json': account() }
  const older = zipOf({ ...user, ...activityFile(leave(20, 10), leave(50, 5)) })
  const newer = zipOf({ ...user, ...activityFile(leave(40, 25), leave(45, 1), leave(59, 9)) })
  expect(await mergeDifferencesOf(older, newer, '2024-06-30')).toEqual([])
  expect(await mergeDifferencesOf(newer, older, '2024-06-30')).toEqual([])
})

test('the merged activity begins with the first row of either package, and with a session only if that is earlier', async () => {
  const opened = (day: string) => line('app_opened', `${day}T12:00:00Z`)
  const call = (day: string) =>
    line('leave_voice_channel', `${day}T00:30:00Z`, {
      ...{ channel_id: channelId, guild_id: guildId, duration: String(60 * 60_000) },
    })
  const user = { 'Account/user.json': account() }
  const archiveOfLines = (...lines: string[]) => zipOf({ ...user, ...activityFile(...lines) })
  // Each call begins on the previous day, which has no other row.
  const newer = archiveOfLines(call('2024-03-10'), opened('2024-03-12'))
  for (const older of [
    archiveOfLines(opened('2024-03-01')),
    archiveOfLines(call('2024-03-01')),
    archiveOfLines(opened('2024-03-11')),
  ]) {
    expect(await mergeDifferencesOf(older, newer, '2024-06-30')).toEqual([])
    expect(await mergeDifferencesOf(newer, older, '2024-06-30')).toEqual([])
  }
})

test('a message counts once if only one package names the server of its channel', async () => {
  const folder = `Messages/c${channelId}`
  const messages = { [`${folder}/messages.json`]: messagesJson(['1', '2024-03-01 10:00:00']) }
  const user = { 'Account/user.json': account() }
  const channel = { [`${folder}/channel.json`]: { type: 0, guild: { id: guildId } } }
  const [named, unnamed] = [zipOf({ ...user, ...messages, ...channel }), zipOf({ ...user, ...messages })]
  expect(await mergeDifferencesOf(named, unnamed, '2024-06-30')).toEqual([])
  expect(await mergeDifferencesOf(unnamed, named, '2024-06-30')).toEqual([])
})
