/** Settles what every channel of a package is, before its messages are counted. */
import { TextMap, groupByText } from '../data-package/records/text-map.ts'
import type { Channel, ChannelKind } from '../data-package/records/channels.ts'
import type { Indexes } from '../data-package/records/indexes.ts'

export interface ListedChannel {
  id: string
  kind: ChannelKind
  /** Set for guild channels, and '@me' for group DMs. */
  guildId: string | null
  /** Name of a guild channel or group; null for a group that has none. */
  name: string | null
  /** The other name of a direct message as the index has it; null when it says nothing. */
  indexName: string | null
  recipients: readonly string[]
}

export interface ChannelDirectory {
  channels: ListedChannel[]
  /** Guild id → name, for every guild that the result lists. */
  guilds: TextMap<string>
}

/** The pseudo-guild under which the official client lists group DMs; its links to them open then too. */
const groupsGuild = { id: '@me', name: 'Group DMs' }

const directPrefix = 'Direct Message with '
const unknownName = 'Unknown channel'
const unknownServer = 'Unknown server'
/** Discriminators of accounts with new usernames. */
const emptyDiscriminator = /#0(000)?$/
const unknownChannelIn = /^Unknown channel in (.+)$/s

/**
 * Joins descriptions, indexes and guild files. Guild names: the servers' index, else channel.json (the oldest channel
 * that names it), else guild.json, else "Unknown server".
 */
export function listChannels(
  descriptions: ReadonlyMap<string, Channel | null>,
  indexes: Indexes,
  guildFiles: ReadonlyMap<string, string | null>,
): ChannelDirectory {
  const guilds = nameGuilds(descriptions, indexes, guildFiles)
  const idsByName = groupByText(guilds.keys(), (id) => guilds.get(id)!)
  idsByName.delete(unknownServer)
  const channels = [...descriptions].map(([id, description]) => {
    const text = indexes.channels.get(id) ?? null
    const channel = listChannel(id, description, text, guilds)
    const homes = idsByName.get((channel.kind === 'unknown' && unknownChannelIn.exec(text ?? '')?.[1]) || '')
    if (homes?.length !== 1) return channel
    return { ...channel, kind: 'guild' as const, guildId: homes[0]!, name: description?.name ?? unknownName }
  })
  if (channels.some((channel) => channel.kind === 'group')) guilds.set(groupsGuild.id, groupsGuild.name)
  return { channels, guilds }
}

function listChannel(
  id: string,
  description: Channel | null,
  text: string | null,
  guilds: ReadonlyMap<string, string>,
): ListedChannel {
  const isDirectText = text?.startsWith(directPrefix) ?? false
  const kind = description?.kind ?? (isDirectText ? 'dm' : 'unknown')
  const recipients = description?.recipients ?? []
  const base = { id, kind, recipients, indexName: null, guildId: null, name: null }
  if (kind === 'dm') return { ...base, indexName: directNameOf(text) }
  if (kind === 'group') {
    const indexName = isDirectText || text?.startsWith(unknownName) ? null : text
    return { ...base, guildId: groupsGuild.id, name: description?.name ?? indexName }
  }
  if (kind === 'unknown') return base
  const guildId = description!.guildId!
  const names = [guilds.get(guildId)!, description!.guildName]
  return { ...base, guildId, name: description!.name ?? channelNameOf(text, names) ?? unknownName }
}

function directNameOf(text: string | null): string | null {
  if (!text?.startsWith(directPrefix)) return null
  return text.slice(directPrefix.length).replace(emptyDiscriminator, '') || null
}

/** "general in My Server" without the server, which may itself contain " in ". */
function channelNameOf(text: string | null, guildNames: readonly (string | null)[]): string | null {
  if (text === null) return null
  for (const guildName of guildNames) {
    if (guildName !== null && text.endsWith(` in ${guildName}`))
      return text.slice(0, -` in ${guildName}`.length) || null
  }
  return text
}

function nameGuilds(
  descriptions: ReadonlyMap<string, Channel | null>,
  indexes: Indexes,
  guildFiles: ReadonlyMap<string, string | null>,
): TextMap<string> {
  const named = new TextMap<string>()
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
    if (!named.has(id)) named.set(id, unknownServer)
  }
  return named
}
