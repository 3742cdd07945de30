/** Decides what each channel is: a DM, a group DM, a guild channel, or unknown. */
import { readJsonObject, type Sections } from './sections.ts'
import { isObject, type JsonObject } from './text-formats.ts'
import { idOf, nameOf } from './values.ts'

export interface Channel {
  id: string
  kind: 'dm' | 'group' | 'guild' | 'unknown'
  /** The guild of a guild channel; "@me" for a group DM; otherwise null. */
  guildId: string | null
  /** The channel's own name in channel.json. */
  name: string | null
  /** The guild's name in channel.json. */
  guildName: string | null
  /** The channel's text in the Messages index. */
  indexText: string | null
  /** The listed recipients; entries that are not a person's id are null. */
  recipients: (string | null)[]
  /** A recipient is "Deleted User" or the account that stands for deleted users. */
  hasDeleted: boolean
}

export const groupGuildId = '@me'
export const directMessagePrefix = 'Direct Message with '
const unknownChannelPrefix = 'Unknown channel in '
const deletedAccountId = '456226577798135808'

/** Rule: the id of an owner whom nothing in the package names. */
export const unknownOwnerId = '0'

const dmTypes = ['1', 'DM']
const groupTypes = ['3', 'GROUP_DM']

/** Rule: one channel per channel folder, even without messages; c<ID>/ and <ID>/ are one channel. */
export function readChannels(files: Map<string, Uint8Array>, sections: Sections): Channel[] {
  const ids = new Set([...sections.channelFiles, ...sections.messageFiles].map((file) => file.channelId))
  return [...ids].sort(compareIds).map((id) => {
    // Rule: an unreadable file is treated as missing.
    const json = sections.channelFiles
      .filter((file) => file.channelId === id)
      .map((file) => readJsonObject(files, file.path))
      .find((object) => object !== undefined)
    return describeChannel(id, json ?? {}, sections.messagesIndex.get(id) ?? null)
  })
}

/** Numeric order of ids of any length. */
export function compareIds(left: string, right: string): number {
  return left.length - right.length || (left < right ? -1 : left > right ? 1 : 0)
}

function describeChannel(id: string, json: JsonObject, indexText: string | null): Channel {
  const guild = isObject(json.guild) ? json.guild : {}
  const listed: unknown[] = Array.isArray(json.recipients) ? json.recipients : []
  const recipients = listed.map(personIdOf)
  const kind = kindOf(json, idOf(guild.id) !== null, recipients.length, indexText)
  return {
    id,
    kind,
    guildId: kind === 'guild' ? idOf(guild.id) : kind === 'group' ? groupGuildId : null,
    name: nameOf(json.name),
    guildName: kind === 'guild' ? nameOf(guild.name) : null,
    indexText,
    recipients,
    hasDeleted: listed.some((value) => value === 'Deleted User' || idOf(value) === deletedAccountId),
  }
}

function kindOf(
  json: JsonObject,
  hasGuild: boolean,
  recipientCount: number,
  indexText: string | null,
): Channel['kind'] {
  const type = json.type === undefined || json.type === null ? null : String(json.type)
  // Rule: the types of DMs and group DMs decide first.
  if (type !== null && dmTypes.includes(type)) return 'dm'
  if (type !== null && groupTypes.includes(type)) return 'group'
  if (hasGuild) return 'guild'
  if (type !== null) return 'unknown'
  // Rule: if type and guild are missing, two recipients make a DM, and more make a group DM.
  if (recipientCount === 2) return 'dm'
  if (recipientCount > 2) return 'group'
  // Rule: otherwise, for example without channel.json, an index text "Direct Message with …" makes a DM.
  return indexText?.startsWith(directMessagePrefix) ? 'dm' : 'unknown'
}

/** "Deleted User" and the account that stands for deleted users are not people. */
function personIdOf(value: unknown): string | null {
  const id = idOf(value)
  return id === deletedAccountId ? null : id
}

/**
 * Rule: the other recipient. If that is "Deleted User" or the account 456226577798135808, or if there are
 * fewer than two recipients, the channel id is used, so that people stay distinct. If both recipients are the
 * owner, the owner is used. With an unknown owner, the channel id is always used.
 */
export function dmUserIdOf(channel: Channel, ownerId: string): string {
  if (ownerId === unknownOwnerId || channel.recipients.length < 2) return channel.id
  const others = channel.recipients.filter((recipient) => recipient !== ownerId)
  return others.length === 0 ? ownerId : (others[0] ?? channel.id)
}

/**
 * Rule: "Unknown channel in X" belongs to guild X if exactly one guild has that name. `guildNames` are the
 * names of guilds in files.
 */
export function assignUnknownChannels(channels: Channel[], guildNames: Map<string, string>): Channel[] {
  return channels.map((channel) => {
    if (channel.kind !== 'unknown' || !channel.indexText?.startsWith(unknownChannelPrefix)) return channel
    const guildName = channel.indexText.slice(unknownChannelPrefix.length)
    const guilds = [...guildNames].filter(([, name]) => name === guildName)
    return guilds.length === 1 ? { ...channel, kind: 'guild', guildId: guilds[0]![0] } : channel
  })
}
