/**
 * What makes an invented life look like one, for the demo: favourites, servers that are joined before
 * anything is written in them, and weeks of which the activity says nothing. Without the option `habits`,
 * everything is equally likely.
 */
import { eventType, type EventType, type VoicePlace } from './activity-model.ts'
import { joinedFields } from './counted-events.ts'
import type { PackageOptions } from './options.ts'
import { Random } from './random.ts'
import { dayMs } from './time.ts'
import type { Guild, World } from './world.ts'

/** How uneven favourites are: 1 is even. */
export function skewOf({ habits }: PackageOptions): number {
  return habits ? 1.8 : 1
}

/**
 * Servers are joined over the first three quarters of the years, the largest ones first; a few are left
 * again.
 */
export function joinAndLeave(
  guilds: Guild[],
  { start, end }: Pick<World, 'start' | 'end'>,
  seed: number,
): void {
  const random = new Random(seed, 30)
  const span = end - start
  guilds.forEach((guild, index) => {
    const share = index === 0 ? 0 : ((index - 0.6 * random.fraction()) / guilds.length) * 0.75
    guild.joined = start + Math.floor(share * span + dayMs)
    const stays = (0.15 + 0.3 * random.fraction()) * span
    if (index % 4 === 3) guild.gone = Math.min(Math.floor(guild.joined + stays), end - 30 * dayMs)
  })
}

/** Times without a line of activity: one in which it is simply missing, one in which it was turned off. */
function silentTimes({ start, end }: Pick<World, 'start' | 'end'>): { from: number; to: number }[] {
  const at = (share: number) => start + Math.floor((share * (end - start)) / dayMs) * dayMs
  return [
    { from: at(0.31), to: at(0.31) + 47 * dayMs },
    { from: at(0.68), to: at(0.68) + 68 * dayMs },
  ]
}

/** Takes the days of the silent times out of the plan. */
export function silence(dayWeights: number[], world: Pick<World, 'start' | 'end'>): void {
  for (const { from, to } of silentTimes(world)) {
    const first = Math.round((from - world.start) / dayMs)
    dayWeights.fill(0, first, Math.round((to - world.start) / dayMs))
  }
}

/** An event that happens at its time, whatever else is drawn. */
export interface FixedEvent {
  time: number
  type: EventType
  place: VoicePlace | null
}

/**
 * Joins and leaves of servers, and the privacy control around the second silent time; in the order of time.
 */
export function fixedEvents(world: World): FixedEvent[] {
  const joined = eventType('guild_joined', `${joinedFields}, join_method joinMethod`, 0, 'guild_joined')
  const left = eventType('leave_guild', 'guild_id serverId, guild_name guildName')
  const off = eventType('privacy_control_updated', 'control_type usage, control_state no')
  const on = eventType('privacy_control_updated', 'control_type usage, control_state yes')
  const at = (guild: Guild): VoicePlace => ({ channelId: guild.id, channel: null, guild })
  const [, turnedOff] = silentTimes(world)
  const events: FixedEvent[] = [
    // Days before, so that a session comes that can tell it.
    { time: turnedOff!.from - 3 * dayMs, type: off, place: null },
    { time: turnedOff!.to, type: on, place: null },
  ]
  for (const guild of world.guilds) {
    if (guild.joined !== null) events.push({ time: guild.joined, type: joined, place: at(guild) })
    if (guild.gone !== null) events.push({ time: guild.gone, type: left, place: at(guild) })
  }
  return events.sort((one, other) => one.time - other.time)
}

/** These happen at fixed times only. */
export const fixedTypes: ReadonlySet<string> = new Set([
  ...['guild_joined', 'leave_guild', 'create_guild', 'delete_guild'],
])

/**
 * The places of voice with the favourites first: rooms of the first servers, and those who are written to
 * most.
 */
export function favouritePlaces(places: readonly VoicePlace[], { guilds, channels }: World): VoicePlace[] {
  const people = channels
    .filter(({ kind }) => kind === 'direct' || kind === 'group')
    .sort((one, other) => other.messages - one.messages)
  const rankOf = ({ channelId, channel, guild }: VoicePlace) =>
    guild
      ? 1.3 * guilds.indexOf(guild) + Math.max(0, guild.voiceChannels.indexOf(channelId))
      : 0.4 + 0.9 * people.indexOf(channel!)
  return places.toSorted((one, other) => rankOf(one) - rankOf(other))
}
