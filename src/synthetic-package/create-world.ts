/** Invents the people, servers and channels of one package before anything is written. */
import { createPerson, shortId } from './create-person.ts'
import { joinAndLeave, skewOf } from './habits.ts'
import {
  channelNames,
  emojiNames,
  groupNames,
  guildNames,
  invisibleNames,
  oddNames,
  voiceChannelNames,
} from './names-and-phrases.ts'
import type { PackageOptions } from './options.ts'
import { Random, shareOut } from './random.ts'
import { dayMs, hourMs, snowflake } from './time.ts'
import type { Channel, Guild, Person, World } from './world.ts'

/** Discord's placeholder account for deleted accounts. */
const deletedAccount = '456226577798135808'

/** The index's text for a person whose account is unknown. */
const lostPersonText = 'Direct Message with Unknown Participant'

/** Builds the world of a package; the same options give the same world. */
export function createWorld(options: PackageOptions): World {
  const random = new Random(options.seed, 1)
  // The plan ends an hour before an export on this day. What still lies after the export is left out.
  const end = Date.parse(`${options.endDate}T00:00:00Z`) + 11 * hourMs
  const days = Math.max(1, Math.round(options.years * 365.25))
  const start = end - days * dayMs
  const idBefore = (time: number) => snowflake(time - random.fraction() * 40 * dayMs, random.bits())
  const owner = createPerson(random, options, options.ownerId ?? idBefore(start), 'self')
  const people = Array.from({ length: options.dms + 10 + options.groupDms * 2 }, () =>
    createPerson(random, options, shortId(random, options) ?? idBefore(start), 'other'),
  )
  const guilds = createGuilds(random, options, start)
  if (options.habits) joinAndLeave(guilds, { start, end }, options.seed)
  const channels = [
    ...createGuildChannels(random, options, guilds, start),
    ...createDirectChannels(random, options, owner, people, start),
    ...createGroups(random, options, owner, people, start),
  ]
  setMessages(random, options, channels)
  const emojis = emojiNames.map((name) => ({ id: idBefore(start), name }))
  return {
    owner,
    people,
    guilds,
    channels: random.shuffle(channels),
    emojis,
    applications: Array.from({ length: 6 }, () => idBefore(start)),
    skew: skewOf(options),
    start,
    end,
  }
}

function createGuilds(random: Random, options: PackageOptions, start: number): Guild[] {
  return Array.from({ length: options.guilds }, (_, index) => {
    const time = () => start - random.fraction() * 30 * dayMs
    const plain = guildNames[index % guildNames.length]!
    const numbered =
      index < guildNames.length ? plain : `${plain} ${Math.floor(index / guildNames.length) + 1}`
    const odd = options.quirks.unicodeNames && random.chance(0.5)
    const nameless = options.quirks.namelessRows && random.chance(0.5)
    const name = nameless ? random.pick(invisibleNames) : odd ? `${random.pick(oddNames)} ${index}` : numbered
    return {
      id: snowflake(time(), random.bits()),
      name: options.canary && index === 0 ? `${name} ${options.canary}` : name,
      left: options.quirks.leftGuilds && random.chance(0.3),
      administered: random.chance(0.15),
      joined: null,
      gone: null,
      voiceChannels: voiceChannelNames
        .slice(0, random.integer(1, 6))
        .map(() => snowflake(time(), random.bits())),
    }
  })
}

function createGuildChannels(
  random: Random,
  options: PackageOptions,
  guilds: Guild[],
  start: number,
): Channel[] {
  return Array.from({ length: options.channels }, (_, index) => {
    const guild =
      guilds[Math.min(index, Math.floor(random.fraction() ** 1.7 * guilds.length)) % guilds.length]!
    const odd = options.quirks.unicodeNames && random.chance(0.4)
    const invisible = options.quirks.namelessRows && random.chance(0.3)
    const plain = random.pick(invisible ? invisibleNames : odd ? oddNames : channelNames)
    const name = options.canary && index === 0 ? `${plain}-${options.canary}` : plain
    const nameless = options.quirks.nullNames && random.chance(0.4)
    const channel: Channel = {
      ...createChannel(random, start),
      kind: 'guild',
      type: random.chance(0.8)
        ? 'GUILD_TEXT'
        : random.pick(['GUILD_VOICE', 'GUILD_ANNOUNCEMENT', 'PUBLIC_THREAD', 'PRIVATE_THREAD']),
      name: nameless ? null : name,
      guild,
      guildName: nameless && random.chance(0.5) ? null : guild.name,
      indexText: `${name} in ${guild.name}`,
    }
    if (options.quirks.unknownChannels && random.chance(0.3)) return loseChannel(random, channel)
    if (options.quirks.brokenChannelJson && random.chance(0.3)) {
      return { ...channel, kind: 'unknown', channelJson: 'broken' }
    }
    return channel
  })
}

/**
 * A channel that its owner can no longer see: only its id, its type, and sometimes the name of its server are
 * known.
 */
function loseChannel(random: Random, channel: Channel): Channel {
  const named = random.chance(0.5)
  return {
    ...channel,
    kind: named ? 'guild' : 'unknown',
    name: null,
    guildName: null,
    guild: named ? channel.guild : null,
    indexText: named ? `Unknown channel in ${channel.guild!.name}` : random.pick(['Unknown channel', null]),
  }
}

function createDirectChannels(
  random: Random,
  options: PackageOptions,
  owner: Person,
  people: Person[],
  start: number,
): Channel[] {
  return Array.from({ length: options.dms }, (_, index) => {
    const twice = options.quirks.duplicateDmChannels && index > 0 && random.chance(0.3)
    const person = people[twice ? index - 1 : index]!
    const channel: Channel = {
      ...createChannel(random, start),
      kind: 'direct',
      type: 'DM',
      recipients: random.shuffle([owner.id, person.id]),
      person,
      indexText: `Direct Message with ${person.username}#${person.discriminator}`,
    }
    if (options.quirks.namelessRows && random.chance(0.5)) {
      person.relationship = null
      return {
        ...channel,
        indexText: random.pick([null, `Direct Message with ${random.pick(invisibleNames)}`, lostPersonText]),
      }
    }
    if (!options.quirks.deletedUsers || !random.chance(0.4)) return channel
    const recipients = [['Deleted User', owner.id], [deletedAccount, owner.id], [owner.id], null]
    return {
      ...channel,
      person: null,
      recipients: random.pick(recipients),
      indexText: lostPersonText,
    }
  })
}

function createGroups(
  random: Random,
  options: PackageOptions,
  owner: Person,
  people: Person[],
  start: number,
): Channel[] {
  return Array.from({ length: options.groupDms }, (_, index) => {
    const name = random.chance(0.6) ? groupNames[index % groupNames.length]! : null
    const shrunk = options.quirks.twoMemberGroupDms && random.chance(0.5)
    const others = random.shuffle(people).slice(0, shrunk ? 1 : random.integer(2, 6))
    const group: Channel = { ...createChannel(random, start), kind: 'group', type: 'GROUP_DM' }
    if (options.quirks.namelessRows && random.chance(0.6)) {
      return {
        ...group,
        name: random.pick([null, ...invisibleNames]),
        indexText: random.pick([null, 'None', ...invisibleNames]),
      }
    }
    return {
      ...group,
      name,
      recipients: random.shuffle([owner.id, ...others.map(({ id }) => id)]),
      indexText: name ?? 'None',
    }
  })
}

function createChannel(random: Random, start: number): Channel {
  const created = start - Math.floor(random.fraction() * 20 * dayMs)
  return {
    id: snowflake(created, random.bits()),
    kind: 'unknown',
    type: 'GUILD_TEXT',
    name: null,
    guild: null,
    guildName: null,
    recipients: null,
    person: null,
    indexText: null,
    messages: 0,
    created,
    messagesFile: 'whole',
    channelJson: 'whole',
  }
}

/** Distributes the messages: a few channels get most of them, since shares decrease with the rank. */
function setMessages(random: Random, options: PackageOptions, channels: Channel[]): void {
  for (const channel of channels) {
    if (options.quirks.missingMessageFiles && random.chance(0.2)) channel.messagesFile = 'missing'
  }
  const empty = options.quirks.emptyMessageFiles
  const open = channels.filter(
    ({ messagesFile }) => messagesFile === 'whole' && !(empty && random.chance(0.3)),
  )
  const ranked = random.shuffle(open)
  const shares = shareOut(
    ranked.length > 0 ? options.messages : 0,
    ranked.map((_, rank) => 1 / (rank + 3) ** 1.1),
  )
  ranked.forEach((channel, index) => (channel.messages = shares[index]!))
  const cut = ranked.find(({ messages }) => messages >= 2)
  if (options.quirks.cutMessagesFile && cut) cut.messagesFile = 'cut'
}
