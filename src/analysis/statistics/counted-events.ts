/**
 * The table of counted events: the name of each event in the result, its meaning, and the fields that
 * distinguish its rows.
 */
import { idOf, textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import type { ActivitySource } from './activity-counter.ts'
import { channelFields, channelOf, guildFields, guildOf, labelOf, osOf } from './event-fields.ts'

/** Values of `join_method` in guild_joined events that are not joins: screening passed, or a role granted. */
const noJoins = new Set(['MEMBERSHIP GATING', 'ROLE GRANTED'])

export function isNoJoin(record: JsonObject): boolean {
  const method = textOf(record.join_method) ?? ''
  return noJoins.has(method.toUpperCase().replace(/[\s_-]+/g, ' '))
}

/** In most packages, booleans are strings. */
function isFalse(value: unknown): boolean {
  const text = textOf(value)?.toLowerCase()
  return text === 'false' || text === '0'
}

export interface CountedEvent {
  /** The event's name in the result. By default it is the name of its type. */
  as?: string
  /** The fields of the event that `row`, `skip` and crashes.ts need. */
  fields?: FieldNames
  /** The columns that distinguish rows. Values that an event lacks are null. */
  row?: (record: JsonObject) => Partial<ActivitySource>
  /** True for records that are not counted. */
  skip?: (record: JsonObject) => boolean
  /** One sentence that defines the count. */
  means: string
  /** What makes Discord send the event, and which field changes its meaning. */
  sent: string
  /** What the count does not cover. */
  limits: string
}

/** Event type → how it is counted. */
export const countedEvents: { readonly [eventType: string]: CountedEvent } = {
  guild_joined: {
    fields: ['join_method', ...guildFields],
    row: (record) => ({ guildId: guildOf(record) }),
    skip: isNoJoin,
    means: 'Servers joined.',
    sent:
      'Sent when the account becomes a member of a server. Also sent when membership screening is passed (`join_method` MEMBERSHIP GATING) ' +
      'and when a role is granted (ROLE GRANTED); these two do not count as joins.',
    limits: 'Joining twice counts twice.',
  },
  application_command_used: {
    fields: ['application_id', ...guildFields],
    // A command without an application gets no server either, because the client would list a bot named null.
    row: (record) => {
      const userId = idOf(record.application_id)
      return { userId, guildId: userId === null ? null : guildOf(record) }
    },
    // Discord's own commands have negative ids: -1, -2, …
    skip: (record) => /^-\d+$/.test(textOf(record.application_id) ?? ''),
    means: 'App commands used.',
    sent: 'Sent when a command is run. A negative `application_id` means a built-in command of Discord, which is not counted.',
    limits: 'Discord recorded no commands before 2021.',
  },
  add_reaction: {
    fields: ['emoji_name', 'emoji_id', ...channelFields],
    row: (record) => ({
      channelId: channelOf(record),
      extra1: labelOf(record.emoji_name),
      extra2: idOf(record.emoji_id) === null ? '0' : '1',
    }),
    means: 'Reactions added.',
    sent: 'Sent when the owner adds a reaction; with an `emoji_id` it is a custom emoji.',
    limits: 'Removing a reaction does not reduce the count. Packages of 2018 lost the emoji (`????`).',
  },
  app_opened: {
    fields: ['os'],
    row: (record) => ({ extra1: osOf(record) }),
    means: 'App starts.',
    sent: 'Sent when a client starts or returns to the foreground; on Android at most once in five minutes.',
    limits: 'Reloading counts as a start.',
  },
  app_crashed: {
    fields: ['os'],
    means: 'App crashes.',
    sent: 'Sent after the app failed, on every system.',
    limits: '',
  },
  app_native_crash: {
    as: 'app_crashed',
    fields: ['did_crash', 'os'],
    skip: (record) => isFalse(record.did_crash),
    means: 'Crashes of the native part of the app that are not also reported as `app_crashed`.',
    sent:
      'Sent on Android at every app start; `did_crash` says whether it follows a crash. An `app_crashed` on the same system within an ' +
      'hour is the same crash and is counted once.',
    limits: 'Events without `did_crash` are taken for crashes.',
  },
  email_opened: {
    means: 'Emails from Discord opened.',
    sent: 'Sent when an email program loads the image in an email from Discord.',
    limits:
      'An email is never counted if the email program loads no images, and always if it loads them automatically.',
  },
  login_successful: {
    means: 'Logins.',
    sent: 'Sent by the server when a client has logged in.',
    limits: 'Clients that stay logged in do not send it.',
  },
  user_avatar_updated: {
    means: 'Avatar changes.',
    sent: 'Sent when the account gets another avatar or removes it.',
    limits: '',
  },
  oauth2_authorize_accepted: {
    means: 'App authorizations.',
    sent: 'Sent when the owner authorizes an app, and when an authorized app renews its authorization without asking the owner.',
    limits: 'Most come from games and embedded activities that renew their authorization at every start.',
  },
  remote_auth_login: {
    means: 'Logins by QR code.',
    sent: 'Sent when a login by QR code is complete.',
    limits: '',
  },
  notification_clicked: {
    means: 'Notifications clicked.',
    sent: 'Sent when a system or in-app notification is clicked or tapped.',
    limits: '',
  },
  captcha_served: {
    means: 'Captchas shown.',
    sent: 'Sent when the server asks for a captcha.',
    limits: 'Whether it was solved is unknown.',
  },
  voice_message_recorded: {
    means: 'Voice messages recorded.',
    sent: 'Sent when a recording ends.',
    limits: 'Includes recordings that were not sent.',
  },
  message_reported: {
    means: 'Messages reported.',
    sent: 'Sent when the owner reports a message.',
    limits: '',
  },
  message_edited: {
    means: 'Messages edited.',
    sent: 'Sent when the owner saves a changed message.',
    limits: 'Editing twice counts twice.',
  },
  premium_upsell_viewed: {
    means: 'Nitro offers seen.',
    sent: 'Sent when the app shows an offer for Nitro, for example in the emoji picker.',
    limits: '',
  },
}
