/**
 * A slow and plain second implementation of the result database's rules, written from the contract alone. Whatever
 * the engine makes of a package is compared with what this makes of it.
 *
 * Where the contract is silent or has two readings, this is the one taken:
 *
 *  Range and times
 *  1. The export day is the latest day of any entry (DOS date, folders too, as written); when that lies outside of
 *     2015-05-13 … today it is today, even if an earlier entry would do. The slack lets the range end one day later.
 *  2. Only `timestamp` tells an event's time; 13 digits are epoch milliseconds; a date without a time is unreadable;
 *     fractions are cut to milliseconds.
 *  3. A message's Timestamp out of the range is not usable either: its ID decides.
 *  Reading
 *  4. Of the limits only that on the length of a line is modelled. `__MACOSX` and `._…` are ignored, `\` in paths is `/`.
 *  5. An id is 1–22 digits, not zero; "", "null", "0", "-1" are absent and the next field name is tried.
 *  6. Of copies of an event or message the first usable one counts, in the order of paths and lines; a dropped one claims no id.
 *     Equal timestamps of events without event_id are compared as moments, not as written.
 *  7. A message without an ID counts by its Timestamp and is never a duplicate. A CSV row with fewer fields than the
 *     header, or that ends inside of quotes, is cut. A broken object in messages.json costs itself only, as long as
 *     its quotes and brackets close.
 *  8. NUL is removed, lone surrogates become U+FFFD; in events the text "null" is absent, in names it is a name.
 *  9. user.json needs a usable id; without a username the owner is "Unknown user". Owner's display name: global_name.
 * 10. An index.json without its folders is the Messages index when a value is null, "None", "Direct Message with …"
 *     or "Unknown channel…", or all contain " in "; else the Servers index when all keys are ids.
 *  Channels and names
 * 11. A channel folder has channel.json or a messages file; a bare folder entry or index entry makes no channel.
 *     The folder's number is the id. Of two channel.json files of one channel the first readable one counts.
 * 12. Type DM and GROUP_DM decide before a guild does. Type missing: guild, then two recipients → DM, more → group
 *     DM, then the index text. A type that is there and says otherwise, without a guild → unknown.
 * 13. The owner is not among a DM's recipients → the first recipient is the other.
 * 14. Only an index text with "Direct Message with " names a DM's person ("Unknown Participant" too).
 * 15. A group DM's index text is its name, except "None", "Unknown channel", "Direct Message with …"; its recipients'
 *     names are usernames of relationships without the owner, unknown ones left out.
 * 16. Only "Unknown channel in X" places a channel, X compared with guild names as shown, stand-ins excluded. " in X"
 *     is cut off only for the guild's name as shown or as in that channel.json.
 * 17. Of several channel.json that name one guild, the channel with the lowest id is asked first.
 *     A broken guild.json makes no guild.
 *  Voice, sessions
 * 18. A stay without a channel id is left out. Its guild is the leave's, else the join's, else NULL.
 * 19. A join belongs to the next leave of its channel, whatever that leave carries; "before" is strict.
 * 20. The same stay: both differences at most 5,000 ms; the earliest start stands. Stays that only touch stay apart.
 *     24 h are checked before uniting. Minutes are those of the milliseconds, not of the rounded seconds.
 * 21. A channel's voice total is the sum of its rows' minutes.
 * 22. Sessions: an end takes the oldest open start of its id (or os), and both are used up when it is over 24 h.
 * 23. package_start compares days; without any activity row it stands too when there is a session or stay. The last
 *     day of a session or stay is the day it ended.
 *  Payments, owner
 * 24. A payment without id, readable date, currency or whole amount is left out; a refund that is no number is none.
 *     Of one id the first record that counts.
 * 25. The most frequent user_id is counted over all lines that are JSON objects, repeated events included; of equals
 *     the lowest id. The same for the recipient common to at least two DMs.
 * 26. package_version is free. Avatar addresses are compared up to the dot before the format; without a custom avatar
 *     NULL or a default avatar is right.
 */
import { countActivity, sentinelsOf } from './activity.ts'
import { dmUserIdOf, groupGuildId, placeUnknownChannels, readChannels, type Channel } from './channels.ts'
import { readEvents } from './events.ts'
import { countCalls, countReactions, sumPayments } from './extra-tables.ts'
import { readMessageTimes } from './messages.ts'
import { channelNameOf, groupNameOf, readGuildNames, readPeople, userNameOf, type Person } from './names.ts'
import { findOwner, type Owner } from './owner.ts'
import { readPayments } from './payments.ts'
import { readArchive } from './read-archive.ts'
import {
  contractTables,
  type DmChannelRow,
  type GuildChannelRow,
  type GuildRow,
  type OracleResult,
  type OracleRows,
} from './rows.ts'
import { findSections } from './sections.ts'
import { findSessions } from './sessions.ts'
import { addDays, firstDay } from './values.ts'
import { findVoiceSessions } from './voice.ts'

export interface OracleOptions {
  packageId: string
  /** YYYY-MM-DD, UTC. */
  today: string
  /** Longest line of an activity file, in bytes of UTF-8; 8 MiB as the server's own limit. */
  lineBytesMax?: number
}

/** What a result database of this package must hold. Throws when the bytes are not a readable archive. */
export function oracle(zip: Uint8Array, options: OracleOptions): OracleResult {
  const { packageId, today, lineBytesMax = 8 * 1024 * 1024 } = options
  const { files, days } = readArchive(zip)
  const lastDay = addDays(exportDayOf(days, today), 1)
  const sections = findSections(files)
  const log = readEvents(files, sections.eventFiles, lastDay, lineBytesMax)
  const givenChannels = readChannels(files, sections)
  const guildNames = readGuildNames(files, sections, givenChannels)
  const realNames = [...guildNames].flatMap(([id, name]): [string, string][] => (name ? [[id, name]] : []))
  const channels = placeUnknownChannels(givenChannels, new Map(realNames))
  const owner = findOwner(files, sections, log, channels)
  if (!owner) return { error: 'MISSING_USER_DATA' }

  const voiceSessions = findVoiceSessions(log.events, lastDay)
  const sessions = findSessions(log.events)
  const messageTimes = readMessageTimes(files, sections, lastDay)
  const counted = countActivity(log.events, channels, messageTimes)
  const activity = [...counted, ...sentinelsOf(counted, sessions, voiceSessions)]
  const payments = readPayments(files, sections, owner.json)
  const totalsOf = (channel: Channel) => ({
    channel_id: channel.id,
    // Rule: the sum of the channel's message_sent rows; the minutes of its voice_sessions.
    total_message_count: messageTimes.get(channel.id)?.length ?? 0,
    total_voice_channel_duration: voiceSessions
      .filter((stay) => stay.channel_id === channel.id)
      .reduce((total, stay) => total + stay.duration_mins, 0),
  })
  const people = readPeople(owner.json)
  const dms = describeDms(channels, owner, people, totalsOf)
  const guildChannels = describeGuildChannels(channels, owner, people, guildNames, totalsOf)

  return sortTables({
    activity,
    dm_channels_data: dms,
    guild_channels_data: guildChannels,
    guilds: describeGuilds(guildNames, guildChannels),
    payments,
    voice_sessions: voiceSessions,
    sessions,
    package_data: [
      {
        package_id: packageId,
        package_owner_id: owner.id,
        package_owner_name: owner.name,
        package_owner_display_name: owner.displayName,
        package_owner_avatar_url: owner.avatarUrl,
        // Rule: nothing but message_sent and sentinels in activity, and no sessions and stays.
        package_is_partial: isPartial(
          counted.map(({ event_name }) => event_name),
          [...sessions, ...voiceSessions],
        ),
      },
    ],
    payments_by_currency: sumPayments(payments),
    reactions: countReactions(activity),
    calls: countCalls(voiceSessions, dms),
    lastDay,
    brokenLines: log.brokenLines,
    overLongLines: log.overLongLines,
  })
}

/** Rule: the latest modification time of the entries when between 2015-05-13 and today, else today. */
function exportDayOf(days: string[], today: string): string {
  const latest = days.toSorted().at(-1) ?? ''
  return latest >= firstDay && latest <= today ? latest : today
}

type Totals = Pick<DmChannelRow, 'channel_id' | 'total_message_count' | 'total_voice_channel_duration'>

function describeDms(
  channels: Channel[],
  owner: Owner,
  people: Map<string, Person>,
  totalsOf: (channel: Channel) => Totals,
): DmChannelRow[] {
  return channels
    .filter(({ kind }) => kind === 'dm')
    .map((channel) => {
      const dm_user_id = dmUserIdOf(channel, owner.id)
      const person = people.get(dm_user_id)
      return {
        ...totalsOf(channel),
        dm_user_id,
        user_name: userNameOf(channel, person),
        display_name: person?.displayName ?? null,
        user_avatar_url: person?.avatarUrl ?? null,
      }
    })
}

/** Rule: group DMs are channels of a pseudo-guild "@me". */
function describeGuildChannels(
  channels: Channel[],
  owner: Owner,
  people: Map<string, Person>,
  guildNames: Map<string, string | null>,
  totalsOf: (channel: Channel) => Totals,
): GuildChannelRow[] {
  return channels
    .filter(({ guildId }) => guildId !== null)
    .map((channel) => ({
      ...totalsOf(channel),
      guild_id: channel.guildId!,
      channel_name:
        channel.kind === 'group'
          ? groupNameOf(channel, people, owner.id)
          : channelNameOf(channel, guildNames.get(channel.guildId!) ?? ''),
    }))
}

/** Rule: all known guilds, and "@me" named "Group DMs" when there are any; totals are the sums over the channels. */
function describeGuilds(guildNames: Map<string, string | null>, channels: GuildChannelRow[]): GuildRow[] {
  const names = new Map([...guildNames].map(([id, name]) => [id, name ?? 'Unknown server']))
  if (channels.some(({ guild_id }) => guild_id === groupGuildId)) names.set(groupGuildId, 'Group DMs')
  return [...names].map(([guild_id, guild_name]) => ({
    guild_id,
    guild_name,
    total_message_count: channels
      .filter((channel) => channel.guild_id === guild_id)
      .reduce((total, channel) => total + channel.total_message_count, 0),
  }))
}

function isPartial(eventNames: string[], stays: unknown[]): 0 | 1 {
  return eventNames.every((name) => name === 'message_sent') && stays.length === 0 ? 1 : 0
}

function sortTables(rows: OracleRows): OracleRows {
  for (const table of [...contractTables, 'payments_by_currency', 'reactions', 'calls'] as const) {
    const keys = new Map(
      rows[table].map((row) => [row as object, JSON.stringify(Object.entries(row).sort())]),
    )
    rows[table].sort((left, right) => (keys.get(left)! < keys.get(right)! ? -1 : 1))
  }
  return rows
}
