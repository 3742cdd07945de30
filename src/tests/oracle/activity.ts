/**
 * The rows of the table activity: messages, counted events, and the sentinels package_start and package_end.
 */
import type { Channel } from './channels.ts'
import type { Event } from './events.ts'
import type { Message } from './messages.ts'
import type { JsonObject } from './text-formats.ts'
import type { ActivityRow, SessionRow, VoiceSessionRow } from './rows.ts'
import { addDays, dayOf, fieldTextOf, hourOf, idOf, labelOf, saysNo } from './values.ts'

type Attributes = Partial<
  Pick<
    ActivityRow,
    'associated_user_id' | 'associated_channel_id' | 'associated_guild_id' | 'extra_field_1' | 'extra_field_2'
  >
>

interface CountedEvent {
  /** The name in the table if it differs from the type. */
  name?: string
  /** Null if the event does not count. */
  attributes(event: Event, events: Event[]): Attributes | null
}

const withoutAttributes: CountedEvent = { attributes: () => ({}) }

const countedEvents: Record<string, CountedEvent> = {
  guild_joined: {
    // Rule: Discord also logs guild_joined when a screening is passed and when a role is given; these are not
    // joins.
    attributes: ({ fields, guildId }) => (isNotAJoin(fields) ? null : { associated_guild_id: guildId }),
  },
  application_command_used: {
    // Rule: the application is stored as the user. A command with a negative application id is Discord's own
    // and skipped. Without an application id, user and guild are NULL.
    attributes: ({ fields, guildId }) => {
      if (/^-\d+$/.test(fieldTextOf(fields.application_id)?.trim() ?? '')) return null
      const application = idOf(fields.application_id)
      return { associated_user_id: application, associated_guild_id: application && guildId }
    },
  },
  add_reaction: {
    // Rule: extra 1 is the emoji's name; extra 2 is '1' if emoji_id is present, else '0'.
    attributes: ({ fields, channelId }) => ({
      associated_channel_id: channelId,
      extra_field_1: labelOf(fields.emoji_name),
      extra_field_2: idOf(fields.emoji_id) ? '1' : '0',
    }),
  },
  app_opened: { attributes: ({ fields }) => ({ extra_field_1: labelOf(fields.os) }) },
  email_opened: withoutAttributes,
  login_successful: withoutAttributes,
  app_crashed: withoutAttributes,
  app_native_crash: {
    name: 'app_crashed',
    // Rule: Android sends app_native_crash at every start. A crash that app_crashed also reports is the same
    // crash.
    attributes: (event, events) =>
      saysNo(event.fields.did_crash) || isReportedTwice(event, events) ? null : {},
  },
  user_avatar_updated: withoutAttributes,
  oauth2_authorize_accepted: withoutAttributes,
  remote_auth_login: withoutAttributes,
  notification_clicked: withoutAttributes,
  captcha_served: withoutAttributes,
  voice_message_recorded: withoutAttributes,
  message_reported: withoutAttributes,
  message_edited: withoutAttributes,
  premium_upsell_viewed: withoutAttributes,
}

/** The types that are counted in `activity`. */
export const countedTypes = Object.keys(countedEvents)

const hourMs = 3_600_000

/**
 * Rule: a guild_joined with one of these join methods is no join: a screening was passed or a role was given.
 */
export function isNotAJoin({ join_method }: JsonObject): boolean {
  const method = fieldTextOf(join_method)?.replace(/[\s_-]+/g, ' ')
  return ['MEMBERSHIP GATING', 'ROLE GRANTED'].includes(method?.trim().toUpperCase() ?? '')
}

/** Rule: an app_crashed of the same os within an hour is the same crash. */
function isReportedTwice({ time, fields }: Event, events: Event[]): boolean {
  const os = labelOf(fields.os)
  return events.some(
    (other) =>
      other.type === 'app_crashed' &&
      labelOf(other.fields.os) === os &&
      Math.abs(other.time - time) <= hourMs,
  )
}

/** Rule: one row per event name, attributes, UTC day and hour. */
export function countActivity(
  events: Event[],
  channels: Channel[],
  messages: Map<string, Message[]>,
): ActivityRow[] {
  const rows = new Map<string, ActivityRow>()
  const count = (event_name: string, time: number, attributes: Attributes) => {
    const row: ActivityRow = {
      event_name,
      day: dayOf(time),
      hour: hourOf(time),
      occurence_count: 0,
      associated_user_id: null,
      associated_channel_id: null,
      associated_guild_id: null,
      extra_field_1: null,
      extra_field_2: null,
      ...attributes,
    }
    const key = JSON.stringify(row)
    if (!rows.has(key)) rows.set(key, row)
    rows.get(key)!.occurence_count++
  }
  // Rule: all messages of all channels, with the guild if the channel has one.
  for (const { id, guildId } of channels) {
    for (const { time } of messages.get(id) ?? []) {
      count('message_sent', time, { associated_channel_id: id, associated_guild_id: guildId })
    }
  }
  for (const event of events) {
    if (!Object.hasOwn(countedEvents, event.type)) continue
    const { name, attributes } = countedEvents[event.type]!
    const values = attributes(event, events)
    if (values) count(name ?? event.type, event.time, values)
  }
  return [...rows.values()]
}

/**
 * Rule: package_end is two days after the last day of any row of activity, sessions or voice_sessions.
 * package_start is the first day of a session or voice session if no activity row is as early.
 * Without rows in the three tables, there is no sentinel.
 */
export function sentinelsOf(
  activity: ActivityRow[],
  sessions: SessionRow[],
  voiceSessions: VoiceSessionRow[],
): ActivityRow[] {
  const spans = [...sessions, ...voiceSessions]
  const dayOfSeconds = (seconds: string) => dayOf(Number(seconds) * 1000)
  const starts = spans.map((span) => dayOfSeconds(span.started_date)).sort()
  const activityDays = activity.map(({ day }) => day).sort()
  const days = [...activityDays, ...spans.map((span) => dayOfSeconds(span.ended_date))].sort()
  const lastDay = days.at(-1)
  if (lastDay === undefined) return []
  const sentinels = [sentinel('package_end', addDays(lastDay, 2))]
  const firstStart = starts[0]
  const firstActivity = activityDays[0]
  if (firstStart !== undefined && (firstActivity === undefined || firstStart < firstActivity)) {
    sentinels.push(sentinel('package_start', firstStart))
  }
  return sentinels
}

function sentinel(event_name: string, day: string): ActivityRow {
  return {
    event_name,
    day,
    hour: 0,
    occurence_count: 0,
    associated_user_id: null,
    associated_channel_id: null,
    associated_guild_id: null,
    extra_field_1: null,
    extra_field_2: null,
  }
}
