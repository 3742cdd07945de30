/** The part of the record that is known before writing: owner, names, kinds of channels. */
import { invisibleNames } from './names-and-phrases.ts'
import type { PackageOptions } from './options.ts'
import type { OwnerRecord, Recorder } from './record.ts'
import type { Channel, Guild, World } from './world.ts'

/** The sections that a package has and that a reader can use. */
export interface Readable {
  account: boolean
  messages: boolean
  servers: boolean
  activity: boolean
  messagesIndex: boolean
}

/** The sections that remain readable with these quirks. */
export function readableSections({ quirks }: PackageOptions): Readable {
  const only = onlySectionOf(quirks)
  const has = (section: string, isMissing: boolean) => (only === null ? !isMissing : only === section)
  return {
    account: has('account', quirks.withoutAccount) && !quirks.brokenUserJson,
    messages: has('messages', quirks.withoutMessages),
    servers: has('servers', quirks.withoutServers),
    activity: has('activity', quirks.withoutActivity),
    messagesIndex: has('messages', quirks.withoutMessages) && !quirks.noIndexJson && !quirks.onlyOneChannel,
  }
}

/** The only section of the package; null when it has every section that no other quirk removes. */
export function onlySectionOf(quirks: PackageOptions['quirks']): 'messages' | 'servers' | 'activity' | null {
  if (quirks.onlyMessages || quirks.onlyOneChannel) return 'messages'
  if (quirks.onlyServers) return 'servers'
  return quirks.onlyActivity ? 'activity' : null
}

/** The channels that have a folder in the package. */
export function channelsOf({ channels }: World, { quirks }: PackageOptions): Channel[] {
  return quirks.onlyOneChannel ? channels.slice(0, 1) : channels
}

/** Records owner, servers and channels as a correct reader names them. */
export function describeWorld(world: World, options: PackageOptions, recorder: Recorder): void {
  const readable = readableSections(options)
  const { record } = recorder
  record.owner = ownerOf(world, options, readable)
  const guilds = knownGuilds({ ...world, channels: channelsOf(world, options) }, readable)
  record.guilds = [...guilds].map(([id, name]) => ({ id, name }))
  if (!readable.messages) return
  for (const channel of channelsOf(world, options)) describeChannel(channel, guilds, readable, recorder)
}

function describeChannel(
  channel: Channel,
  guilds: Map<string, string | null>,
  readable: Readable,
  { record }: Recorder,
): void {
  const { id, kind } = channel
  if (kind === 'direct') {
    record.directMessages.push({
      channelId: id,
      userId: record.owner === null ? id : (channel.person?.id ?? id),
      userName: userNameOf(channel, readable),
    })
  } else if (kind === 'group') {
    record.groupDms.push({ channelId: id, name: visible(channel.name) })
  } else if (kind === 'guild' && isLost(channel)) {
    const named = [...guilds].filter(([, name]) => name === channel.guild!.name)
    if (named.length === 1 && readable.messagesIndex) {
      record.guildChannels.push({ channelId: id, name: null, guildId: named[0]![0] })
    } else {
      record.unknownChannels.push(id)
    }
  } else if (kind === 'guild') {
    record.guildChannels.push({ channelId: id, name: visible(channel.name), guildId: channel.guild!.id })
  } else if (channel.channelJson === 'broken' && readable.messagesIndex && isDirectText(channel.indexText)) {
    // Only the index names this channel, and a server's channel may have such a name, too.
    record.directMessages.push({ channelId: id, userId: id, userName: userNameOf(channel, readable) })
  } else {
    record.unknownChannels.push(id)
  }
}

const directText = 'Direct Message with '

function isDirectText(indexText: string | null): boolean {
  return indexText?.startsWith(directText) === true
}

/** True for channels of which only the id, the type and perhaps the server's name in the index are known. */
function isLost(channel: Channel): boolean {
  return channel.guildName === null && channel.indexText?.startsWith('Unknown channel') === true
}

/** Names of servers by id, from the Servers folder or else from a readable channel.json. */
function knownGuilds({ guilds, channels }: World, readable: Readable): Map<string, string | null> {
  const names = new Map<string, string | null>()
  if (readable.servers) {
    for (const guild of guilds) if (!guild.left) names.set(guild.id, visible(guild.name))
  }
  if (!readable.messages) return names
  const named = (guild: Guild, name: string | null) =>
    names.set(guild.id, names.get(guild.id) ?? visible(name))
  for (const channel of channels) {
    if (channel.kind === 'guild' && !isLost(channel)) named(channel.guild!, channel.guildName)
  }
  return names
}

/** Null for a name that nobody can see. */
function visible(name: string | null): string | null {
  return name === null || name === '' || invisibleNames.includes(name) ? null : name
}

/** Null when nothing in the package names the person. */
function userNameOf({ person, indexText }: Channel, readable: Readable): string | null {
  const text = readable.messagesIndex && isDirectText(indexText) ? indexText!.slice(directText.length) : ''
  const name = visible(text.replace(/#0(000)?$/, ''))
  if (name !== null && name !== 'Unknown Participant') return name
  return person?.relationship && readable.account ? person.username : null
}

function ownerOf(world: World, options: PackageOptions, readable: Readable): OwnerRecord | null {
  const { owner } = world
  if (readable.account) {
    return { id: owner.id, name: owner.username, displayName: owner.displayName, avatar: owner.avatar }
  }
  const inferred = { id: owner.id, name: 'Unknown user', displayName: null, avatar: null }
  if (readable.activity && options.events > 0 && !options.quirks.noUserIds) return inferred
  if (!readable.messages) return null
  // Every list of recipients contains the owner. Another person may be in all of them, too.
  const lists = channelsOf(world, options).flatMap(({ kind, recipients }) =>
    (kind === 'direct' || kind === 'group') && recipients ? [recipients] : [],
  )
  const common = (id: string) => lists.filter((recipients) => recipients.includes(id)).length
  const others = world.people.map(({ id }) => common(id))
  return common(owner.id) >= 2 && others.every((count) => count < common(owner.id)) ? inferred : null
}
