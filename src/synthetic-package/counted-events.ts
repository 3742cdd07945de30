/**
 * The types of events that statistics count, each with its weight, its fields and the name under which it is
 * counted.
 */

export interface CountedEvent {
  name: string
  /** About the number of occurrences per 100,000 counted events of an active account. */
  weight: number
  /** In the format of event-fields.ts. */
  fields: string
  /** Null for an event that looks like a counted one and must not be counted. */
  counts: string | null
}

/** The fields of an event that reports joining a server. */
export const joinedFields =
  'guild_id guild, guild_name guildName, guild_owner_id person, join_type place, source place'

export const countedEvents: CountedEvent[] = [
  row('app_opened', 28_000, 'opened_from place, theme page'),
  row(
    'notification_clicked',
    18_000,
    'channel_id channel, guild_id guild, message_id message, notif_type place',
  ),
  row(
    'message_edited',
    9000,
    'message_id message, channel channel, channel_type channelType, server guild, length count, word_count few, private flag',
  ),
  row(
    'add_reaction',
    7000,
    'guild_id guild, channel_id channel, channel_type channelType, message_id message, emoji_name unicodeEmoji',
  ),
  row(
    'add_reaction',
    3000,
    'guild_id guild, channel_id channel, message_id message, emoji_id emojiId, emoji_name emojiName, emoji_animated flag',
  ),
  row(
    'application_command_used',
    2500,
    'application_id application, command_id application, command_type few, guild_id guild, channel_id channel',
  ),
  row(
    'application_command_used',
    300,
    'application_id application, command_id application, channel_id channel',
  ),
  {
    ...row('application_command_used', 700, 'application_id builtIn, command_id builtIn, guild_id guild'),
    counts: null,
  },
  row('premium_upsell_viewed', 900, 'type place, is_animated flag, has_search_query flag'),
  row('guild_joined', 640, `${joinedFields}, join_method joinMethod`),
  row('email_opened', 300, ''),
  row('app_crashed', 200, 'path page, extra hash'),
  nativeCrash(60, 'did_crash yes'),
  row('login_successful', 120, 'login_source place, source place, is_new_user flag, login_method place'),
  row('oauth2_authorize_accepted', 90, 'application_id application'),
  // The fields of this event are a guess; no source lists them.
  row('voice_message_recorded', 80, 'channel_id channel'),
  row('user_avatar_updated', 70, 'animated flag, default_avatar_selected few'),
  row('captcha_served', 50, 'captcha_service page, sitekey hash, user_flow place, captcha_required flag'),
  // The fields of this event are a guess, too.
  row('remote_auth_login', 40, ''),
  row('message_reported', 15, 'report_type place, message_id message, reason_enum few, report_id message'),
]

/** Discord also logs guild_joined when a member passes screening or gets a role. These are not joins. */
export const gatedJoins: CountedEvent[] = [
  { ...row('guild_joined', 900, `${joinedFields}, join_method gate`), counts: null },
]

/** Android sends app_native_crash at every start of the app. Only a few of these are crashes. */
export const nativeStarts: CountedEvent[] = [
  { ...nativeCrash(4000, 'did_crash no'), counts: null },
  nativeCrash(100, 'did_crash nothing'),
  nativeCrash(100, ''),
]

/** Voice sessions, on the scale of the weights above. Each is a join and a leave. */
export const voiceSessionWeight = 9000

/** The fields of joining and of leaving a voice channel. Most leave events also have `durationField`. */
export const joinFields =
  'channel_id channel, guild_id guild, channel_type channelType, voice_state_count few, nonce hash, game_name gameName, game_id gameId'
export const leaveFields = `${joinFields}, video_enabled flag, max_voice_state_count few`
/** The fields of voice_disconnect, without those that tell its kinds apart. */
export const disconnectFields = 'channel_id channel, guild_id guild, hostname page, reason place'
export const durationField = 'duration duration'

/** The field that pairs the start of a session with its end. */
export const sessionField = 'session session'

function nativeCrash(weight: number, fields: string): CountedEvent {
  const row = {
    name: 'app_native_crash',
    weight,
    fields: `${fields}, exit_reason place, tombstone_hash hash`,
  }
  return { ...row, fields: row.fields.replace(/^, /, ''), counts: 'app_crashed' }
}

function row(name: string, weight: number, fields: string): CountedEvent {
  return { name, weight, fields, counts: name }
}
