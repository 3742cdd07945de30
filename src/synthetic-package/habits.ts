/**
 * Habits make an invented life realistic for the demo: favourites, servers whose joins come before their
 * messages, and weeks without activity. Without the option `habits`, a package has none of these.
 */
import { eventType, type EventType, type VoicePlace } from './activity-model.ts'
import { joinedFields } from './counted-events.ts'
import type { PackageOptions } from './options.ts'
import { Random } from './random.ts'
import { dayMs } from './time.ts'
import type { Guild, World } from './world.ts'

/** How uneven the choice of favourites is; 1 is even. */
export function skewOf({ habits }: PackageOptions): number {
  return habits ? 1.8 : 1
}

/**
 * Spreads the joins of servers over the first three quarters of the years, the largest servers first. A
 * quarter of the servers are left again.
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
    const length = (0.15 + 0.3 * random.fraction()) * span
    if (index % 4 === 3) guild.gone = Math.min(Math.floor(guild.joined + length), end - 30 * dayMs)
  })
}

/**
 * Two periods without activity lines: those of the first are just missing; before the second, the owner
 * turned the use of data off.
 */
function silentTimes({ start, end }: Pick<World, 'start' | 'end'>): { from: number; to: number }[] {
  const at = (share: number) => start + Math.floor((share * (end - start)) / dayMs) * dayMs
  return [
    { from: at(0.31), to: at(0.31) + 47 * dayMs },
    { from: at(0.68), to: at(0.68) + 68 * dayMs },
  ]
}

/** Sets the weights of the days in these two periods to 0, so that the plan has no session on them. */
export function silence(dayWeights: number[], world: Pick<World, 'start' | 'end'>): void {
  for (const { from, to } of silentTimes(world)) {
    const first = Math.round((from - world.start) / dayMs)
    dayWeights.fill(0, first, Math.round((to - world.start) / dayMs))
  }
}

/** An event that happens at a fixed time, whatever else is drawn. */
export interface FixedEvent {
  time: number
  type: EventType
  place: VoicePlace | null
}

/**
 * Joins and leaves of servers, and the changes of the privacy setting before and after the second silent
 * period, in chronological order.
 */
export function fixedEvents(world: World): FixedEvent[] {
  const joined = eventType('guild_joined', `${joinedFields}, join_method joinMethod`, 0, 'guild_joined')
  const left = eventType('leave_guild', 'guild_id serverId, guild_name guildName')
  const off = eventType('privacy_control_updated', 'control_type usage, control_state no')
  const on = eventType('privacy_control_updated', 'control_type usage, control_state yes')
  const at = (guild: Guild): VoicePlace => ({ channelId: guild.id, channel: null, guild })
  const [, turnedOff] = silentTimes(world)
  const events: FixedEvent[] = [
    // Some days before the period, so that there is a session that can contain the event.
    { time: turnedOff!.from - 3 * dayMs, type: off, place: null },
    { time: turnedOff!.to, type: on, place: null },
  ]
  for (const guild of world.guilds) {
    if (guild.joined !== null) events.push({ time: guild.joined, type: joined, place: at(guild) })
    if (guild.gone !== null) events.push({ time: guild.gone, type: left, place: at(guild) })
  }
  return events.sort((one, other) => one.time - other.time)
}

/** Types that happen at fixed times only. */
export const fixedTypes: ReadonlySet<string> = new Set([
  ...['guild_joined', 'leave_guild', 'create_guild', 'delete_guild'],
])

/**
 * The channels for voice, favourites first: channels of the first servers, and people who get the most
 * messages.
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
