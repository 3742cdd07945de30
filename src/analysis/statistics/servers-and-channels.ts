/**
 * Servers and their channels, including servers that the owner left. Group DMs are channels of a
 * pseudo-server.
 */
import { TextMap, TextSet } from '../../data-package/records/text-map.ts'
import type { AnalyzedContents, CountedChannel } from '../analyzed-package.ts'
import { nameOf as cleanName } from '../../data-package/records/fields.ts'
import { unknownChannel } from '../channel-directory.ts'
import { inOrder } from '../collections/ordering.ts'
import type { KnownPeople } from './direct-messages.ts'
import { distinctNames } from './distinct-names.ts'
import type { Statistic } from './statistic.ts'
import type { VoiceSession } from './voice-sessions.ts'

export interface GuildChannel {
  channelId: string
  name: string
  guildId: string
  messageCount: number
  voiceMinutes: number
}

export interface Guild {
  id: string
  name: string
  messageCount: number
}

export const serversAndChannels: Statistic = {
  name: 'guild_channels_data',
  source: '`Messages`, `Servers`, `voice_sessions`',
  means: 'Channels and servers, including those that the owner left.',
  limits:
    'A deleted channel has no server, unless its entry in index.json names one. Servers named only in events are in `server_timeline`.',
  tables: [
    { name: 'guild_channels_data', rowPer: 'channel of a server or group' },
    { name: 'guilds', rowPer: 'server' },
  ],
}

export const unknownServer = 'Unknown server'
const unnamedGroup = 'Group DM'

/**
 * All servers that the package names in Servers, in Messages or in a voice session, with the number of
 * messages in their channels. A name comes from Servers or Messages, or else from the newest event with one.
 */
export function guildsOf(
  { guilds: named }: AnalyzedContents,
  channels: readonly CountedChannel[],
  voice: readonly VoiceSession[],
  eventNames: ReadonlyMap<string, string>,
): Guild[] {
  const totals = new TextMap<number>()
  for (const { guildId, messageCount } of listed(channels))
    totals.set(guildId!, (totals.get(guildId!) ?? 0) + messageCount)
  const ids = [...named.keys(), ...voice.flatMap(({ guildId }) => (guildId === null ? [] : [guildId]))]
  const nameOf = (id: string) => named.get(id) ?? eventNames.get(id) ?? null
  const others = distinctNames(
    unknownServer,
    ids.filter((id) => nameOf(id) === null),
  )
  const guilds = [...new TextSet(ids)].map((id) => ({
    id,
    name: nameOf(id) ?? others.get(id)!,
    messageCount: totals.get(id) ?? 0,
  }))
  return inOrder(guilds, (guild) => [guild.id])
}

/** The rows of channels that belong to a server or to the group DMs. */
export function guildChannelsOf(
  channels: readonly CountedChannel[],
  guilds: readonly Guild[],
  known: KnownPeople,
): GuildChannel[] {
  const guildNames = new TextMap(guilds.map(({ id, name }) => [id, name]))
  const rows = listed(channels).map((channel) => ({
    channelId: channel.id,
    name: nameOf(channel, guildNames.get(channel.guildId!)!, known),
    guildId: channel.guildId!,
    messageCount: channel.messageCount,
    voiceMinutes: known.voiceMinutes.get(channel.id) ?? 0,
  }))
  const groups = distinctNames(
    unnamedGroup,
    rows.filter(({ name }) => name === null).map(({ channelId }) => channelId),
  )
  return rows.map((row) => ({ ...row, name: row.name ?? groups.get(row.channelId)! }))
}

function listed(channels: readonly CountedChannel[]): CountedChannel[] {
  return channels.filter((channel) => channel.guildId !== null)
}

/** Null for a group without a name if the names of its members are not known either. */
function nameOf(channel: CountedChannel, guildName: string, known: KnownPeople): string | null {
  if (channel.name !== null) return channel.name
  if (channel.kind === 'group') return channel.indexName ?? groupNameOf(channel, known)
  return withoutGuild(channel.indexName, [guildName, channel.guildName]) ?? unknownChannel
}

/** "general in My Server" without the name of the server, which may itself contain " in ". */
function withoutGuild(text: string | null, guildNames: readonly (string | null)[]): string | null {
  if (text === null) return null
  for (const guildName of guildNames) {
    const end = ` in ${guildName}`
    if (guildName !== null && text.endsWith(end)) return cleanName(text.slice(0, -end.length))
  }
  return text
}

function groupNameOf(channel: CountedChannel, { owner, account }: KnownPeople): string | null {
  const names = channel.recipients
    .filter((id) => id !== owner.id)
    .map((id) => account?.relationships.get(id)?.username)
    .filter((name) => name != null)
  return names.join(', ') || null
}
