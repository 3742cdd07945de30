/** The types of events that statistics count, with their share, their fields, and the name they are counted under. */

export interface CountedEvent {
  name: string
  /** Occurrences per 100,000 counted events of a lively account. */
  weight: number
  /** As in event-fields.ts. */
  fields: string
  /** Null: looks like a counted event and must not be counted. */
  counts: string | null
}

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
    'channel_id channel, channel_type channelType, length count, word_count few, private flag',
  ),
  row(
    'add_reaction',
    7000,
    'channel_id channel, message_id message, emoji_name unicodeEmoji, guild_id guild',
  ),
  row(
    'add_reaction',
    3000,
    'channel_id channel, message_id message, emoji_name emojiName, emoji_id emojiId, emoji_animated flag',
  ),
  row(
    'application_command_used',
    2500,
    'application_id application, command_id application, guild_id guild, channel_id channel',
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
  row('premium_upsell_viewed', 900, 'type place, location_page page, location_section place'),
  row('guild_joined', 640, 'guild_id guild, join_type place, invite_code few, location place'),
  row('email_opened', 300, 'email_type place, user_is_authenticated flag'),
  row('app_crashed', 200, 'source page, message_length size'),
  { ...row('app_native_crash', 60, 'minidump hash, did_crash flag'), counts: 'app_crashed' },
  row('login_successful', 120, 'is_new_user flag, login_source place'),
  row('oauth2_authorize_accepted', 90, 'application_id application, scopes few, guild_id guild'),
  row('voice_message_recorded', 80, 'channel_id channel, duration time'),
  row('user_avatar_updated', 70, 'animated flag'),
  row('captcha_served', 50, 'captcha_event_name place, captcha_service page, sitekey hash'),
  row('remote_auth_login', 40, 'method place'),
  row('message_reported', 15, 'channel_id channel, message_id message, reason place'),
]

/** Pairs of joining and leaving a voice channel, on the same scale as the weights above. */
export const voiceStayWeight = 9000

/** The fields of a voice event; leaving adds its duration. */
export const joinFields =
  'channel_id channel, guild_id guild, channel_type channelType, voice_state_count few, nonce hash'
export const leaveFields = `${joinFields}, game_name game`
export const durationField = 'duration duration'

/** The field that pairs the start of a session with its end. */
export const sessionField = 'session session'

function row(name: string, weight: number, fields: string): CountedEvent {
  return { name, weight, fields, counts: name }
}
