/** What a synthetic package is about: its owner, the people, servers and channels around them. */

export interface Person {
  id: string
  username: string
  /** Four digits, or '0' for names without one. */
  discriminator: string
  displayName: string | null
  avatar: string | null
  /** FRIEND, BLOCKED …; null: not among the owner's relationships. */
  relationship: string | null
}

export interface Guild {
  id: string
  name: string
  /** The owner left it: only channels know it. */
  left: boolean
  administered: boolean
  /** When the owner came and went, where that is known: then nothing was written before or after. */
  joined: number | null
  gone: number | null
  /** Voice channels without a folder: only events know them. */
  voiceChannels: string[]
}

export type ChannelKind = 'direct' | 'group' | 'guild' | 'unknown'

export interface Channel {
  id: string
  kind: ChannelKind
  /** Type as written since 2024. */
  type: string
  name: string | null
  guild: Guild | null
  /** Guild name as channel.json has it. */
  guildName: string | null
  /** As channel.json has them; null: the field is absent. */
  recipients: string[] | null
  /** Direct messages: the other one, null when deleted or absent. */
  person: Person | null
  /** The value in Messages/index.json. */
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
  /** How uneven the choice among people, games and words is: 1 is even. */
  skew: number
  /** Earliest and latest moment of any record. */
  start: number
  end: number
}
