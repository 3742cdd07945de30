/**
 * The one table of counted events: what each is called in the result, what it means, and which of its fields
 * distinguish its rows.
 */
import { idOf, textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import type { FieldNames } from '../../data-package/records/scanned-object.ts'
import type { ActivitySource } from './activity-counter.ts'
import { channelFields, channelOf, guildFields, guildOf, labelOf, osOf } from './event-fields.ts'

/** Events that Discord logs under the name of a join: screening passed, a role given. */
const noJoins = new Set(['MEMBERSHIP GATING', 'ROLE GRANTED'])

export function isNoJoin(record: JsonObject): boolean {
  const method = textOf(record.join_method) ?? ''
  return noJoins.has(method.toUpperCase().replace(/[\s_-]+/g, ' '))
}

/** Booleans are texts in most packages. */
function isFalse(value: unknown): boolean {
  const text = textOf(value)?.toLowerCase()
  return text === 'false' || text === '0'
}

export interface CountedEvent {
  /** Name in the result; the event's own when not given. */
  as?: string
  /** The fields of the event that `row` and `skip` read. */
  fields?: FieldNames
  /** What a row keeps of them; what an event lacks is null. */
  row?: (record: JsonObject) => Partial<ActivitySource>
  /** Records that are not counted at all. */
  skip?: (record: JsonObject) => boolean
  /** One sentence that defines the count. */
  means: string
  /** What makes Discord send the event, and which field changes its meaning. */
  sent: string
  /** What the count cannot know. */
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
      'Sent when the account becomes a member of a server, and again, told by `join_method`, when membership screening is passed ' +
      '(MEMBERSHIP GATING) and when a role is given (ROLE GRANTED): those two are no joins.',
    limits: 'Joining twice counts twice.',
  },
  application_command_used: {
    fields: ['application_id', ...guildFields],
    // Without the application the client would list a bot named null.
    row: (record) => {
      const userId = idOf(record.application_id)
      return { userId, guildId: userId === null ? null : guildOf(record) }
    },
    // Discord's own commands: -1, -2, …
    skip: (record) => /^-\d+$/.test(textOf(record.application_id) ?? ''),
    means: 'Commands of apps used.',
    sent: 'Sent when a command is run; a negative `application_id` stands for a command of Discord itself, which is left out.',
    limits: 'Commands before 2021 are not told.',
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
    limits: 'Removing one again is not taken off; packages of 2018 lost the emoji (`????`).',
  },
  app_opened: {
    fields: ['os'],
    row: (record) => ({ extra1: osOf(record) }),
    means: 'Starts of the app.',
    sent: 'Sent when a client starts or comes back to the front; by Android at most once in five minutes.',
    limits: 'Reloading counts as a start.',
  },
  app_crashed: {
    fields: ['os'],
    means: 'Crashes of the app.',
    sent: 'Sent after the app failed, on every system.',
    limits: '',
  },
  app_native_crash: {
    as: 'app_crashed',
    fields: ['did_crash', 'os'],
    skip: (record) => isFalse(record.did_crash),
    means: 'Crashes of the native part of the app that no `app_crashed` tells of.',
    sent:
      'Sent by Android at every start of the app, crash or not: `did_crash` decides. An `app_crashed` of the same system within an ' +
      'hour is the same crash, which counts once.',
    limits: 'Without `did_crash` every one counts.',
  },
  email_opened: {
    means: 'E-mails of Discord opened.',
    sent: 'Sent when a mail program loads the picture in an e-mail of Discord.',
    limits:
      'Mail programs that load no pictures are not counted; those that load all pictures by themselves always are.',
  },
  login_successful: {
    means: 'Logins.',
    sent: 'Sent by the server when a client has logged in.',
    limits: 'Clients that stay logged in send none.',
  },
  user_avatar_updated: {
    means: 'Changes of the avatar.',
    sent: 'Sent when the account has another picture; removing it is a change, too.',
    limits: '',
  },
  oauth2_authorize_accepted: {
    means: 'Authorizations of apps.',
    sent: 'Sent when the owner lets an app use the account, and when an app that may use it asks again without a question to the owner.',
    limits: 'Games and embedded activities that ask at every start make most of them.',
  },
  remote_auth_login: {
    means: 'Logins by QR code.',
    sent: 'Sent when a login by QR code is complete.',
    limits: '',
  },
  notification_clicked: {
    means: 'Notifications clicked.',
    sent: 'Sent when a notification of the system or of the app is clicked or tapped.',
    limits: '',
  },
  captcha_served: {
    means: 'Captchas shown.',
    sent: 'Sent when the server asks for a captcha.',
    limits: 'Whether it was solved is not told.',
  },
  voice_message_recorded: {
    means: 'Voice messages recorded.',
    sent: 'Sent when a recording ends.',
    limits: 'Sent or not.',
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
    means: 'Advertisements for Nitro seen.',
    sent: 'Sent when the app shows an offer of Nitro, also in the middle of an emoji picker.',
    limits: '',
  },
}
