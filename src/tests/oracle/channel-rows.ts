/** The rows of direct messages, channels and guilds, with the names that are shown. */
import { dmUserIdOf, groupGuildId, type Channel } from './channels.ts'
import {
  channelNameOf,
  groupNameOf,
  isDeletedUser,
  generatedNames,
  userNameOf,
  type Person,
} from './names.ts'
import type { Owner } from './owner.ts'
import type { DmChannelRow, GuildChannelRow, GuildRow } from './rows.ts'

type Totals = Pick<DmChannelRow, 'channel_id' | 'total_message_count' | 'total_voice_channel_duration'>

export function describeDms(
  channels: Channel[],
  owner: Owner,
  people: Map<string, Person>,
  totalsOf: (channel: Channel) => Totals,
): DmChannelRow[] {
  const dms = channels.filter(({ kind }) => kind === 'dm')
  const nameOf = (channel: Channel) => userNameOf(channel, people.get(dmUserIdOf(channel, owner.id)))
  const [deleted, unknown] = [true, false].map((isDeleted) =>
    dms.filter((channel) => nameOf(channel) === null && isDeletedUser(channel) === isDeleted).map(idOf),
  )
  const generatedNamesById = new Map([
    ...generatedNames('Deleted user', deleted!),
    ...generatedNames('Unknown user', unknown!),
  ])
  return dms.map((channel) => {
    const dm_user_id = dmUserIdOf(channel, owner.id)
    const person = people.get(dm_user_id)
    return {
      ...totalsOf(channel),
      dm_user_id,
      user_name: nameOf(channel) ?? generatedNamesById.get(channel.id)!,
      display_name: person?.displayName ?? null,
      user_avatar_url: person?.avatarUrl ?? null,
    }
  })
}

/** Rule: group DMs are channels of a pseudo-guild "@me". */
export function describeGuildChannels(
  channels: Channel[],
  owner: Owner,
  people: Map<string, Person>,
  guildNames: Map<string, string>,
  totalsOf: (channel: Channel) => Totals,
): GuildChannelRow[] {
  const nameless = channels.filter(
    (channel) => channel.kind === 'group' && groupNameOf(channel, people, owner.id) === null,
  )
  const generatedNamesById = generatedNames('Group DM', nameless.map(idOf))
  return channels
    .filter(({ guildId }) => guildId !== null)
    .map((channel) => ({
      ...totalsOf(channel),
      guild_id: channel.guildId!,
      channel_name:
        channel.kind === 'group'
          ? (groupNameOf(channel, people, owner.id) ?? generatedNamesById.get(channel.id)!)
          : channelNameOf(channel, guildNames.get(channel.guildId!) ?? ''),
    }))
}

/**
 * Rule: all known guilds, and "@me" named "Group DMs" if there are group DMs. Totals are the sums over the
 * channels.
 */
export function describeGuilds(guildNames: Map<string, string>, channels: GuildChannelRow[]): GuildRow[] {
  const names = new Map(guildNames)
  if (channels.some(({ guild_id }) => guild_id === groupGuildId)) names.set(groupGuildId, 'Group DMs')
  return [...names].map(([guild_id, guild_name]) => ({
    guild_id,
    guild_name,
    total_message_count: channels
      .filter((channel) => channel.guild_id === guild_id)
      .reduce((total, channel) => total + channel.total_message_count, 0),
  }))
}

function idOf({ id }: Channel): string {
  return id
}
