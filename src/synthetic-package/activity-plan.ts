/**
 * Plans what the owner did and when: sessions on several devices, with events in them. The plan depends on
 * the options only. Each activity file replays it and writes its own events, so events need not be kept in
 * memory.
 */
import { devices, eventType, folderMixes, uncountedTypes, voicePlacesOf } from './activity-model.ts'
import { plannedSessions } from './activity-sessions.ts'
import type { EventType, PlannedEvent, PlannedSession, VoicePlace } from './activity-model.ts'
import {
  countedEvents,
  disconnectFields,
  durationField,
  gatedJoins,
  joinFields,
  leaveFields,
  nativeStarts,
  sessionField,
  voiceSessionWeight,
} from './counted-events.ts'
import { favouritePlaces, type FixedEvent, fixedEvents, fixedTypes, silence } from './habits.ts'
import type { PackageOptions } from './options.ts'
import { Random, WeightedTable } from './random.ts'
import { dayWeight } from './rhythm.ts'
import { dayMs, snowflake } from './time.ts'
import type { World } from './world.ts'

/** Events that may follow a join whose leave was lost. */
const endTypes = ['disconnect', 'disconnect', 'reconnect', 'streamEnd'] as const
type EndType = (typeof endTypes)[number] | 'leave'

/** Everything that all replays share. */
export class ActivityPlan {
  private readonly counted: WeightedTable<EventType | 'voice'>
  private readonly uncounted: WeightedTable<EventType>
  private readonly mixes = new WeightedTable(folderMixes, ({ weight }) => weight)
  private readonly places: VoicePlace[]
  private readonly fixed: readonly FixedEvent[]
  private readonly dayWeights: number[]
  private readonly types: Record<EndType | 'join' | 'leaveWithDuration' | 'start' | 'end', EventType>

  constructor(
    private readonly world: World,
    private readonly options: PackageOptions,
  ) {
    const weigh = (weight: number) => weight ** options.commonness
    const { quirks } = options
    const rows = [
      ...countedEvents,
      ...(quirks.gatedJoins ? gatedJoins : []),
      ...(quirks.nativeStarts ? nativeStarts : []),
    ]
    const types = rows.map((row) => eventType(row.name, row.fields, row.weight, row.counts))
    const isDrawn = ({ name }: EventType) => !options.habits || !fixedTypes.has(name)
    this.counted = new WeightedTable<EventType | 'voice'>([...types.filter(isDrawn), 'voice'], (type) =>
      weigh(type === 'voice' ? voiceSessionWeight : type.weight),
    )
    this.uncounted = new WeightedTable(uncountedTypes(options).filter(isDrawn), ({ weight }) => weigh(weight))
    this.places = options.habits ? favouritePlaces(voicePlacesOf(world), world) : voicePlacesOf(world)
    this.fixed = options.habits ? fixedEvents(world) : []
    const random = new Random(options.seed, 4)
    const days = Math.max(1, Math.floor((world.end - world.start) / dayMs))
    this.dayWeights = Array.from({ length: days }, (_, day) => dayWeight(world.start, day, days, random))
    if (options.habits) silence(this.dayWeights, world)
    const paired = quirks.noSessionIds ? '' : sessionField
    this.types = {
      join: eventType('join_voice_channel', joinFields),
      leave: eventType('leave_voice_channel', leaveFields),
      leaveWithDuration: eventType('leave_voice_channel', `${leaveFields}, ${durationField}`),
      disconnect: eventType('voice_disconnect', `${disconnectFields}, reconnect no, context voice`),
      reconnect: eventType('voice_disconnect', `${disconnectFields}, reconnect yes, context voice`),
      streamEnd: eventType('voice_disconnect', `${disconnectFields}, reconnect no, context stream`),
      start: eventType('session_start', paired),
      end: eventType('session_end', paired),
    }
  }

  /** All events, session by session. The plan reuses one object, so use each event before taking the next. */
  *replay(): Generator<PlannedEvent> {
    const random = new Random(this.options.seed, 5)
    let index = 0
    const fixed = [...this.fixed]
    let left = this.options.events
    const sessions = sessionCountOf(this.options)
    for (const session of plannedSessions(sessions, this.dayWeights, this.world, this.options, random)) {
      const sessionsLeft = sessions - session.index
      const share = Math.round((left / sessionsLeft) * (0.3 + 1.4 * random.fraction()))
      const count = sessionsLeft === 1 ? left : Math.min(left, Math.max(2, share))
      for (const event of this.sessionEvents(session, count, random, fixed)) {
        event.index = index++
        yield event
      }
      left -= count
      if (left === 0) return
    }
  }

  /** `fixed`: the fixed events that are still to come. The session removes those that it yields. */
  private *sessionEvents(
    session: PlannedSession,
    count: number,
    random: Random,
    fixed: FixedEvent[],
  ): Generator<PlannedEvent> {
    const { options } = this
    const announced = count >= 3 && options.events >= 3
    const lost = announced && !options.quirks.noSessionIds && random.chance(0.04)
    const event = this.emptyEvent(session)
    if (announced) yield this.fill(event, random, this.types.start, session.started)
    const inner = announced ? count - (lost ? 1 : 2) : count
    const length = session.ended - session.started
    let voiceFree = session.started + 1000
    for (let number = 0; number < inner; number++) {
      const time = session.started + Math.floor(((number + random.fraction()) / inner) * length)
      if (fixed[0] && fixed[0].time <= time) {
        const { type, place } = fixed.shift()!
        yield { ...this.fill(event, random, type, time), place }
        continue
      }
      const drawn = random.chance(options.countedShare)
        ? this.counted.pick(random)
        : this.uncounted.pick(random)
      if (drawn !== 'voice') {
        yield this.fill(event, random, drawn, time)
        continue
      }
      const end = voiceFree + Math.floor((session.ended - voiceFree) * random.fraction())
      if (session.device !== devices[0] || number + 2 > inner || end - voiceFree < 30_000) {
        yield this.fill(event, random, this.uncounted.pick(random), time)
        continue
      }
      yield* this.voiceSession(event, random, voiceFree, end)
      voiceFree = end + 15_000
      number++
    }
    if (announced && !lost) yield this.sessionEnd(event, random, session)
  }

  private *voiceSession(
    event: PlannedEvent,
    random: Random,
    started: number,
    ended: number,
  ): Generator<PlannedEvent> {
    const { quirks } = this.options
    const place = random.favourite(this.places, 1.3 * this.world.skew - 0.3)
    yield { ...this.fill(event, random, this.types.join, started), fate: 'good', place }
    if (quirks.lostLeaves && random.chance(0.5)) {
      const type = random.pick(endTypes)
      this.fill(event, random, this.types[type], ended)
      event.place = place
      const isEnd = event.fate === 'good' && type === 'disconnect'
      if (isEnd)
        event.ends = { kind: 'voice', started: quirks.mixedTimestamps ? wholeSecond(started) : started }
      yield event
      return
    }
    if (quirks.longCalls && random.chance(0.4)) {
      yield this.longCall(event, random, ended)
      return
    }
    const timed = !(quirks.leavesWithoutDuration && random.chance(0.6))
    const absurd = timed && quirks.absurdDurations && random.chance(0.3)
    this.fill(event, random, timed ? this.types.leaveWithDuration : this.types.leave, ended)
    event.place = place
    const begun = quirks.mixedTimestamps ? wholeSecond(started) : started
    event.durationMs = event.time - begun + (absurd ? 8 * dayMs : 0)
    if (event.fate === 'good' && !absurd) event.ends = { kind: 'voice', started: begun }
    yield event
  }

  /** A call of one to seven days, in a channel of its own so that no other session overlaps it. */
  private longCall(event: PlannedEvent, random: Random, ended: number): PlannedEvent {
    this.fill(event, random, this.types.leaveWithDuration, ended)
    event.place = { channelId: snowflake(this.world.start, random.bits()), channel: null, guild: null }
    event.durationMs = dayMs + random.integer(1, 6 * dayMs)
    if (event.fate === 'good') {
      event.ends = { kind: 'voice', started: event.time - event.durationMs }
    }
    return event
  }

  private sessionEnd(event: PlannedEvent, random: Random, session: PlannedSession): PlannedEvent {
    this.fill(event, random, this.types.end, session.ended)
    const { quirks } = this.options
    if (quirks.noSessionIds) event.fate = 'good'
    const started = quirks.mixedTimestamps ? wholeSecond(session.started) : session.started
    if (event.fate === 'good') event.ends = { kind: 'session', started }
    return event
  }

  private emptyEvent(session: PlannedSession): PlannedEvent {
    return {
      index: 0,
      type: this.types.start,
      session,
      time: 0,
      folders: 0,
      fate: 'good',
      hasId: true,
      writtenTwice: false,
      place: null,
      ends: null,
      durationMs: 0,
    }
  }

  private fill(event: PlannedEvent, random: Random, type: EventType, time: number): PlannedEvent {
    const { quirks } = this.options
    event.type = type
    event.time = quirks.mixedTimestamps ? wholeSecond(time) : time
    event.folders = foldersPresent(this.mixes.pick(random).folders, quirks.optedOut)
    event.fate = 'good'
    // With timestamps in whole seconds, two events without ids could be indistinguishable.
    event.hasId = !(quirks.eventsWithoutIds && !quirks.mixedTimestamps && random.chance(0.3))
    event.writtenTwice = quirks.duplicateEvents && random.chance(0.1)
    event.place = null
    event.ends = null
    event.durationMs = 0
    if (!event.hasId) event.folders &= -event.folders
    if (type !== this.types.start) {
      if (quirks.nullTimestamps && random.chance(0.1)) event.fate = 'untimed'
      else if (quirks.outOfRangeDates && random.chance(0.06)) event.fate = 'outside'
    }
    return event
  }
}

/** The number of sessions of a package: at least one if it has events. */
function sessionCountOf({ events, countedShare }: PackageOptions): number {
  if (events === 0) return 0
  return Math.max(1, Math.round(events * Math.min(0.1, 0.23 * countedShare)))
}

function foldersPresent(folders: number, optedOut: boolean): number {
  if (!optedOut) return folders
  return folders & 0b0110 || 0b0010
}

function wholeSecond(time: number): number {
  return Math.floor(time / 1000) * 1000
}
