/** When the owner joined, left, created and deleted servers. */
import { isNotAJoin } from './activity.ts'
import type { Event } from './events.ts'
import { generatedNames } from './names.ts'
import type { ServerTimelineRow } from './extra-rows.ts'

const eventOf: Record<string, ServerTimelineRow['event']> = {
  guild_joined: 'joined',
  leave_guild: 'left',
  create_guild: 'created',
  delete_guild: 'deleted',
}

/** `shown` are the names of the table guilds; `namesOfEvents` are the names in events. */
export function listServerTimeline(
  events: Event[],
  shown: Map<string, string>,
  namesOfEvents: Map<string, string>,
): ServerTimelineRow[] {
  const listed = events.filter(
    ({ type, guildId, fields }) =>
      Object.hasOwn(eventOf, type) && guildId && !(type === 'guild_joined' && isNotAJoin(fields)),
  )
  const ids = [...new Set(listed.map(({ guildId }) => guildId!))]
  const nameless = ids.filter((id) => !shown.has(id) && !namesOfEvents.has(id))
  const generated = generatedNames('Unknown server', nameless)
  const rows = listed.map(({ type, time, guildId }) => ({
    guild_id: guildId!,
    guild_name: shown.get(guildId!) ?? namesOfEvents.get(guildId!) ?? generated.get(guildId!)!,
    event: eventOf[type]!,
    event_date: Math.floor(time / 1000),
  }))
  // Two events of one kind and one server in the same second count once.
  return [...new Map(rows.map((row) => [JSON.stringify(row), row])).values()]
}
