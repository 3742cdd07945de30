/**
 * The types of events that statistics count, with their share, their fields, and the name they are counted
 * under.
 */

export interface CountedEvent {
  name: string
  /** Occurrences per 100,000 counted events of a lively account. */
  weight: number
  /** As in event-fields.ts. */
  fields: string
  /** Null: looks like a counted event and must not be counted. */
  counts: string | null
}

/** The fields of joining a server. */
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
  // Guessed: nobody has told which fields this event has.
  row('voice_message_recorded', 80, 'channel_id channel'),
  row('user_avatar_updated', 70, 'animated flag, default_avatar_selected few'),
  row('captcha_served', 50, 'captcha_service page, sitekey hash, user_flow place, captcha_required flag'),
  // Guessed, as above.
  row('remote_auth_login', 40, ''),
  row('message_reported', 15, 'report_type place, message_id message, reason_enum few, report_id message'),
]

/** What Discord logs under the name of a join when it is none: screening was passed, a role was given. */
export const gatedJoins: CountedEvent[] = [
  { ...row('guild_joined', 900, `${joinedFields}, join_method gate`), counts: null },
]

/** Android's word at every start of the app; a few are crashes. */
export const nativeStarts: CountedEvent[] = [
  { ...nativeCrash(4000, 'did_crash no'), counts: null },
  nativeCrash(100, 'did_crash nothing'),
  nativeCrash(100, ''),
]

/** Pairs of joining and leaving a voice channel, on the same scale as the weights above. */
export const voiceStayWeight = 9000

/** The fields of a voice event; leaving adds its duration. */
export const joinFields =
  'channel_id channel, guild_id guild, channel_type channelType, voice_state_count few, nonce hash, game_name gameName, game_id gameId'
export const leaveFields = `${joinFields}, video_enabled flag, max_voice_state_count few`
/** The end of a connection: of the voice itself, of one that comes back, of a stream. */
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
