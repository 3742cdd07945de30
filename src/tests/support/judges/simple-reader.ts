/**
 * A package reader that is as simple as possible, to check what the generator records about its packages. It
 * shares no code with the server's reader.
 */
import { unzipSync } from 'fflate'
import type { PackageRecord } from '../../../synthetic-package/record.ts'

/** The counts of the reader, in the shapes of the generator's record. */
export interface Counts {
  channels: Record<string, { messages: number; hours: Record<string, number> }>
  counted: Record<string, number>
  hours: Record<string, Record<string, number>>
  broken: number
  untyped: number
  voiceSessions: Set<string>
  sessions: Set<string>
}

const countedUnder: Record<string, string> = Object.fromEntries(
  'guild_joined application_command_used add_reaction app_opened email_opened login_successful app_crashed user_avatar_updated oauth2_authorize_accepted remote_auth_login notification_clicked captcha_served voice_message_recorded message_reported message_edited premium_upsell_viewed'
    .split(' ')
    .map((name) => [name, name]),
)
countedUnder.app_native_crash = 'app_crashed'

/** Maximum length of a voice session: a week if the event states the length, otherwise a day. */
const weekMs = 7 * 86_400_000
const dayMs = 86_400_000
const hourMs = 3_600_000

const text = new TextDecoder('utf-8', { ignoreBOM: false })
const hourOf = (time: number) => new Date(time).toISOString().slice(0, 13).replace('T', ' ')
const add = (counts: Record<string, number>, name: string) => (counts[name] = (counts[name] ?? 0) + 1)

function inRange(time: number, record: PackageRecord): boolean {
  return time >= Date.UTC(2015, 4, 13) && time < Date.parse(record.exportDay) + 2 * 86_400_000
}

function timeOf(written: unknown): number {
  if (typeof written !== 'string') return NaN
  const bare = written.replaceAll('"', '').replace(' UTC', '').replace(' +0000', '').replace(' ', 'T')
  return Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(bare) ? bare : `${bare}Z`)
}

/** Counts a package; of the record, only the export day is used. */
export function countPackage(archive: Uint8Array, record: PackageRecord): Counts {
  const counts: Counts = {
    channels: {},
    counted: {},
    hours: {},
    broken: 0,
    untyped: 0,
    voiceSessions: new Set(),
    sessions: new Set(),
  }
  const lines: Record<string, any>[] = []
  for (const [name, bytes] of Object.entries(unzipSync(archive))) {
    if (name.includes('__MACOSX')) continue
    const channel = /(?:^|\/)c?(\d{17,20})\/channel\.json$/.exec(name)
    if (channel) counts.channels[channel[1]!] ??= { messages: 0, hours: {} }
    const messages = /(?:^|\/)c?(\d{17,20})\/messages\.(json|csv)$/.exec(name)
    if (messages) countMessages(text.decode(bytes), messages[1]!, record, counts)
    if (/\/events-\d{4}-\d{5}-of-\d{5}\.json$/.test(name)) readLines(text.decode(bytes), counts, lines)
  }
  countEvents(lines, record, counts)
  return counts
}

function countMessages(content: string, id: string, record: PackageRecord, counts: Counts): void {
  const channel = (counts.channels[id] ??= { messages: 0, hours: {} })
  const seen = new Set<string>()
  const mark = /^ID(.)Timestamp/.exec(content)?.[1]
  const rows = mark ? readCsvRows(content, mark) : readJsonRows(content)
  for (const [message, written] of rows) {
    const snowflakeTime = Number(BigInt(message!) >> 22n) + 1_420_070_400_000
    const time = written ? timeOf(written) : snowflakeTime
    if (seen.has(message!) || !inRange(time, record)) continue
    seen.add(message!)
    channel.messages++
    add(channel.hours, hourOf(time))
  }
}

function readCsvRows(content: string, mark: string): [string, string][] {
  const row = new RegExp(
    `^(\\d{15,20})${mark}([^${mark}]*)${mark}(?:"(?:[^"]|"")*"|[^"\\r\\n]*?)${mark}(?:"[^"]*"|[^"\\r\\n]*)\\r\\n`,
    'gm',
  )
  return [...content.matchAll(row)].map(([, id, written]) => [id!, written!])
}

/** The beginnings of all rows, without the last one of a file that the generator has cut. */
function readJsonRows(content: string): [string, string | undefined][] {
  const head = /\{\s*"id": (\d+),\s*"timestamp": (?:null|"([^"]*)"),/gi
  const rows = [...content.matchAll(head)].map(([, id, written]): [string, string | undefined] => [
    id!,
    written,
  ])
  return content.endsWith('and th') ? rows.slice(0, -1) : rows
}

function readLines(content: string, counts: Counts, lines: Record<string, any>[]): void {
  for (const line of content.split(/\r?\n/)) {
    if (line.trim() === '' || line.length > 50_000) continue
    try {
      const value = JSON.parse(line)
      if (value === null || typeof value !== 'object' || Array.isArray(value))
        throw new Error('not an object')
      if (value.event_type) lines.push(value)
      else counts.untyped++
    } catch {
      counts.broken++
    }
  }
}

function countEvents(lines: Record<string, any>[], record: PackageRecord, counts: Counts): void {
  const seen = new Set<string>()
  const joins: { channel: string; time: number }[] = []
  const starts = new Map<string, number[]>()
  const distinct = lines
    .map((line) => ({
      line,
      time: timeOf(line.timestamp),
      channel: line.channel_id ?? line.channel,
      key:
        line.event_id ?? JSON.stringify([line.event_type, line.timestamp, line.channel_id, line.message_id]),
    }))
    .filter(({ key, time }) => !seen.has(key) && seen.add(key) && inRange(time, record))
    .sort((left, right) => left.time - right.time)
  for (const { line, time, channel } of distinct) {
    const name = isTheSameAsAnother(line, time, distinct) ? undefined : countedUnder[line.event_type]
    if (name && !String(line.application_id).startsWith('-')) {
      add(counts.counted, name)
      add((counts.hours[name] ??= {}), hourOf(time))
    }
    const lane = String(line.session ?? line.os)
    if (line.event_type === 'join_voice_channel') joins.push({ channel, time })
    if (line.event_type === 'session_start') starts.set(lane, [...(starts.get(lane) ?? []), time])
    if (line.event_type === 'session_end' && starts.get(lane)?.length) {
      counts.sessions.add(`${line.os} ${starts.get(lane)!.shift()} ${time}`)
    }
    const disconnects = line.event_type === 'voice_disconnect' && line.context !== 'stream' && !line.reconnect
    if (line.event_type === 'leave_voice_channel' || disconnects) {
      const joined = joins.findLast((join) => join.channel === channel)?.time
      const started = line.duration === undefined ? joined : time - Number(line.duration)
      const longest = line.duration === undefined ? dayMs : weekMs
      if (started !== undefined && time - started <= longest)
        counts.voiceSessions.add(`${channel} ${started} ${time}`)
    }
  }
}

/**
 * Whether an event does not count. That is a guild_joined for a passed screening or a granted role. It is
 * also an app_native_crash that says that nothing crashed, or that repeats an app_crashed.
 */
function isTheSameAsAnother(
  line: Record<string, any>,
  time: number,
  all: { line: Record<string, any>; time: number }[],
): boolean {
  if (line.event_type === 'guild_joined') return /gating|granted/i.test(line.join_method)
  if (line.event_type !== 'app_native_crash') return false
  const isTold = all.some(
    (other) =>
      other.line.event_type === 'app_crashed' &&
      other.line.os === line.os &&
      Math.abs(other.time - time) <= hourMs,
  )
  return line.did_crash === false || isTold
}
