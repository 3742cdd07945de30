/** The one table of counted events: what each is called in the result, and which of its fields tell its rows apart. */
import { firstIdOf, idOf, nameOf, textOf } from '../data-package/fields.ts'
import type { JsonObject } from '../data-package/json.ts'
import type { ActivityCounter, ActivitySource } from './activity-counter.ts'
import { type ActivityCollector, channelFields, guildFields } from './collector.ts'

export interface CountedEvent {
  /** Name in the result; the event's own when not given. */
  as?: string
  /** The fields that a row keeps; what an event lacks is null. */
  fields?: (record: JsonObject) => Partial<ActivitySource>
  /** Records that are not counted at all. */
  skip?: (record: JsonObject) => boolean
}

/** Event type → how it is counted. */
export const countedEvents: { readonly [eventType: string]: CountedEvent } = {
  guild_joined: { fields: (record) => ({ guildId: guildOf(record) }) },
  application_command_used: {
    fields: (record) => ({ userId: idOf(record.application_id), guildId: guildOf(record) }),
    // Discord's own commands.
    skip: (record) => textOf(record.application_id) === '-1',
  },
  add_reaction: {
    fields: (record) => ({
      channelId: channelOf(record),
      extra1: labelOf(record.emoji_name),
      extra2: idOf(record.emoji_id) === null ? '0' : '1',
    }),
  },
  app_opened: { fields: (record) => ({ extra1: osOf(record) }) },
  app_crashed: {},
  app_native_crash: { as: 'app_crashed' },
  email_opened: {},
  login_successful: {},
  user_avatar_updated: {},
  oauth2_authorize_accepted: {},
  remote_auth_login: {},
  notification_clicked: {},
  captcha_served: {},
  voice_message_recorded: {},
  message_reported: {},
  message_edited: {},
  premium_upsell_viewed: {},
}

/** Counts the events of the table above. */
export function createEventCounter(counter: ActivityCounter): ActivityCollector {
  /** Of events without fields: one source each, looked up once. */
  const bare = new Map<string, number>()
  const bareSourceOf = (type: string, event: string) => {
    const source = bare.get(type) ?? counter.sourceOf(bareSource(event))
    bare.set(type, source)
    return source
  }
  return {
    types: Object.keys(countedEvents),
    fields: ['application_id', 'emoji_name', 'emoji_id', 'os', ...channelFields, ...guildFields],
    take(record, atMs) {
      const type = record.event_type as string
      const counted = countedEvents[type]!
      if (counted.skip?.(record)) return
      const { as: event = type, fields } = counted
      const source = fields
        ? counter.sourceOf({ ...bareSource(event), ...fields(record) })
        : bareSourceOf(type, event)
      counter.add(source, atMs)
    },
  }
}

/** A source with nothing but its event. */
export function bareSource(event: string): ActivitySource {
  return { event, userId: null, channelId: null, guildId: null, extra1: null, extra2: null }
}

export function channelOf(record: JsonObject): string | null {
  return firstIdOf(record, ...channelFields)
}

export function guildOf(record: JsonObject): string | null {
  return firstIdOf(record, ...guildFields)
}

/** The operating system a record names, or null. */
export function osOf(record: JsonObject): string | null {
  return labelOf(record.os)
}

function labelOf(value: unknown): string | null {
  return nameOf(textOf(value))
}
