/**
 * A slow and plain second implementation of the result database's rules, written from the contract alone.
 * Whatever the engine makes of a package is compared with what this makes of it.
 *
 * Where the contract is silent or has two readings, this is the one taken:
 *
 *  Range and times 1. The export day is the latest day of any entry (DOS date, folders too, as written); when
 * that lies outside of
 *     2015-05-13 … today it is today, even if an earlier entry would do. The slack lets the range end one day later.
 *  2. Only `timestamp` tells an event's time; 13 digits are epoch milliseconds; a date without a time is
 * unreadable;
 *     fractions are cut to milliseconds.
 *  3. A message's Timestamp out of the range is not usable either: its ID decides. Reading 4. Of the limits
 * only that on the length of a line is modelled. `__MACOSX` and `._…` are ignored, `\` in paths is `/`. 5. An
 * id is 1–22 digits, not zero; "", "null", "0", "-1" are absent and the next field name is tried. 6. Of
 * copies of an event or message the first usable one counts, in the order of paths and lines; a dropped one
 * claims no id.
 *     Equal timestamps of events without event_id are compared as moments, not as written.
 *  7. A message without an ID counts by its Timestamp and is never a duplicate. A CSV row with fewer fields
 * than the
 *     header, or that ends inside of quotes, is cut. A broken object in messages.json costs itself only, as long as
 *     its quotes and brackets close.
 *     Message keys: the exact spelling first. A CSV's separator is the first of `,`, `;` and tab in its header.
 *  8. NUL is removed, lone surrogates become U+FFFD; in events the text "null" is absent, in names it is a
 * name. 9. user.json needs a usable id; without a username the owner is "Unknown user". Owner's display name:
 * global_name.
 * 10. An index.json without its folders is the Messages index when a value is null, "None", "Direct Message
 *   with …" or "Unknown channel…", or all contain " in "; else the Servers index when all keys are ids.
 *   Channels and names
 * 11. A channel folder has channel.json or a messages file; a bare folder entry or index entry makes no
 *   channel. The folder's number is the id. Of two channel.json files of one channel the first readable one
 *   counts.
 * 12. Type DM and GROUP_DM decide before a guild does. Type missing: guild, then two recipients → DM, more →
 *   group DM, then the index text. A type that is there and says otherwise, without a guild → unknown.
 * 13. The owner is not among a DM's recipients → the first recipient is the other.
 * 14. Only an index text with "Direct Message with " names a DM's person. "Unknown Participant", "Unknown
 *   User", "None" and "Deleted User" name nobody, for groups as well.
 * 15. A group DM's index text is its name, except those, "Unknown channel", "Direct Message with …"; its
 *   recipients' names are usernames of relationships without the owner, unknown ones left out.
 * 16. Only "Unknown channel in X" places a channel, X compared with guild names as shown, stand-ins excluded.
 *   " in X" is cut off only for the guild's name as shown or as in that channel.json.
 * 17. Of several channel.json that name one guild, the channel with the lowest id is asked first.
 *     A broken guild.json makes no guild.
 *  Voice, sessions
 * 18. A stay without a channel id is left out. Its guild is the leave's, else the join's, else NULL.
 * 19. A join belongs to the next leave of its channel, whatever that leave carries; "before" is strict.
 * 20. The same stay: both differences at most 5,000 ms; the earliest start stands. Stays that only touch stay
 *   apart. The longest lengths are checked before uniting. Minutes are those of the milliseconds, not of the
 *   rounded seconds.
 * 21. A channel's voice total is the sum of its rows' minutes.
 *     A voice_disconnect with `reconnect`, or of the context "stream", ends nothing.
 * 22. Sessions: an end takes the oldest open start of its id (or os), and both are used up when it is over 24
 *   h.
 * 23. package_start compares days; without any activity row it stands too when there is a session or stay.
 *   The last day of a session or stay is the day it ended. Payments, owner
 * 24. A payment without id, readable date, currency or whole amount is left out; a refund that is no number
 *   is none. Of one id the first record that counts.
 * 25. The most frequent user_id is counted over all lines that are JSON objects, repeated events included; of
 *   equals the lowest id. Of recipients that are common to equally many channels neither is the owner.
 * 26. package_version is free. Avatar addresses are compared up to the dot before the format; without a
 *   custom avatar NULL or a default avatar is right.
 */
import { countActivity, sentinelsOf } from './activity.ts'
import { describeDms, describeGuildChannels, describeGuilds } from './channel-rows.ts'
import { placeUnknownChannels, readChannels, unknownOwnerId, type Channel } from './channels.ts'
import { coverageOfFolders, coverageOfMessages, coverageOfStays, daysOf } from './coverage.ts'
import { countRelationships, listDevices } from './devices.ts'
import { readEvents } from './events.ts'
import { countAppSessions, countCalls, countReactions, sumPayments } from './extra-tables.ts'
import { findGames, listGameDays, listGames } from './games.ts'
import { sumMessages } from './message-totals.ts'
import { messagesByChannel, readMessageFiles, type Message } from './messages.ts'
import { namesInEvents, readGuildFiles, readGuildNames, readPeople, standInNames } from './names.ts'
import { findOwner, type Owner } from './owner.ts'
import { readPayments } from './payments.ts'
import { readArchive } from './read-archive.ts'
import { readTypes } from './read-types.ts'
import { extraTables } from './extra-rows.ts'
import {
  contractTables,
  type OracleResult,
  type OracleRows,
  type PackageRow,
  type VoiceSessionRow,
} from './rows.ts'
import { findSections } from './sections.ts'
import { countDeletedMessages, readSentMessages } from './sent-events.ts'
import { listServerTimeline } from './server-timeline.ts'
import { findSessions } from './sessions.ts'
import { countStreams } from './streaming.ts'
import { findGaps } from './tracking-gaps.ts'
import { addDays, firstDay } from './values.ts'
import { findVoiceSessions } from './voice.ts'
import { readTexts } from './words.ts'

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
  const log = readEvents(files, sections.eventFiles, readTypes, lastDay, lineBytesMax)
  const givenChannels = readChannels(files, sections)
  const voice = findVoiceSessions(log.events, lastDay)
  const voiceSessions = voice.rows
  const namesInFiles = readGuildFiles(files, sections, givenChannels)
  const toldNames = namesInEvents(log.events)
  const guildNames = readGuildNames(namesInFiles, toldNames, voiceSessions)
  const channels = placeUnknownChannels(givenChannels, withoutNull(namesInFiles))
  const owner = findOwner(files, sections, log, channels)
  const payments = readPayments(files, sections, owner.json)
  const found = [channels, [...guildNames], payments, log.events.filter(({ type }) => readTypes.has(type))]
  // Rule: only for an archive in which there is nothing to count at all.
  if (owner.id === unknownOwnerId && found.every(({ length }) => length === 0)) {
    return { error: 'MISSING_USER_DATA' }
  }

  const foundSessions = findSessions(log.events)
  const sessions = foundSessions.rows
  const messageFiles = readMessageFiles(files, sections, lastDay)
  const messages = messagesByChannel(messageFiles)
  const counted = countActivity(log.events, channels, messages)
  const activity = [...counted, ...sentinelsOf(counted, sessions, voiceSessions)]
  const totalsOf = (channel: Channel) => totalsOfChannel(channel, messages, voiceSessions)
  const people = readPeople(owner.json)
  const dms = describeDms(channels, owner, people, totalsOf)
  const shownNames = withStandIns(guildNames)
  const guildChannels = describeGuildChannels(channels, owner, people, shownNames, totalsOf)

  const sent = readSentMessages(log.events, lastDay)
  const games = findGames(log.events, owner.json)

  return sortTables({
    activity,
    dm_channels_data: dms,
    guild_channels_data: guildChannels,
    guilds: describeGuilds(shownNames, guildChannels),
    payments,
    voice_sessions: voiceSessions,
    sessions,
    package_data: [packageRowOf(packageId, owner, counted, [...sessions, ...voiceSessions])],
    payments_by_currency: sumPayments(payments),
    reactions: countReactions(activity),
    calls: countCalls(voiceSessions, dms, guildChannels),
    deleted_messages: countDeletedMessages(sent.values(), channels, messageFiles),
    message_totals: sumMessages(messages, sent),
    games: listGames(games),
    game_days: listGameDays(games),
    server_timeline: listServerTimeline(log.events, shownNames, toldNames),
    streaming: countStreams(log.events),
    app_sessions_by_os: countAppSessions(sessions),
    tracking_gaps: findGaps(daysOf(log), log.events, messages),
    devices: listDevices(log.events),
    relationships: countRelationships(owner.json),
    coverage: [
      ...coverageOfFolders(log),
      coverageOfMessages(messageFiles),
      coverageOfStays('voice_sessions', voice),
      coverageOfStays('sessions', foundSessions),
    ],
    texts: readTexts(messages),
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

/** Rule: the sum of the channel's message_sent rows; the minutes of its voice_sessions. */
function totalsOfChannel({ id }: Channel, messages: Map<string, Message[]>, stays: VoiceSessionRow[]) {
  return {
    channel_id: id,
    total_message_count: messages.get(id)?.length ?? 0,
    total_voice_channel_duration: stays
      .filter(({ channel_id }) => channel_id === id)
      .reduce((total, { duration_mins }) => total + duration_mins, 0),
  }
}

function withStandIns(guildNames: Map<string, string | null>): Map<string, string> {
  const nameless = [...guildNames].flatMap(([id, name]) => (name === null ? [id] : []))
  return new Map([...withoutNull(guildNames), ...standInNames('Unknown server', nameless)])
}

function withoutNull(names: Map<string, string | null>): Map<string, string> {
  return new Map([...names].flatMap(([id, name]): [string, string][] => (name === null ? [] : [[id, name]])))
}

function packageRowOf(
  packageId: string,
  owner: Owner,
  counted: { event_name: string }[],
  stays: unknown[],
): PackageRow {
  // Rule: nothing but message_sent and sentinels in activity, and no sessions and stays.
  const isPartial = counted.every(({ event_name }) => event_name === 'message_sent') && stays.length === 0
  return {
    package_id: packageId,
    package_owner_id: owner.id,
    package_owner_name: owner.name,
    package_owner_display_name: owner.displayName,
    package_owner_avatar_url: owner.avatarUrl,
    package_is_partial: isPartial ? 1 : 0,
  }
}

function sortTables(rows: OracleRows): OracleRows {
  for (const table of [...contractTables, ...extraTables]) {
    const keys = new Map(
      rows[table].map((row) => [row as object, JSON.stringify(Object.entries(row).sort())]),
    )
    rows[table].sort((left, right) => (keys.get(left)! < keys.get(right)! ? -1 : 1))
  }
  return rows
}
