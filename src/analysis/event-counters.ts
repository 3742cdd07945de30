/** The one table of counted events: what each is called in the result, and which of its fields tell its rows apart. */
import { firstIdOf, idOf, nameOf, textOf } from '../data-package/fields.ts'
import type { JsonObject } from '../data-package/json.ts'
import type { ActivitySource } from './activity-counter.ts'

interface CountedEvent {
  /** Name in the result; the event's own when not given. */
  as?: string
  /** The fields that a row keeps; what an event lacks is null. */
  fields?: (record: JsonObject) => Partial<ActivitySource>
  /** Records that are not counted at all. */
  skip?: (record: JsonObject) => boolean
}

/** Discord names channels and guilds in several ways: the first is today's. */
const channelFields = ['channel_id', 'channel']
const guildFields = ['guild_id', 'guild', 'server']

const countedEvents: { [eventType: string]: CountedEvent } = {
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

/** Every event type that is counted. */
export const countedEventTypes: readonly string[] = Object.keys(countedEvents)

/** What an event counts as, or null when its type is not counted or this record is not. */
export function sourceOfEvent(type: string, record: JsonObject): ActivitySource | null {
  const counted = Object.hasOwn(countedEvents, type) ? countedEvents[type] : undefined
  if (!counted || counted.skip?.(record)) return null
  return { ...bareSource(counted.as ?? type), ...counted.fields?.(record) }
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
