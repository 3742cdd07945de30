/** The generator's record of what it wrote. It is collected while writing, never by reading back. */
import type { Channel } from './world.ts'
import { hourMs, hourOf } from './time.ts'

export interface OwnerRecord {
  id: string
  name: string
  displayName: string | null
  avatar: string | null
}

export interface ChannelRecord {
  id: string
  /** Messages that count: distinct and with a valid time, before any limit of a reader. */
  messages: number
  /** Messages per UTC hour, `2024-05-06 07`. Empty without the option `detail`. */
  hours: Record<string, number>
}

export interface PaymentRecord {
  id: string
  /** `YYYY-MM-DD`, UTC. */
  date: string
  /** What is left after refunds, in minor units of the currency. */
  amount: number
  currency: string
  description: string
}

/** Times are UTC milliseconds. */
export interface VoiceSessionRecord {
  channelId: string
  guildId: string | null
  started: number
  ended: number
}

export interface SessionRecord {
  os: string
  started: number
  ended: number
}

/** What a correct reader finds in the package. Nothing of a section that was left out counts. */
export interface PackageRecord {
  /** Null when nothing in the package identifies the owner. A reader then uses the id `0`. */
  owner: OwnerRecord | null
  exportDay: string
  messages: { total: number; channels: ChannelRecord[] }
  events: {
    /**
     * Distinct events with a valid time, by the name under which they are counted. It excludes message_sent,
     * app sessions and voice.
     */
    counted: Record<string, number>
    /** The same events per UTC hour. Empty without the option `detail`. */
    hours: Record<string, Record<string, number>>
    /** All lines of all files, including blank lines. */
    lines: number
    /** Lines that are neither blank nor a JSON object. */
    broken: number
    /** JSON objects without event_type. */
    untyped: number
    /** Lines of the quirk `overLongLines`. `broken` does not contain them. */
    overLong: number
  }
  /**
   * Servers in the index, in guild.json files and in readable channels. The name is null when no file has it.
   */
  guilds: { id: string; name: string | null }[]
  /** One entry per channel. userId is the channel's id when the other person is unknown. */
  directMessages: { channelId: string; userId: string; userName: string | null }[]
  groupDms: { channelId: string; name: string | null }[]
  guildChannels: { channelId: string; name: string | null; guildId: string }[]
  unknownChannels: string[]
  payments: PaymentRecord[]
  /**
   * Voice sessions of up to seven days, and app sessions of up to 24 hours. Both lists are empty without the
   * option `detail`; the two counts are always set.
   */
  voiceSessions: VoiceSessionRecord[]
  sessions: SessionRecord[]
  voiceSessionCount: number
  sessionCount: number
  archive: { entries: number; bytes: number; inflatedBytes: number }
}

/** Collects a record while the package is written. */
export class Recorder {
  readonly record: PackageRecord
  private readonly channels = new Map<string, ChannelRecord>()
  private readonly crashes: { type: string; os: string; time: number }[] = []

  constructor(
    exportDay: string,
    private readonly detail: boolean,
  ) {
    this.record = {
      owner: null,
      exportDay,
      messages: { total: 0, channels: [] },
      events: { counted: {}, hours: {}, lines: 0, broken: 0, untyped: 0, overLong: 0 },
      guilds: [],
      directMessages: [],
      groupDms: [],
      guildChannels: [],
      unknownChannels: [],
      payments: [],
      voiceSessions: [],
      sessions: [],
      voiceSessionCount: 0,
      sessionCount: 0,
      archive: { entries: 0, bytes: 0, inflatedBytes: 0 },
    }
  }

  /** Notes that a channel folder was written, with or without messages. */
  channel({ id }: Channel): void {
    if (this.channels.has(id)) return
    const counts = { id, messages: 0, hours: {} }
    this.channels.set(id, counts)
    this.record.messages.channels.push(counts)
  }

  message({ id }: Channel, time: number): void {
    const counts = this.channels.get(id)!
    counts.messages++
    this.record.messages.total++
    if (this.detail) increment(counts.hours, hourOf(time))
  }

  event(name: string, time: number): void {
    const { counted, hours } = this.record.events
    increment(counted, name)
    if (this.detail) increment((hours[name] ??= {}), hourOf(time))
  }

  /** Notes an app_crashed or app_native_crash. Duplicates can only be found when all crashes are known. */
  crash(type: string, os: string, time: number): void {
    this.crashes.push({ type, os, time })
  }

  /** Counts the crashes. A native crash within an hour of an app_crashed of the same os is a duplicate. */
  finish(): PackageRecord {
    const told = this.crashes.filter(({ type }) => type === 'app_crashed')
    for (const { type, os, time } of this.crashes) {
      const isTold = told.some((crash) => crash.os === os && Math.abs(crash.time - time) <= hourMs)
      if (type === 'app_crashed' || !isTold) this.event('app_crashed', time)
    }
    return this.record
  }

  voiceSession(session: VoiceSessionRecord): void {
    this.record.voiceSessionCount++
    if (this.detail) this.record.voiceSessions.push(session)
  }

  session(session: SessionRecord): void {
    this.record.sessionCount++
    if (this.detail) this.record.sessions.push(session)
  }
}

function increment(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
