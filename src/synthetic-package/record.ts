/** The generator's own record of what it wrote, kept while writing and never by reading back. */
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
  /** Messages that count: distinct, with a usable time, before any cut. */
  messages: number
  /** Messages per UTC hour, `2024-05-06 07`; empty without the option `detail`. */
  hours: Record<string, number>
}

export interface PaymentRecord {
  id: string
  /** `YYYY-MM-DD`, UTC. */
  date: string
  /** What is left after refunds, in minor units. */
  amount: number
  currency: string
  description: string
}

/** Times are UTC milliseconds. */
export interface StayRecord {
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

/** What a correct reader finds in the package. Sections that were left out count nothing. */
export interface PackageRecord {
  /** Null when nothing in the package tells whose it is: then it is `0`. */
  owner: OwnerRecord | null
  exportDay: string
  messages: { total: number; channels: ChannelRecord[] }
  events: {
    /**
     * Distinct events with a usable time, by the name they are counted under; message_sent, sessions and
     * voice aside.
     */
    counted: Record<string, number>
    /** The same per UTC hour; empty without the option `detail`. */
    hours: Record<string, Record<string, number>>
    /** All lines of all files, the blank ones too. */
    lines: number
    /** Lines that are neither blank nor a JSON object. */
    broken: number
    /** JSON objects without event_type. */
    untyped: number
    overLong: number
  }
  /** Servers of the index, of guild.json files, of readable channels; null: no file names it. */
  guilds: { id: string; name: string | null }[]
  /** One per channel; userId is the channel's id when the other one is unknown. */
  directMessages: { channelId: string; userId: string; userName: string | null }[]
  groupDms: { channelId: string; name: string | null }[]
  guildChannels: { channelId: string; name: string | null; guildId: string }[]
  unknownChannels: string[]
  payments: PaymentRecord[]
  /**
   * Stays of up to seven days and sessions of up to 24 hours; empty without the option `detail`, the numbers
   * below are always right.
   */
  stays: StayRecord[]
  sessions: SessionRecord[]
  stayCount: number
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
      stays: [],
      sessions: [],
      stayCount: 0,
      sessionCount: 0,
      archive: { entries: 0, bytes: 0, inflatedBytes: 0 },
    }
  }

  /** A channel folder was written, with or without messages. */
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

  /** A crash of either type; which of them are the same is known when all are written. */
  crash(type: string, os: string, time: number): void {
    this.crashes.push({ type, os, time })
  }

  /** Counts the crashes: a native one within an hour of another of the same system is the same. */
  finish(): PackageRecord {
    const told = this.crashes.filter(({ type }) => type === 'app_crashed')
    for (const { type, os, time } of this.crashes) {
      const isTold = told.some((crash) => crash.os === os && Math.abs(crash.time - time) <= hourMs)
      if (type === 'app_crashed' || !isTold) this.event('app_crashed', time)
    }
    return this.record
  }

  stay(stay: StayRecord): void {
    this.record.stayCount++
    if (this.detail) this.record.stays.push(stay)
  }

  session(session: SessionRecord): void {
    this.record.sessionCount++
    if (this.detail) this.record.sessions.push(session)
  }
}

function increment(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1
}
