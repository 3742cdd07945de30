/** The people, servers and channels of a synthetic package, and its owner. */

export interface Person {
  id: string
  username: string
  /** Four digits, or '0' for names without a discriminator. */
  discriminator: string
  displayName: string | null
  avatar: string | null
  /** FRIEND, BLOCKED and so on. Null when the person is not among the owner's relationships. */
  relationship: string | null
}

export interface Guild {
  id: string
  name: string
  /** The owner left the guild, so only its channels name it. */
  left: boolean
  administered: boolean
  /** When the owner joined and left; null if not planned. All messages there are between these times. */
  joined: number | null
  gone: number | null
  /** Voice channels without a folder. Only events contain them. */
  voiceChannels: string[]
}

export type ChannelKind = 'direct' | 'group' | 'guild' | 'unknown'

export interface Channel {
  id: string
  kind: ChannelKind
  /** The type as written since 2024. */
  type: string
  name: string | null
  guild: Guild | null
  /** The guild name in channel.json. */
  guildName: string | null
  /** The recipients in channel.json. Null when the field is missing. */
  recipients: string[] | null
  /** The other person of a direct message. Null when that account is deleted or missing. */
  person: Person | null
  /** The channel's text in Messages/index.json. */
  indexText: string | null
  messages: number
  created: number
  messagesFile: 'whole' | 'missing' | 'cut'
  channelJson: 'whole' | 'broken'
}

export interface Emoji {
  id: string
  name: string
}

export interface World {
  owner: Person
  people: Person[]
  guilds: Guild[]
  channels: Channel[]
  emojis: Emoji[]
  applications: string[]
  /** How uneven the choice of voice channels, games and emoji is; 1 is even. */
  skew: number
  /** The time span of the plan. A session may end a little later, and quirks date records outside of it. */
  start: number
  end: number
}
