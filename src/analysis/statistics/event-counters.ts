/** The one table of counted events: what each is called in the result, and which of its fields tell its rows apart. */
import { firstIdOf, idOf, nameOf, textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import type { ActivityCounter, ActivitySource } from './activity-counter.ts'
import type { Budget } from '../collections/budget.ts'
import { type ActivityCollector, channelFields, guildFields } from './collector.ts'

export interface CountedEvent {
  /** Name in the result; the event's own when not given. */
  as?: string
  /** The fields of the event that `row` and `skip` read. */
  fields?: FieldNames
  /** What a row keeps of them; what an event lacks is null. */
  row?: (record: JsonObject) => Partial<ActivitySource>
  /** Records that are not counted at all. */
  skip?: (record: JsonObject) => boolean
}

/** Event type → how it is counted. */
export const countedEvents: { readonly [eventType: string]: CountedEvent } = {
  guild_joined: { fields: guildFields, row: (record) => ({ guildId: guildOf(record) }) },
  application_command_used: {
    fields: ['application_id', ...guildFields],
    row: (record) => ({ userId: idOf(record.application_id), guildId: guildOf(record) }),
    // Discord's own commands.
    skip: (record) => textOf(record.application_id) === '-1',
  },
  add_reaction: {
    fields: ['emoji_name', 'emoji_id', ...channelFields],
    row: (record) => ({
      channelId: channelOf(record),
      extra1: labelOf(record.emoji_name),
      extra2: idOf(record.emoji_id) === null ? '0' : '1',
    }),
  },
  app_opened: { fields: ['os'], row: (record) => ({ extra1: osOf(record) }) },
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

const none: FieldNames = []
const skipped = -1

/** Counts the events of the table above. */
export function createEventCounter(counter: ActivityCounter, budget: Budget): ActivityCollector {
  const types = new Map(
    Object.entries(countedEvents).map(([type, { as: event = type, fields = none, row, skip }]) => {
      const sourceOf = (record: JsonObject) =>
        skip?.(record) ? skipped : counter.sourceOf({ ...bareSource(event), ...row?.(record) })
      /** Sources by the fields as written: decoding and looking at ids takes longer than the look-up. */
      return [type, { fields, sourceOf, byFields: new Map<number, number>() }]
    }),
  )
  return {
    types: [...types.keys()],
    fields: [...types.values()].flatMap(({ fields }) => fields),
    take(record, atMs) {
      const { fields, sourceOf, byFields } = types.get(record.type!)!
      const key = record.keyOf(fields)
      let source = byFields.get(key)
      if (source === undefined) {
        budget.spend(48)
        byFields.set(key, (source = sourceOf(record.fields)))
      }
      if (source !== skipped) counter.add(source, atMs)
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
