/** Stays in voice channels. */
import type { Event } from './events.ts'
import type { VoiceSessionRow } from './rows.ts'
import { isInRange, numberOf, secondsTextOf } from './values.ts'

interface Stay {
  channelId: string
  guildId: string | null
  /** Epoch milliseconds. */
  start: number
  end: number
}

const dayMilliseconds = 86_400_000
const sameStayMilliseconds = 5000

export function findVoiceSessions(events: Event[], lastDay: string): VoiceSessionRow[] {
  const channelIds = new Set(events.filter(isVoice).map(({ channelId }) => channelId))
  return [...channelIds]
    .filter((channelId) => channelId !== null)
    .flatMap((channelId) => {
      const ofChannel = events.filter((event) => isVoice(event) && event.channelId === channelId)
      return uniteOverlapping(leaveEachOnce(findStays(channelId, ofChannel, lastDay)))
    })
    .map((stay) => ({
      channel_id: stay.channelId,
      guild_id: stay.guildId,
      duration_mins: Math.floor((stay.end - stay.start) / 60_000),
      started_date: secondsTextOf(stay.start),
      ended_date: secondsTextOf(stay.end),
    }))
}

function isVoice({ type }: Event): boolean {
  return type === 'join_voice_channel' || type === 'leave_voice_channel'
}

/** The stays of one channel, earliest first. */
function findStays(channelId: string, events: Event[], lastDay: string): Stay[] {
  const joins = events.filter(({ type }) => type === 'join_voice_channel')
  const leaves = events.filter(({ type }) => type === 'leave_voice_channel')
  const stays: Stay[] = []
  for (const leave of leaves) {
    const duration = numberOf(leave.fields.duration)
    if (duration !== null && duration > 0) {
      // Rule: [end − duration, end].
      stays.push({ channelId, guildId: leave.guildId, start: leave.time - duration, end: leave.time })
      continue
    }
    // Rule: without a positive duration, the latest join before it, whose next leave it must be.
    const join = joins
      .filter(({ time }) => time < leave.time)
      .sort((left, right) => right.time - left.time)[0]
    if (!join || leaves.some(({ time }) => time > join.time && time < leave.time)) continue
    stays.push({ channelId, guildId: leave.guildId ?? join.guildId, start: join.time, end: leave.time })
  }
  return (
    stays
      // Rule: longer than 24 h → left out; the range of the contract holds for stays too.
      .filter(({ start, end }) => end - start <= dayMilliseconds && isInRange(start, lastDay))
      .sort((left, right) => left.start - right.start || left.end - right.end)
  )
}

/** Rule: same channel, end and duration within 5 s = the same stay; the one that starts first stands for it. */
function leaveEachOnce(stays: Stay[]): Stay[] {
  const kept: Stay[] = []
  for (const stay of stays) {
    const same = kept.find(
      ({ start, end }) =>
        Math.abs(end - stay.end) <= sameStayMilliseconds &&
        Math.abs(end - start - (stay.end - stay.start)) <= sameStayMilliseconds,
    )
    if (same) same.guildId ??= stay.guildId
    else kept.push({ ...stay })
  }
  return kept
}

/** Rule: overlapping stays of one channel are united. */
function uniteOverlapping(stays: Stay[]): Stay[] {
  const united: Stay[] = []
  for (const stay of stays) {
    const last = united.at(-1)
    if (last && stay.start < last.end) {
      last.end = Math.max(last.end, stay.end)
      last.guildId ??= stay.guildId
    } else united.push({ ...stay })
  }
  return united
}
