/** Determines the kind, name and server of every channel before its messages are counted. */
import type { Channel, ChannelKind } from '../data-package/records/channels.ts'
import { nameOf } from '../data-package/records/fields.ts'
import type { Indexes } from '../data-package/records/indexes.ts'
import { TextMap, groupByText } from '../data-package/records/text-map.ts'

export interface ListedChannel {
  id: string
  kind: ChannelKind
  /** Set for guild channels, and '@me' for group DMs. */
  guildId: string | null
  /**
   * The name in channel.json; null if it has none, except where the index alone gives the channel's guild.
   */
  name: string | null
  guildName: string | null
  /**
   * The name in the index: the other person's name for a direct message, the whole text for a group or guild
   * channel. Null if there is none, and for channels of unknown kind.
   */
  indexName: string | null
  /** True when the index says that the other person's account is deleted. */
  isDeleted: boolean
  recipients: readonly string[]
}

export interface ChannelDirectory {
  channels: ListedChannel[]
  /** Guild id → name; null if nothing in the package names the guild. */
  guilds: TextMap<string | null>
}

/** The pseudo-guild under which the official client lists group DMs. Links to a group DM need it. */
const groupsGuild = { id: '@me', name: 'Group DMs' }

const directPrefix = 'Direct Message with '
export const unknownChannel = 'Unknown channel'
/** The index's name for a deleted account. */
const deletedName = 'Deleted User'
/** What the index contains in place of a person's name. */
const noNames = new Set([deletedName, 'Unknown User', 'Unknown Participant', 'None'])
/** The discriminator of accounts with new usernames. */
const emptyDiscriminator = /#0(000)?$/
const unknownChannelIn = /^Unknown channel in (.+)$/s

/**
 * Combines channel files, indexes and guild files. The name of a guild comes from the first of these that has
 * one: the servers' index, the channel.json of its oldest channel with such a name, guild.json. A channel of
 * unknown kind that the index calls "Unknown channel in GUILD" belongs to the guild of that name, if only one
 * guild has it.
 */
export function listChannels(
  descriptions: ReadonlyMap<string, Channel | null>,
  indexes: Indexes,
  guildFiles: ReadonlyMap<string, string | null>,
): ChannelDirectory {
  const guilds = nameGuilds(descriptions, indexes, guildFiles)
  const named = [...guilds.keys()].filter((id) => guilds.get(id) !== null)
  const idsByName = groupByText(named, (id) => guilds.get(id)!)
  const channels = [...descriptions].map(([id, description]) => {
    const text = indexes.channels.get(id) ?? null
    const channel = listChannel(id, description, text)
    const homes = idsByName.get((channel.kind === 'unknown' && unknownChannelIn.exec(text ?? '')?.[1]) || '')
    if (homes?.length !== 1) return channel
    return {
      ...channel,
      kind: 'guild' as const,
      guildId: homes[0]!,
      name: description?.name ?? unknownChannel,
    }
  })
  if (channels.some((channel) => channel.kind === 'group')) guilds.set(groupsGuild.id, groupsGuild.name)
  return { channels, guilds }
}

function listChannel(id: string, description: Channel | null, text: string | null): ListedChannel {
  const directName = directNameOf(text)
  const kind = description?.kind ?? (directName === null ? 'unknown' : 'dm')
  const { name = null, guildName = null, recipients = [] } = description ?? {}
  const base = { id, kind, name, guildName, recipients, guildId: null, indexName: null, isDeleted: false }
  if (kind === 'unknown') return base
  if (kind === 'guild') return { ...base, guildId: description!.guildId!, indexName: nameOf(text) }
  if (kind === 'group') {
    const isNoName = directName !== null || text === null || text === unknownChannel || noNames.has(text)
    return { ...base, guildId: groupsGuild.id, indexName: isNoName ? null : nameOf(text) }
  }
  const isNoName = directName === null || directName === '' || noNames.has(directName)
  return { ...base, indexName: isNoName ? null : nameOf(directName), isDeleted: directName === deletedName }
}

/** The name in "Direct Message with somebody#0"; null for other texts. */
function directNameOf(text: string | null): string | null {
  if (!text?.startsWith(directPrefix)) return null
  return text.slice(directPrefix.length).replace(emptyDiscriminator, '')
}

function nameGuilds(
  descriptions: ReadonlyMap<string, Channel | null>,
  indexes: Indexes,
  guildFiles: ReadonlyMap<string, string | null>,
): TextMap<string | null> {
  const named = new TextMap<string | null>()
  const oldest = [...descriptions].sort(
    ([one], [other]) => one.length - other.length || (one < other ? -1 : 1),
  )
  const ofChannels = oldest.flatMap(([, channel]): [string, string | null][] =>
    channel?.guildId ? [[channel.guildId, channel.guildName]] : [],
  )
  for (const [id, name] of [...indexes.guilds, ...ofChannels, ...guildFiles]) {
    if (name !== null && !named.has(id)) named.set(id, name)
  }
  for (const id of [...indexes.guilds.keys(), ...ofChannels.map(([id]) => id), ...guildFiles.keys()]) {
    if (!named.has(id)) named.set(id, null)
  }
  return named
}
