/** Direct messages: the other person, the number of messages, and the mood. */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { CountedChannel } from '../analyzed-package.ts'
import type { Account, Person } from '../../data-package/records/account.ts'
import { distinctNames } from './distinct-names.ts'
import { isDeletedPerson, isPerson, unknownOwnerId, unknownUser } from './owner.ts'
import type { Statistic } from './statistic.ts'

export interface DirectChannel {
  channelId: string
  userId: string
  userName: string
  displayName: string | null
  avatarUrl: string | null
  messageCount: number
  voiceMinutes: number
  /** In [−1, 1] and not 0. Null if unknown. */
  sentiment: number | null
}

const deletedUser = 'Deleted user'

/** What is known about people when the rows are made. */
export interface KnownPeople {
  owner: Person
  account: Account | null
  voiceMinutes: ReadonlyMap<string, number>
}

export const directMessages: Statistic = {
  name: 'dm_channels_data',
  source: '`Messages`, `relationships` of user.json',
  means: 'Direct messages, one row per channel.',
  limits:
    'A `user_name` comes from index.json, or else from `relationships`. Display names and avatars come only from `relationships`. People without a name are shown with the last digits of the id of their channel.',
  tables: [{ name: 'dm_channels_data', rowPer: 'direct message channel' }],
}

/** The rows of those channels that are direct messages. */
export function directChannelsOf(channels: readonly CountedChannel[], known: KnownPeople): DirectChannel[] {
  const people = channels
    .filter((channel) => channel.kind === 'dm')
    .map((channel) => {
      const userId = otherPersonOf(channel, known.owner) ?? channel.id
      const person = known.account?.relationships.get(userId)
      return { channel, userId, person, name: channel.indexName ?? person?.username ?? null }
    })
  const nameless = people.filter(({ name }) => name === null).map(({ channel }) => channel)
  const isDeleted = (channel: CountedChannel) => channel.isDeleted || channel.recipients.some(isDeletedPerson)
  const namesOf = (word: string, deleted: boolean) =>
    distinctNames(
      word,
      nameless.filter((channel) => isDeleted(channel) === deleted).map(({ id }) => id),
    )
  const names = new TextMap([...namesOf(deletedUser, true), ...namesOf(unknownUser, false)])
  return people.map(({ channel, userId, person, name }) => ({
    channelId: channel.id,
    userId,
    userName: name ?? names.get(channel.id)!,
    displayName: person?.displayName ?? null,
    avatarUrl: person?.avatarUrl ?? null,
    messageCount: channel.messageCount,
    voiceMinutes: known.voiceMinutes.get(channel.id) ?? 0,
    sentiment: channel.sentiment,
  }))
}

/**
 * The id of the recipient who is not the owner. Null for deleted and unknown people, and if the owner is
 * unknown; the channel id then takes its place.
 */
function otherPersonOf({ recipients }: CountedChannel, owner: Person): string | null {
  if (recipients.length < 2 || owner.id === unknownOwnerId) return null
  const other = recipients.find((id) => id !== owner.id) ?? owner.id
  return isPerson(other) ? other : null
}
