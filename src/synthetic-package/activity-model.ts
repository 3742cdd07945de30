/** Types and tables of the activity plan: events, app sessions, devices, and channels for voice sessions. */
import { compileFields, familyFields, programFields, readEventFields } from './event-fields.ts'
import type { FieldList } from './event-fields.ts'
import { uncountedEventTypes } from './event-types.ts'
import type { PackageOptions } from './options.ts'
import type { Channel, Guild, World } from './world.ts'

/** The folders of Activity. The index of each is the number of its bit in `PlannedEvent.folders`. */
export const activityFolders = ['analytics', 'reporting', 'tns', 'modeling'] as const

export interface EventType {
  name: string
  weight: number
  fields: FieldList
  /** The name under which it is counted; null when it is not counted. */
  counts: string | null
  source: 'client' | 'server'
}

export interface Device {
  os: string
  browser: string
  share: number
}

export interface PlannedSession {
  index: number
  device: Device
  started: number
  ended: number
}

/** One event. The plan reuses the object for the next event. */
export interface PlannedEvent {
  index: number
  type: EventType
  session: PlannedSession
  time: number
  folders: number
  /** `untimed`: no valid timestamp. `outside`: before 2015 or after the export. Neither of the two counts. */
  fate: 'good' | 'untimed' | 'outside'
  hasId: boolean
  writtenTwice: boolean
  /** The channel of a voice event, or the server of an event in habits.ts. */
  place: VoicePlace | null
  /** The voice session or app session that ends with this event and that a reader must find; else null. */
  ends: { kind: 'voice' | 'session'; started: number } | null
  durationMs: number
}

export interface VoicePlace {
  channelId: string
  channel: Channel | null
  guild: Guild | null
}

/** The owner's devices. Only the first one is used for voice. */
export const devices: Device[] = [
  { os: 'Windows', browser: 'Discord Client', share: 5 },
  { os: 'Android', browser: 'Discord Android', share: 3 },
  { os: 'Mac OS X', browser: 'Chrome', share: 1 },
]

/**
 * The folders that an event is written to, as bits of `activityFolders`, with the weight of each combination.
 */
export const folderMixes = [
  { folders: 0b0001, weight: 52 },
  { folders: 0b0010, weight: 22 },
  { folders: 0b0100, weight: 7 },
  { folders: 0b1000, weight: 4 },
  { folders: 0b0011, weight: 7 },
  { folders: 0b1001, weight: 5 },
  { folders: 0b0110, weight: 2 },
  { folders: 0b1111, weight: 1 },
]

/** A type with its compiled fields. A type without a weight is never drawn at random. */
export function eventType(name: string, fields: string, weight = 0, counts: string | null = null): EventType {
  const source = name.length % 3 === 0 ? 'server' : 'client'
  const all = source === 'client' ? `${fields}${fields ? ', ' : ''}${programFields}` : fields
  return { name, weight, fields: compileFields(all), counts, source }
}

/** High enough that a small package contains some. */
const privacyControlWeight = 20_000

let uncountedCache: EventType[] | undefined

/** The types that are not counted. They are compiled once, because there are many. */
export function uncountedTypes({ quirks }: PackageOptions): EventType[] {
  uncountedCache ??= uncountedEventTypes().map(({ name, family, weight }) =>
    eventType(name, readEventFields[name] ?? familyFields[family]!, weight),
  )
  if (!quirks.privacyControlEvents) return uncountedCache
  const control = eventType(
    'privacy_control_updated',
    'control_type control, control_state flag',
    privacyControlWeight,
  )
  return [...uncountedCache, control]
}

/** Channels for voice sessions: voice channels of servers, and calls. Never empty. */
export function voicePlacesOf({ guilds, channels }: World): VoicePlace[] {
  const places = guilds.flatMap((guild) =>
    guild.voiceChannels.map((channelId): VoicePlace => ({ channelId, channel: null, guild })),
  )
  for (const channel of channels.slice(0, 200)) {
    if (channel.type === 'GUILD_VOICE' || channel.kind === 'direct' || channel.kind === 'group') {
      places.push({ channelId: channel.id, channel, guild: channel.guild })
    }
  }
  return places.length > 0 ? places : [{ channelId: '400000000000000001', channel: null, guild: null }]
}
