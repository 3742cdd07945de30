/** Reads all activity files of a package into counts, stays and sessions. */
import type { AnalysisLimits } from '../config.ts'
import { readActivityLines } from '../data-package/activity-lines.ts'
import { idOf, numberOf, textOf } from '../data-package/fields.ts'
import type { JsonObject } from '../data-package/json.ts'
import type { MemberReader } from '../data-package/member.ts'
import type { ActivityFolder, Sections } from '../data-package/sections.ts'
import { dayOf, parseInstant } from '../instant.ts'
import { ActivityCounter } from './activity-counter.ts'
import { type Session, type SessionMark, sessionsOf } from './app-sessions.ts'
import type { Budget } from './budget.ts'
import { type DateRange, isWithin } from './date-range.ts'
import { channelOf, countedEventTypes, guildOf, osOf, sourceOfEvent } from './event-counters.ts'
import { SeenSet } from './seen-set.ts'
import { type Stay, type VoiceJoin, type VoiceLeave, staysOf } from './voice-sessions.ts'

/** What became of the lines of one activity file. */
export interface FileCoverage {
  folder: ActivityFolder
  lines: number
  /** Lines that went into the result. */
  used: number
  /** Lines of a wanted type that another line had told already. */
  duplicates: number
  /** Lines that are no JSON object, or too long. */
  broken: number
  /** Lines of a wanted type without a usable time, or with one before Discord or after the export. */
  undated: number
  /** Days of the first and last used line, 'YYYY-MM-DD'; null when none was used. */
  firstDay: string | null
  lastDay: string | null
}

export interface ActivitySide {
  counter: ActivityCounter
  stays: Stay[]
  sessions: Session[]
  coverage: FileCoverage[]
  /** The `user_id` that most lines name, when `needsOwner`; the smallest of equals. */
  commonUserId: string | null
}

type Take = (record: JsonObject, atMs: number) => void

/**
 * Analyses the activity files. With `needsOwner` every line is parsed to find whose they are (six times slower: only
 * for packages without an Account).
 */
export async function readActivity(
  reader: MemberReader,
  sections: Sections,
  options: { limits: AnalysisLimits; range: DateRange; budget: Budget; needsOwner: boolean },
): Promise<ActivitySide> {
  const { limits, range, budget, needsOwner } = options
  const counter = new ActivityCounter(budget)
  const joins: VoiceJoin[] = []
  const leaves: VoiceLeave[] = []
  const marks: SessionMark[] = []
  const seen = new SeenSet(budget)
  const users = new Map<string, number>()
  const coverage: FileCoverage[] = []

  const takers = new Map<string, Take>([
    ...countedEventTypes.map((type): [string, Take] => [type, (record, atMs) => count(type, record, atMs)]),
    ['join_voice_channel', takeJoin],
    ['leave_voice_channel', takeLeave],
    ['session_start', (record, atMs) => takeMark(record, atMs, true)],
    ['session_end', (record, atMs) => takeMark(record, atMs, false)],
  ])
  const wanted = needsOwner ? null : new Set(takers.keys())

  for (const { folder, entry } of sections.activity) {
    const file: FileCoverage = {
      ...{ folder, lines: 0, used: 0, duplicates: 0, broken: 0, undated: 0 },
      ...{ firstDay: null, lastDay: null },
    }
    let firstMs = Infinity
    let lastMs = -Infinity
    const counts = await readActivityLines(
      reader.stream(entry, limits.activityBytesMax),
      wanted,
      limits,
      (record) => {
        if (needsOwner) countUser(record)
        const take = takers.get(record.event_type as string)
        if (!take) return
        const atMs = parseInstant(record.timestamp)
        if (atMs === null || !isWithin(range, atMs)) file.undated++
        else if (!seen.addText(identityOf(record))) file.duplicates++
        else {
          take(record, atMs)
          file.used++
          firstMs = Math.min(firstMs, atMs)
          lastMs = Math.max(lastMs, atMs)
        }
      },
    )
    if (file.used > 0) Object.assign(file, { firstDay: dayOf(firstMs), lastDay: dayOf(lastMs) })
    coverage.push({ ...file, ...counts })
  }
  return {
    counter,
    stays: staysOf(joins, leaves, range),
    sessions: sessionsOf(marks),
    coverage,
    commonUserId: mostFrequent(users),
  }

  function count(type: string, record: JsonObject, atMs: number): void {
    const source = sourceOfEvent(type, record)
    if (source) counter.add(counter.sourceOf(source), atMs)
  }

  function takeJoin(record: JsonObject, atMs: number): void {
    const channelId = channelOf(record)
    if (channelId === null) return
    budget.spend(64)
    joins.push({ channelId, guildId: guildOf(record), atMs })
  }

  function takeLeave(record: JsonObject, atMs: number): void {
    const channelId = channelOf(record)
    if (channelId === null) return
    budget.spend(96)
    const duration = numberOf(record.duration)
    const durationMs = duration !== null && duration > 0 ? duration : null
    leaves.push({ channelId, guildId: guildOf(record), atMs, durationMs })
  }

  function takeMark(record: JsonObject, atMs: number, isStart: boolean): void {
    const sessionId = textOf(record.session)
    budget.spend(96 + 2 * (sessionId?.length ?? 0))
    marks.push({ isStart, sessionId, os: osOf(record), atMs })
  }

  function countUser(record: JsonObject): void {
    const userId = idOf(record.user_id)
    if (userId === null) return
    if (!users.has(userId)) budget.spend(100)
    users.set(userId, (users.get(userId) ?? 0) + 1)
  }
}

/** The event's own id; without one, only a line that agrees in all of this tells the same event. */
function identityOf(record: JsonObject): string {
  const eventId = textOf(record.event_id)
  if (eventId !== null) return eventId
  const message = textOf(record.message_id) ?? ''
  return `${record.event_type as string}\0${parseInstant(record.timestamp)}\0${channelOf(record)}\0${guildOf(record)}\0${message}`
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | null {
  const inOrder = [...counts].sort(
    ([one, times], [other, otherTimes]) => otherTimes - times || compareIds(one, other),
  )
  return inOrder[0]?.[0] ?? null
}

function compareIds(one: string, other: string): number {
  return one.length - other.length || (one < other ? -1 : 1)
}
