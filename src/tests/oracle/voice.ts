/** Finds voice sessions in the events of joining, leaving and being disconnected. */
import type { Event } from './events.ts'
import type { VoiceSessionRow } from './rows.ts'
import { fieldTextOf, isInRange, numberOf, saysYes, secondsTextOf } from './values.ts'

export interface VoiceSession {
  channelId: string
  guildId: string | null
  /** Epoch milliseconds. */
  start: number
  end: number
}

export interface FoundVoiceSessions {
  rows: VoiceSessionRow[]
  /** The number of candidates, before any is left out, found twice, or united. */
  made: number
  /** The number of those that are longer than the contract allows, or began before its range. */
  leftOut: number
}

const dayMs = 86_400_000
/** Rule: the longest voice session with a stated duration, and the longest one paired from two events. */
const statedMs = 7 * dayMs
const pairedMs = dayMs
const unitedMs = 30 * dayMs
const sameSessionMs = 5000

const joinType = 'join_voice_channel'
const leaveType = 'leave_voice_channel'
const disconnectType = 'voice_disconnect'

export function findVoiceSessions(events: Event[], lastDay: string): FoundVoiceSessions {
  const channelIds = new Set(events.filter(isVoice).map(({ channelId }) => channelId))
  const voiceSessions: VoiceSession[] = []
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
    voiceSessions.push(...uniteOverlapping(withoutCopies(kept.sort(byStart))))
  }
  const rows = voiceSessions.map((voiceSession) => ({
    channel_id: voiceSession.channelId,
    guild_id: voiceSession.guildId,
    duration_mins: Math.floor((voiceSession.end - voiceSession.start) / 60_000),
    started_date: secondsTextOf(voiceSession.start),
    ended_date: secondsTextOf(voiceSession.end),
  }))
  return { rows, made, leftOut }
}

function byStart(left: VoiceSession, right: VoiceSession): number {
  return left.start - right.start || left.end - right.end
}

function isVoice({ type }: Event): boolean {
  return [joinType, leaveType, disconnectType].includes(type)
}

type Candidate = VoiceSession & { longest: number }

/** The voice sessions that end with a leave. */
function findLeaves(channelId: string, events: Event[]): Candidate[] {
  const joins = events.filter(({ type }) => type === joinType)
  const leaves = events.filter(({ type }) => type === leaveType)
  return leaves.flatMap((leave): Candidate[] => {
    const duration = numberOf(leave.fields.duration)
    if (duration !== null && duration > 0) {
      // Rule: [end − duration, end].
      const start = leave.time - duration
      return [{ channelId, guildId: leave.guildId, start, end: leave.time, longest: statedMs }]
    }
    // Rule: without a positive duration, the session begins with the latest join before the leave, if no
    // other leave is between them.
    const join = joins
      .filter(({ time }) => time < leave.time)
      .sort((left, right) => right.time - left.time)[0]
    if (!join || leaves.some(({ time }) => time > join.time && time < leave.time)) return []
    const guildId = leave.guildId ?? join.guildId
    return [{ channelId, guildId, start: join.time, end: leave.time, longest: pairedMs }]
  })
}

/** Rule: a join without a leave ends with the next voice_disconnect of its channel. */
function findDisconnects(channelId: string, events: Event[]): Candidate[] {
  const joins = events.filter(({ type }) => type === joinType)
  const leaves = events.filter(({ type }) => type === leaveType)
  const ends = events.filter((event) => event.type === disconnectType && endsVoice(event))
  return joins.flatMap((join): Candidate[] => {
    const next = Math.min(...joins.map(({ time }) => time).filter((time) => time > join.time))
    const isMeant = ({ time }: Event) => time > join.time && time <= next
    if (leaves.some(isMeant)) return []
    const end = ends.filter(isMeant).sort((left, right) => left.time - right.time)[0]
    if (!end) return []
    const guildId = end.guildId ?? join.guildId
    return [{ channelId, guildId, start: join.time, end: end.time, longest: pairedMs }]
  })
}

/** A reconnection does not end a voice session, and neither does the disconnect of a stream. */
function endsVoice({ fields }: Event): boolean {
  return !saysYes(fields.reconnect) && fieldTextOf(fields.context)?.toLowerCase() !== 'stream'
}

/**
 * Rule: two voice sessions of one channel are the same if their ends and their durations differ by at most 5
 * s. The earliest start is used.
 */
function withoutCopies(voiceSessions: VoiceSession[]): VoiceSession[] {
  const kept: VoiceSession[] = []
  for (const voiceSession of voiceSessions) {
    const same = kept.find(
      ({ start, end }) =>
        Math.abs(end - voiceSession.end) <= sameSessionMs &&
        Math.abs(end - start - (voiceSession.end - voiceSession.start)) <= sameSessionMs,
    )
    if (same) same.guildId ??= voiceSession.guildId
    else kept.push({ ...voiceSession })
  }
  return kept
}

/**
 * Rule: overlapping voice sessions of one channel are united, up to a length of 30 days. After that, the next
 * one begins at the end of the previous one.
 */
export function uniteOverlapping(voiceSessions: VoiceSession[]): VoiceSession[] {
  const united: VoiceSession[] = []
  for (const voiceSession of voiceSessions) {
    const last = united.at(-1)
    if (last && voiceSession.start < last.end && voiceSession.end - last.start > unitedMs) {
      united.push({ ...voiceSession, start: last.end })
    } else if (last && voiceSession.start < last.end) {
      last.end = Math.max(last.end, voiceSession.end)
      last.guildId ??= voiceSession.guildId
    } else united.push({ ...voiceSession })
  }
  return united
}
