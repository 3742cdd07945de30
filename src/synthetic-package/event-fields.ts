/** The fields of event lines: the fields of each family of types, and how each kind of value is written. */
import { emojiNames, games, unicodeEmojis } from './names-and-phrases.ts'
import type { Random } from './random.ts'
import { snowflake } from './time.ts'
import type { Channel, Guild, World } from './world.ts'
import { channelTypeNumbers } from './messages.ts'

/** The source of the values of one event. */
export interface EventContext {
  random: Random
  world: World
  time: number
  channel: Channel | null
  /** The id of the channel. The channel of a voice session may have no folder, and `channel` is then null. */
  channelId: string
  guild: Guild | null
  sessionId: string
  durationMs: number
  /** The index of a game. It determines the id and the name of the game. */
  gameIndex: number
  /** A message that the owner sent at about this time. It may have been deleted before the export. */
  sentMessage: () => SentMessage
}

export interface SentMessage {
  id: string
  channel: Channel | null
}

/** Writes a value as JSON. Since 2021 nearly every scalar is text. */
const kinds: Record<string, (context: EventContext) => string> = {
  channel: ({ channelId }) => `"${channelId}"`,
  channelType: ({ channel, guild }) =>
    channel ? `"${channelTypeNumbers[channel.type]}"` : guild ? '"2"' : '"1"',
  guild: ({ guild, random }) => (guild ? `"${guild.id}"` : random.chance(0.2) ? '""' : 'null'),
  message: ({ time, random }) => `"${snowflake(time, random.bits())}"`,
  person: ({ world, random }) => `"${random.pick(world.people).id}"`,
  application: ({ world, random }) => `"${random.pick(world.applications)}"`,
  builtIn: ({ random }) => `"${random.pick(['-1', '-4', '-12'])}"`,
  session: ({ sessionId }) => `"${sessionId}"`,
  duration: ({ durationMs }) => `"${durationMs}"`,
  few: ({ random }) => `"${Math.floor(random.exponential(3))}"`,
  count: ({ random }) => `"${Math.floor(random.exponential(40))}"`,
  size: ({ random }) => `"${Math.floor(random.exponential(4000))}"`,
  time: ({ random }) => `"${Math.floor(random.exponential(90_000))}"`,
  decimal: ({ random }) => `"${random.exponential(20).toFixed(4)}"`,
  permissions: ({ random }) =>
    `"${random.pick(['1071698660929', '2222085186636865', '104189505', '521942715969'])}"`,
  flag: ({ random }) => (random.chance(0.3) ? 'true' : 'false'),
  hash: ({ random }) => `"${random.hex(32)}"`,
  unicodeEmoji: ({ random, world }) => `"${random.favourite(unicodeEmojis, world.skew)}"`,
  emojiName: ({ random, world }) => `"${random.favourite(emojiNames, world.skew)}"`,
  emojiId: ({ world, random }) => `"${random.pick(world.emojis).id}"`,
  gameName: ({ gameIndex }) => `"${games[gameIndex]}"`,
  gameId: ({ gameIndex, world }) => `"${world.applications[gameIndex] ?? ''}"`,
  serverId: ({ guild, world }) => JSON.stringify((guild ?? world.guilds[0])?.id ?? null),
  guildName: ({ guild, world }) => JSON.stringify((guild ?? world.guilds[0])?.name ?? null),
  joinMethod: ({ random }) => JSON.stringify(random.pick(['Invite', 'Discovery', 'Vanity Invite', null])),
  gate: ({ random }) => `"${random.pick(['MEMBERSHIP GATING', 'ROLE GRANTED', 'membership_gating'])}"`,
  control: ({ random }) =>
    `"${random.pick(['usage_statistics', 'personalization', 'screen_reader_tracking'])}"`,
  usage: () => '"usage_statistics"',
  sentId: ({ sentMessage }) => `"${sentMessage().id}"`,
  sentChannel: ({ sentMessage }) => `"${sentMessage().channel?.id ?? ''}"`,
  sentServer: ({ sentMessage }) => JSON.stringify(sentMessage().channel?.guild?.id ?? null),
  reply: ({ time, random }) => (random.chance(0.2) ? `"${snowflake(time - 60_000, random.bits())}"` : 'null'),
  seconds: ({ random }) => `"${Math.floor(random.exponential(900))}"`,
  yes: () => 'true',
  no: () => 'false',
  nothing: () => 'null',
  participant: ({ random }) => `"${random.pick(['streamer', 'sender', 'receiver', 'spectator'])}"`,
  voice: () => '"default"',
  stream: () => '"stream"',
  streamKind: ({ random }) => `"${random.pick(['stream', 'default'])}"`,
  place: ({ random }) => `"${random.pick(places)}"`,
  page: ({ random }) => `"${random.pick(pages)}"`,
  experiment: ({ random }) =>
    `"20${random.integer(20, 26)}-${random.integer(10, 12)}_${random.pick(places).toLowerCase().replaceAll(' ', '_')}_${random.integer(1, 40)}"`,
  buckets: ({ random }) =>
    `{${Array.from({ length: random.integer(4, 24) }, () => `"${random.integer(1e8, 4e9)}":"${random.integer(-1, 6)}"`)}}`,
  guilds: ({ world, random }) =>
    `[${Array.from({ length: random.integer(1, 20) }, () => `"${world.guilds.length > 0 ? random.pick(world.guilds).id : '0'}"`)}]`,
}

const places = [
  'Guild Channel',
  'DM Channel',
  'Guild Member List',
  'User Profile',
  'Home Page',
  'Settings',
  'Voice Panel',
  'Notification Center',
  'Quick Switcher',
  'Activity Shelf',
]

const pages = [
  'My Account',
  'Privacy & Safety',
  'Voice & Video',
  'Appearance',
  'Notifications',
  'Keybinds',
  'Games',
]

/**
 * Uncounted events that statistics read, with the fields that Discord's own app sends. All other uncounted
 * events have the fields of their family; names of fields that nothing reads are made up.
 */
export const readEventFields: Record<string, string> = {
  send_message: `message_id sentId, channel sentChannel, channel_type channelType, server sentServer, private flag, is_friend flag,
    length count, word_count few, num_attachments few, num_urls few, num_mentions few, emoji_unicode few, emoji_custom few,
    reference_message_id reply, reply_age_seconds few, mention_everyone flag, num_embeds few, has_spoiler flag`,
  launch_game:
    'game gameName, game_id gameId, verified flag, elevated flag, platform_type place, distributor place',
  application_opened:
    'type place, source place, application_id gameId, application_name gameName, party_id hash',
  application_closed:
    'application_id gameId, activity_duration_s seconds, total_duration_s size, distributor place',
  leave_guild: 'guild_id serverId, guild_name guildName',
  create_guild: 'guild_id serverId, guild_name guildName',
  delete_guild: 'guild_id serverId, guild_name guildName, guild_size_total size, guild_num_channels count',
  channel_updated: 'guild_id serverId, guild_name guildName, old_name place, new_name place, bitrate size',
  video_stream_started: `guild_id guild, channel_id channel, rtc_connection_id hash, context streamKind,
    participant_type participant, share_application_name gameName, share_application_id gameId, guild_region place`,
  video_stream_ended: `guild_id guild, channel_id channel, rtc_connection_id hash, context streamKind, duration seconds,
    num_bytes size, num_frames size, reason place, participant_type participant, share_application_name gameName,
    share_application_id gameId, max_viewers few, avg_bitrate size, target_fps few`,
}

const channelContext = `channel_id channel, channel_type channelType, channel_size_total size, channel_member_perms permissions,
  channel_hidden flag`
const guildContext = `guild_id guild, guild_size_total size, guild_num_channels count, guild_num_roles count,
  guild_member_perms permissions, guild_is_vip flag`

/** Fields of uncounted types by family. */
export const familyFields: Record<string, string> = {
  voice: `${channelContext}, ${guildContext}, rtc_connection_id hash, duration time, mode place, ping_average decimal,
    packets_sent size, packets_lost few, voice_state_count few, game_name gameName, hostname page`,
  search: `${channelContext}, ${guildContext}, search_id hash, num_results_total count, num_results_users few,
    num_results_guilds few, query_length few, query_mode place, is_error flag, load_duration_ms time`,
  notification: `channel_id channel, channel_type channelType, guild_id guild, message_id message, message_type few,
    notif_type place, notif_user_id person, rel_type few, activity_type few, has_message flag, platform_type place`,
  offer: `${guildContext}, location_page page, location_section place, location_object place, type place,
    sku_id application, load_id hash, promotion_id application, has_images flag, guilds_seen guilds, price count`,
  experiment: `name experiment, revision few, population few, bucket few, location place, context_guild_ids guilds,
    hash_result size, exposure_type place, fingerprint hash, assigned buckets`,
  game: `application_id gameId, game_name gameName, game_id gameId, party_max few, has_images flag,
    has_match_secret flag, duration_tracked_ms time, distributor place, executable page, voice_channel_id channel`,
  guild: `${channelContext}, ${guildContext}, preview_enabled flag, size_premium few, location place,
    has_incident_actions flag, postable_channels count, viewport_channels guilds`,
  channel: `${channelContext}, ${guildContext}, message_id message, length count, word_count few, num_attachments few,
    num_embeds few, emoji_unicode few, emoji_custom few, is_friend flag, private flag, mention_everyone flag`,
  screen: `type place, location_page page, location_section place, location_object place, source place, theme page,
    load_id hash, num_guilds few, num_friends count, settings_type place, origin_pane page, destination_pane page`,
}

/**
 * Additional fields of every event that a client (not a server) sends. The fields that are constant within a
 * session are written elsewhere (line-writer.ts).
 */
export const programFields = `client_performance_cpu decimal, client_performance_memory size, uptime_app time,
  client_app_state place, accessibility_features few`

/** A compiled list of fields: the JSON text of each name, and a function that makes its value. */
export type FieldList = readonly { key: string; make: (context: EventContext) => string }[]

/** Compiles `name kind, name kind, …`. Throws for a kind that does not exist. */
export function compileFields(list: string): FieldList {
  const fields = list
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '')
  return fields.map((field) => {
    const [name, kind] = field.split(/\s+/)
    const make = kinds[kind ?? '']
    if (!make) throw new Error(`no such kind of field: ${field}`)
    return { key: `,"${name}":`, make }
  })
}

/** The text of all fields, each with a leading comma. */
export function writeFields(fields: FieldList, context: EventContext): string {
  let text = ''
  for (const { key, make } of fields) text += key + make(context)
  return text
}
