/** Servers and their channels, left ones too; group DMs as channels of a server of their own. */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { AnalyzedContents, CountedChannel } from '../analyzed-package.ts'
import { inOrder } from '../collections/ordering.ts'
import type { KnownPeople } from './direct-messages.ts'
import type { Statistic } from './statistic.ts'

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
  source: '`Messages`, `Servers`',
  means: 'Channels and servers, left ones too.',
  limits: 'A channel that is gone has no server, unless its index text names one.',
  tables: [
    { name: 'guild_channels_data', rowPer: 'channel of a server or group' },
    { name: 'guilds', rowPer: 'server' },
  ],
}

/** The rows of the channels that belong to a server, or to the group DMs. */
export function guildChannelsOf(channels: readonly CountedChannel[], known: KnownPeople): GuildChannel[] {
  return listed(channels).map((channel) => ({
    channelId: channel.id,
    name: channel.name ?? groupNameOf(channel, known),
    guildId: channel.guildId!,
    messageCount: channel.messageCount,
    voiceMinutes: known.voiceMinutes.get(channel.id) ?? 0,
  }))
}

/** All servers that the package names, with the messages of their channels. */
export function guildsOf(contents: AnalyzedContents, channels: readonly CountedChannel[]): Guild[] {
  const totals = new TextMap<number>()
  for (const { guildId, messageCount } of listed(channels))
    totals.set(guildId!, (totals.get(guildId!) ?? 0) + messageCount)
  const guilds = [...contents.guilds].map(([id, name]) => ({ id, name, messageCount: totals.get(id) ?? 0 }))
  return inOrder(guilds, (guild) => [guild.id])
}

function listed(channels: readonly CountedChannel[]): CountedChannel[] {
  return channels.filter((channel) => channel.guildId !== null)
}

function groupNameOf(channel: CountedChannel, { owner, account }: KnownPeople): string {
  const names = channel.recipients
    .filter((id) => id !== owner.id)
    .map((id) => account?.relationships.get(id)?.username)
    .filter((name) => name != null)
  return names.join(', ') || 'Group DM'
}
