/**
 * A slow and simple second implementation of the result database's rules, written from the contract alone.
 * Tests compare the server's result of a package with the result of this one.
 *
 * Where the contract is silent or ambiguous, this implementation uses these rules:
 *
 * Range and times
 *  1. The export day is the latest day of any entry (DOS date as written, including folders). If that day is
 *     outside 2015-05-13 … today, the export day is today, even if an earlier entry would be valid. The
 *     range ends one day after the export day.
 *  2. Only `timestamp` gives an event's time. 13 digits are epoch milliseconds. A date without a time is
 *     unreadable. Fractions are truncated to milliseconds.
 *  3. A message's Timestamp outside the range is not usable either; its ID is used instead.
 *
 * Reading
 *  4. Of the limits, only the maximum length of a line is implemented. `__MACOSX` and `._…` are ignored, and
 *     `\` in paths is read as `/`.
 *  5. An id has 1–20 digits and does not begin with zero. "", "null", "0" and "-1" count as absent, and the
 *     next field name is tried.
 *  6. Of copies of an event or message, the first usable one counts, in the order of paths and lines. An
 *     unusable copy does not make later ones duplicates. Timestamps of events without event_id are compared
 *     as times, not as text.
 *  7. A message without an ID counts by its Timestamp and is never a duplicate. The separator of a CSV is the
 *     first `,`, `;` or tab outside quotes in the whole text, and its first row that names an id or a
 *     timestamp is its header. A row is broken if it comes before the header, has another number of fields,
 *     or ends inside quotes. If an object in messages.json is broken, but its quotes and brackets close, no
 *     other object is lost. Message keys are tried in the exact spelling first.
 *  8. Of a text that is stored, the first 500 UTF-16 units count. In these, NUL is removed, and lone
 *     surrogates become U+FFFD. In a field of an event, the text "null" counts as absent. In names of people
 *     and servers, it is an ordinary name. A name or label without anything visible counts as absent.
 *  9. user.json needs a usable id. Without a username, the owner is "Unknown user". The owner's display name
 *     is global_name.
 * 10. An index.json beside channel folders is the Messages index, and one beside guild folders is the Servers
 *     index. Any other index.json whose keys are all ids is the Servers index if the package has no guild
 *     folders. There is one exception: the package has no channel folders either, and the values look like
 *     those of a Messages index. They do if one is null, "None", "Direct Message with …" or "Unknown
 *     channel…", or if all contain " in ". Without channels, such an index is not needed.
 *
 * Channels and names
 * 11. A channel folder has channel.json or a messages file. A bare folder entry or index entry makes no
 *     channel. The folder's number is the id. Of two channel.json files of one channel, the first readable
 *     one counts.
 * 12. The types DM and GROUP_DM take precedence over a guild. If the type is missing, a channel with a guild
 *     is a guild channel, one with two recipients a DM, and one with more a group DM; otherwise the index
 *     text decides. A channel with any other type and without a guild is unknown.
 * 13. If the owner is not among a DM's recipients, the first recipient is the other person.
 * 14. Of the index texts, only "Direct Message with X" names a DM's person. If X is no name, the username in
 *     the owner's relationships is used. "Unknown Participant", "Unknown User", "None" and "Deleted User" in
 *     the index are not names, neither of people nor of group DMs.
 * 15. A group DM's index text is its name, unless it is one of the texts of rule 14, "Unknown channel" or
 *     "Direct Message with …". The names of its recipients are the usernames in the owner's relationships;
 *     the owner and unknown people are left out.
 * 16. Of the index texts, only "Unknown channel in X" assigns a channel to a guild. X is compared with the
 *     names of guilds in files. " in X" is removed from a channel's name only if X is the shown name of its
 *     guild, or the name of the guild in its channel.json.
 * 17. If several channel.json files name one guild, the channel with the lowest id takes precedence. A
 *     broken guild.json makes no guild.
 *
 * Voice sessions and sessions
 * 18. A voice session without a channel id is left out. Its guild comes from the leave, else from the join,
 *     else it is NULL.
 * 19. A join belongs to the next leave of its channel, whatever fields that leave has. A leave at the same
 *     time as the join is not the next one.
 * 20. Two voice sessions are the same if their ends differ by at most 5,000 ms and so do their lengths. The
 *     earliest start is used. Voice sessions that only touch are not united. The maximum lengths are checked
 *     before uniting. Minutes are computed from the milliseconds, not from the rounded seconds.
 * 21. A channel's voice total is the sum of its rows' minutes. A voice_disconnect with `reconnect`, or with
 *     the context "stream", ends no voice session.
 * 22. An end of a session takes the oldest open start of its id (or os). Both are used up even if the
 *     session is longer than 24 h.
 * 23. package_start is written if a session or voice session began on an earlier day than the first activity
 *     row, or if there is no activity row. For package_end, a session counts on the day on which it ended.
 *
 * Payments and owner
 * 24. A payment without an id, a readable date, a currency or a whole amount is left out. A refund that is
 *     not a number counts as none. Of several records with one stored id, the first one that counts is used.
 * 25. The most frequent user_id is counted over all lines that are JSON objects, including repeated events;
 *     of equally frequent ones, the lowest id is used. If several recipients are common to equally many
 *     channels, none of them is the owner.
 * 26. package_version may have any value. Avatar addresses are compared up to the dot before the format.
 *     Without a custom avatar, NULL or a default avatar is right.
 */
import { countActivity, sentinelsOf } from './activity.ts'
import { describeDms, describeGuildChannels, describeGuilds } from './channel-rows.ts'
import { assignUnknownChannels, readChannels, unknownOwnerId, type Channel } from './channels.ts'
import { readEvents } from './events.ts'
import { messagesByChannel, readMessageFiles, type Message } from './messages.ts'
import { namesInEvents, readGuildFiles, readGuildNames, readPeople, generatedNames } from './names.ts'
import { findOwner, type Owner } from './owner.ts'
import { readPayments } from './payments.ts'
import { readArchive } from './read-archive.ts'
import { readTypes } from './read-types.ts'
import { extraTables } from './extra-rows.ts'
import { listExtraRows } from './list-extra-rows.ts'
import {
  contractTables,
  type OracleResult,
  type OracleRows,
  type PackageRow,
  type VoiceSessionRow,
} from './rows.ts'
import { findSections } from './sections.ts'
import { findSessions } from './sessions.ts'
import { addDays, firstDay } from './values.ts'
import { findVoiceSessions } from './voice.ts'
import { readTexts } from './words.ts'

export interface OracleOptions {
  packageId: string
  /** YYYY-MM-DD, UTC. */
  today: string
  /** Longest line of an activity file, in bytes of UTF-8. The default is the server's, 8 MiB. */
  lineBytesMax?: number
}

/**
 * The expected contents of this package's result database. Throws if the bytes are not a readable archive.
 */
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
  const namesOfEvents = namesInEvents(log.events)
  const guildNames = readGuildNames(namesInFiles, namesOfEvents, voiceSessions)
  const channels = assignUnknownChannels(givenChannels, withoutNull(namesInFiles))
  const owner = findOwner(files, sections, log, channels)
  const payments = readPayments(files, sections, owner.json)
  const found = [channels, [...guildNames], payments, log.events.filter(({ type }) => readTypes.has(type))]
  // Rule: only an archive that contains nothing to count gives this error.
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
  const shownNames = withGeneratedNames(guildNames)
  const guildChannels = describeGuildChannels(channels, owner, people, shownNames, totalsOf)

  return sortTables({
    activity,
    dm_channels_data: dms,
    guild_channels_data: guildChannels,
    guilds: describeGuilds(shownNames, guildChannels),
    payments,
    voice_sessions: voiceSessions,
    sessions,
    package_data: [packageRowOf(packageId, owner, counted, [...sessions, ...voiceSessions])],
    ...listExtraRows({
      ...{
        log,
        lastDay,
        channels,
        owner,
        payments,
        voice,
        activity,
        dms,
        guildChannels,
        messages,
        messageFiles,
      },
      ...{ sessions: foundSessions, guildNames: shownNames, namesOfEvents },
    }),
    texts: readTexts(messages),
    lastDay,
    brokenLines: log.brokenLines,
    overLongLines: log.overLongLines,
  })
}

/** Rule: the latest modification time of the entries if it is between 2015-05-13 and today, else today. */
function exportDayOf(days: string[], today: string): string {
  const latest = days.toSorted().at(-1) ?? ''
  return latest >= firstDay && latest <= today ? latest : today
}

/** Rule: the number of the channel's messages, and the sum of the minutes of its voice_sessions. */
function totalsOfChannel(
  { id }: Channel,
  messages: Map<string, Message[]>,
  voiceSessions: VoiceSessionRow[],
) {
  return {
    channel_id: id,
    total_message_count: messages.get(id)?.length ?? 0,
    total_voice_channel_duration: voiceSessions
      .filter(({ channel_id }) => channel_id === id)
      .reduce((total, { duration_mins }) => total + duration_mins, 0),
  }
}

function withGeneratedNames(guildNames: Map<string, string | null>): Map<string, string> {
  const nameless = [...guildNames].flatMap(([id, name]) => (name === null ? [id] : []))
  return new Map([...withoutNull(guildNames), ...generatedNames('Unknown server', nameless)])
}

function withoutNull(names: Map<string, string | null>): Map<string, string> {
  return new Map([...names].flatMap(([id, name]): [string, string][] => (name === null ? [] : [[id, name]])))
}

function packageRowOf(
  packageId: string,
  owner: Owner,
  counted: { event_name: string }[],
  allSessions: unknown[],
): PackageRow {
  // Rule: activity has only message_sent and sentinels, and there are no sessions or voice sessions.
  const isPartial =
    counted.every(({ event_name }) => event_name === 'message_sent') && allSessions.length === 0
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
