/** Builds tiny packages for the tests of the independent implementation. */
import { Zip, ZipPassThrough } from 'fflate'
import { oracle } from './oracle.ts'
import type { ActivityRow, OracleRows } from './rows.ts'

export const ownerId = '100000000000000001'
export const friendId = '200000000000000002'
export const strangerId = '300000000000000003'
export const guildId = '400000000000000004'
export const channelId = '500000000000000005'
export const otherChannelId = '500000000000000006'
export const packageId = '0'.repeat(32)
export const today = '2024-06-30'
export const exportDay = '2024-06-01'

export type Files = Record<string, string | Uint8Array | object>

/**
 * An uncompressed zip of [path, content] pairs. Objects become JSON; every entry was modified on `day` at
 * noon.
 */
export function zipOf(files: Files | [string, Files[string]][], day = exportDay): Uint8Array {
  const chunks: Uint8Array[] = []
  const zip = new Zip((_, chunk) => chunks.push(chunk))
  for (const [path, content] of Array.isArray(files) ? files : Object.entries(files)) {
    const entry = new ZipPassThrough(path)
    const [year, month, date] = day.split('-').map(Number) as [number, number, number]
    entry.mtime = new Date(year, month - 1, date, 12)
    zip.add(entry)
    const isBytes = content instanceof Uint8Array
    const text = typeof content === 'string' ? content : JSON.stringify(content)
    entry.push(isBytes ? content : new TextEncoder().encode(text), true)
  }
  zip.end()
  return new Uint8Array(Buffer.concat(chunks))
}

/**
 * The rows of a package. A user.json that names the owner is added unless `files` contains one.
 */
export function rowsOf(files: Files, day = exportDay): OracleRows {
  const result = oracle(zipOf({ 'Account/user.json': account(), ...files }, day), { packageId, today })
  if ('error' in result) throw new Error(result.error)
  return result
}

export function account(fields: object = {}): object {
  return { id: ownerId, username: 'owner', ...fields }
}

let eventNumber = 0

/** One line of an activity file, with its own event_id unless `fields` has one. */
export function line(event_type: string, timestamp: string, fields: object = {}): string {
  return `${JSON.stringify({ event_type, event_id: `event ${eventNumber++}`, timestamp, ...fields })}\n`
}

export function activityFile(...lines: string[]): Files {
  return { 'Activity/reporting/events-2024-00000-of-00001.json': lines.join('') }
}

/** messages.json in Discord's form: ids are numbers without quotes, which may be too long for JavaScript. */
export function messagesJson(...messages: [id: string, timestamp: string][]): string {
  const objects = messages.map(
    ([id, timestamp]) => `{"ID": ${id}, "Timestamp": "${timestamp}", "Contents": "", "Attachments": ""}`,
  )
  return `[\n${objects.join(',\n')}\n]`
}

/** A row of activity in which only the given columns are not empty. */
export function activityRow(
  event_name: string,
  day: string,
  hour: number,
  columns: Partial<ActivityRow> = {},
) {
  return {
    event_name,
    day,
    hour,
    occurence_count: 1,
    associated_user_id: null,
    associated_channel_id: null,
    associated_guild_id: null,
    extra_field_1: null,
    extra_field_2: null,
    ...columns,
  }
}

/** The rows of activity that are not sentinels. */
export function countedOf({ activity }: OracleRows): ActivityRow[] {
  return activity.filter((row) => !['package_end', 'package_start'].includes(row.event_name))
}

/** A package in which every table of the contract has rows. */
export function livelyPackage(): Files {
  const day = (number: number) => `2024-0${1 + (number % 4)}-1${number % 9}`
  const numbers = Array.from({ length: 40 }, (_, number) => number)
  const messages = (count: number) =>
    messagesJson(
      ...numbers
        .slice(0, count)
        .map((number): [string, string] => [
          `${1_000_000 + number}`,
          `${day(number * 3)} 0${number % 7}:00:00`,
        ]),
    )
  const dm = (other: string) => ({ type: 'DM', recipients: [ownerId, other] })
  const text = (name: string) => ({ type: 'GUILD_TEXT', name, guild: { id: guildId, name: 'Home' } })
  const payment = { created_at: '2024-01-02T03:04:05Z', currency: 'eur', amount: 500, status: 1 }
  const friend = { id: friendId, username: 'friend', avatar: 'a_0123456789abcdef' }
  return {
    'Account/user.json': account({
      relationships: [{ id: friendId, user: friend }],
      payments: [
        { ...payment, id: '1' },
        { ...payment, id: '2', currency: 'jpy' },
      ],
    }),
    [`Messages/c${channelId}/channel.json`]: dm(friendId),
    [`Messages/c${channelId}/messages.json`]: messages(30),
    [`Messages/c${otherChannelId}/channel.json`]: dm(strangerId),
    [`Messages/c${otherChannelId}/messages.json`]: messages(10),
    'Messages/c500000000000000007/channel.json': text('general'),
    'Messages/c500000000000000007/messages.json': messages(40),
    'Messages/c500000000000000008/channel.json': text('voice'),
    'Messages/c500000000000000008/messages.json': messages(5),
    'Messages/c500000000000000009/channel.json': { type: 'GROUP_DM', name: 'Group', recipients: [] },
    'Messages/c500000000000000009/messages.json': messages(20),
    ...activityFile(
      ...numbers.flatMap((number) => {
        const hour = `${day(number)}T1${number % 9}`
        const session = { session: `${number}`, os: ['Windows', 'ｘ', '😀'][number % 3] }
        const voiceChannel = number % 2 ? channelId : '500000000000000008'
        return [
          line('app_opened', `${hour}:05:00Z`, session),
          line('session_start', `${hour}:06:00Z`, session),
          line('session_end', `${hour}:16:30Z`, session),
          line('add_reaction', `${hour}:10:00Z`, {
            channel_id: channelId,
            emoji_name: ['😀', 'ｘ', 'a'][number % 3],
          }),
          line('application_command_used', `${hour}:11:00Z`, {
            application_id: number % 5 ? `${700 + (number % 13)}` : strangerId,
            ...(number % 2 && { guild_id: guildId }),
          }),
          line('guild_joined', `${hour}:12:00Z`, { guild_id: guildId }),
          line('leave_voice_channel', `${hour}:50:00Z`, {
            channel_id: voiceChannel,
            duration: 60_000 * number,
          }),
        ]
      }),
    ),
  }
}
