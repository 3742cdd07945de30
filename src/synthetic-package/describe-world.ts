/** The part of the record that is known before writing: owner, names, which channel is what. */
import type { PackageOptions } from './options.ts'
import type { OwnerRecord, Recorder } from './record.ts'
import type { Channel, Guild, World } from './world.ts'

/** Sections that a package has and that a reader can read. */
export interface Readable {
  account: boolean
  messages: boolean
  servers: boolean
  activity: boolean
  messagesIndex: boolean
}

/** Which sections the knobs leave readable. */
export function readableSections({ quirks }: PackageOptions): Readable {
  return {
    account: !quirks.withoutAccount && !quirks.brokenUserJson,
    messages: !quirks.withoutMessages,
    servers: !quirks.withoutServers,
    activity: !quirks.withoutActivity,
    messagesIndex: !quirks.withoutMessages && !quirks.noIndexJson,
  }
}

/** Records owner, servers and channels as a correct reader names them. */
export function describeWorld(world: World, options: PackageOptions, recorder: Recorder): void {
  const readable = readableSections(options)
  const { record } = recorder
  record.owner = ownerOf(world, options, readable)
  const guilds = knownGuilds(world, readable)
  record.guilds = [...guilds].map(([id, name]) => ({ id, name }))
  if (!readable.messages) return
  for (const channel of world.channels) describeChannel(channel, guilds, readable, recorder)
}

function describeChannel(
  channel: Channel,
  guilds: Map<string, string>,
  readable: Readable,
  { record }: Recorder,
): void {
  const { id, kind } = channel
  if (kind === 'direct') {
    record.directMessages.push({
      channelId: id,
      userId: channel.person?.id ?? id,
      userName: userNameOf(channel, readable),
    })
  } else if (kind === 'group') {
    record.groupDms.push({ channelId: id, name: channel.name })
  } else if (kind === 'guild' && isLost(channel)) {
    const named = [...guilds].filter(([, name]) => name === channel.guild!.name)
    if (named.length === 1 && readable.messagesIndex) {
      record.guildChannels.push({ channelId: id, name: null, guildId: named[0]![0] })
    } else {
      record.unknownChannels.push(id)
    }
  } else if (kind === 'guild') {
    record.guildChannels.push({ channelId: id, name: channel.name, guildId: channel.guild!.id })
  } else if (channel.channelJson === 'broken' && readable.messagesIndex && isDirectText(channel.indexText)) {
    // Only the index is left of it, and a server's channel may be called like this.
    record.directMessages.push({ channelId: id, userId: id, userName: userNameOf(channel, readable) })
  } else {
    record.unknownChannels.push(id)
  }
}

function isDirectText(indexText: string | null): boolean {
  return indexText?.startsWith('Direct Message with ') === true
}

/** True for channels of which id and type are left, and perhaps the server's name in the index. */
function isLost(channel: Channel): boolean {
  return channel.guildName === null && channel.indexText?.startsWith('Unknown channel') === true
}

/** Names by id: of the Servers folder, else of a readable channel.json. */
function knownGuilds({ guilds, channels }: World, readable: Readable): Map<string, string> {
  const names = new Map<string, string>()
  if (readable.servers) {
    for (const guild of guilds) if (!guild.left) names.set(guild.id, guild.name)
  }
  if (!readable.messages) return names
  const named = (guild: Guild, name: string | null) => {
    if (!names.has(guild.id) || names.get(guild.id) === 'Unknown server')
      names.set(guild.id, name ?? 'Unknown server')
  }
  for (const channel of channels) {
    if (channel.kind === 'guild' && !isLost(channel)) named(channel.guild!, channel.guildName)
  }
  return names
}

function userNameOf({ person, indexText }: Channel, readable: Readable): string {
  if (readable.messagesIndex) return indexText!.slice('Direct Message with '.length).replace(/#0(000)?$/, '')
  if (person?.relationship && readable.account) return person.username
  return 'Unknown user'
}

function ownerOf(
  { owner, channels }: World,
  options: PackageOptions,
  readable: Readable,
): OwnerRecord | null {
  if (readable.account) {
    return { id: owner.id, name: owner.username, displayName: owner.displayName, avatar: owner.avatar }
  }
  const inferred = { id: owner.id, name: 'Unknown user', displayName: null, avatar: null }
  if (readable.activity && options.events > 0) return inferred
  const direct = channels.filter(({ kind, person }) => kind === 'direct' && person !== null)
  return readable.messages && direct.length >= 2 ? inferred : null
}
