/** Stays in voice channels. */
import type { Event } from './events.ts'
import type { VoiceSessionRow } from './rows.ts'
import { fieldTextOf, isInRange, numberOf, saysYes, secondsTextOf } from './values.ts'

export interface Stay {
  channelId: string
  guildId: string | null
  /** Epoch milliseconds. */
  start: number
  end: number
}

export interface FoundVoiceSessions {
  rows: VoiceSessionRow[]
  /** Before any is left out, found twice, or united. */
  made: number
  /** Longer than the contract lets them be, or begun before its range. */
  leftOut: number
}

const dayMs = 86_400_000
/** Rule: longest stay whose length Discord told, and longest that was paired from two events. */
const toldMs = 7 * dayMs
const pairedMs = dayMs
const unitedMs = 30 * dayMs
const sameStayMs = 5000

const joinType = 'join_voice_channel'
const leaveType = 'leave_voice_channel'
const disconnectType = 'voice_disconnect'

export function findVoiceSessions(events: Event[], lastDay: string): FoundVoiceSessions {
  const channelIds = new Set(events.filter(isVoice).map(({ channelId }) => channelId))
  const stays: Stay[] = []
  let leftOut = 0
  let made = 0
  for (const channelId of channelIds) {
    if (channelId === null) continue
    const ofChannel = events.filter((event) => isVoice(event) && event.channelId === channelId)
    const found = [...findLeaves(channelId, ofChannel), ...findDisconnects(channelId, ofChannel)]
    const kept = found.filter(
      ({ start, end, longest }) => end - start <= longest && isInRange(start, lastDay),
    )
    made += found.length
    leftOut += found.length - kept.length
    stays.push(...uniteOverlapping(leaveEachOnce(kept.sort(byStart))))
  }
  const rows = stays.map((stay) => ({
    channel_id: stay.channelId,
    guild_id: stay.guildId,
    duration_mins: Math.floor((stay.end - stay.start) / 60_000),
    started_date: secondsTextOf(stay.start),
    ended_date: secondsTextOf(stay.end),
  }))
  return { rows, made, leftOut }
}

function byStart(left: Stay, right: Stay): number {
  return left.start - right.start || left.end - right.end
}

function isVoice({ type }: Event): boolean {
  return [joinType, leaveType, disconnectType].includes(type)
}

type FoundStay = Stay & { longest: number }

/** The stays that end with a leave. */
function findLeaves(channelId: string, events: Event[]): FoundStay[] {
  const joins = events.filter(({ type }) => type === joinType)
  const leaves = events.filter(({ type }) => type === leaveType)
  return leaves.flatMap((leave): FoundStay[] => {
    const duration = numberOf(leave.fields.duration)
    if (duration !== null && duration > 0) {
      // Rule: [end − duration, end].
      const start = leave.time - duration
      return [{ channelId, guildId: leave.guildId, start, end: leave.time, longest: toldMs }]
    }
    // Rule: without a positive duration, the latest join before it, whose next leave it must be.
    const join = joins
      .filter(({ time }) => time < leave.time)
      .sort((left, right) => right.time - left.time)[0]
    if (!join || leaves.some(({ time }) => time > join.time && time < leave.time)) return []
    const guildId = leave.guildId ?? join.guildId
    return [{ channelId, guildId, start: join.time, end: leave.time, longest: pairedMs }]
  })
}

/** Rule: a join that no leave answers ends with the next voice_disconnect of its channel. */
function findDisconnects(channelId: string, events: Event[]): FoundStay[] {
  const joins = events.filter(({ type }) => type === joinType)
  const leaves = events.filter(({ type }) => type === leaveType)
  const ends = events.filter((event) => event.type === disconnectType && endsVoice(event))
  return joins.flatMap((join): FoundStay[] => {
    const next = Math.min(...joins.map(({ time }) => time).filter((time) => time > join.time))
    const isMeant = ({ time }: Event) => time > join.time && time <= next
    if (leaves.some(isMeant)) return []
    const end = ends.filter(isMeant).sort((left, right) => left.time - right.time)[0]
    if (!end) return []
    const guildId = end.guildId ?? join.guildId
    return [{ channelId, guildId, start: join.time, end: end.time, longest: pairedMs }]
  })
}

/** A connection that comes back ends nothing, and that of a stream is not the voice. */
function endsVoice({ fields }: Event): boolean {
  return !saysYes(fields.reconnect) && fieldTextOf(fields.context)?.toLowerCase() !== 'stream'
}

/**
 * Rule: same channel, end and duration within 5 s = the same stay; the one that starts first stands for it.
 */
function leaveEachOnce(stays: Stay[]): Stay[] {
  const kept: Stay[] = []
  for (const stay of stays) {
    const same = kept.find(
      ({ start, end }) =>
        Math.abs(end - stay.end) <= sameStayMs &&
        Math.abs(end - start - (stay.end - stay.start)) <= sameStayMs,
    )
    if (same) same.guildId ??= stay.guildId
    else kept.push({ ...stay })
  }
  return kept
}

/**
 * Rule: overlapping stays of one channel are united; never to more than 30 days, where the next one begins at
 * the end of the one before.
 */
export function uniteOverlapping(stays: Stay[]): Stay[] {
  const united: Stay[] = []
  for (const stay of stays) {
    const last = united.at(-1)
    if (last && stay.start < last.end && stay.end - last.start > unitedMs) {
      united.push({ ...stay, start: last.end })
    } else if (last && stay.start < last.end) {
      last.end = Math.max(last.end, stay.end)
      last.guildId ??= stay.guildId
    } else united.push({ ...stay })
  }
  return united
}
