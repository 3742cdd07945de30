/**
 * Writes the files of a channel in the Messages folder: its channel.json, and its messages file, newest
 * message first.
 */
import { json, messageFormatOf, type Message } from './message-formats.ts'
import { phrases, unicodeEmojis, unspacedPhrases } from './names-and-phrases.ts'
import { exportTimeOf, type PackageOptions } from './options.ts'
import { Random } from './random.ts'
import type { Recorder } from './record.ts'
import { earlierAwake } from './rhythm.ts'
import { dayMs, hourMs, snowflake } from './time.ts'
import type { Channel, World } from './world.ts'

export interface PlannedMessage {
  id: string
  /** When the message was sent. */
  time: number
  /** Before Discord opened, or after the export. Such a message does not count. */
  outside: boolean
}

/** The messages of a channel without their texts, newest first. Every call yields the same messages. */
export function* plannedMessages(
  channel: Channel,
  world: World,
  options: PackageOptions,
): Generator<PlannedMessage> {
  const random = new Random(options.seed, Number(BigInt(channel.id) & 0x7fffffffn), 11)
  for (const time of timesOf(channel, world, options, random)) {
    const outside = options.quirks.outOfRangeDates && random.chance(0.06)
    const sent = outside ? timeOutside(random, world) : time
    yield { id: snowflake(sent, random.bits()), time: sent, outside }
  }
}

/** The text of a channel's messages file, in parts. Counts each message that a reader must find. */
export function* messageFileParts(
  channel: Channel,
  world: World,
  options: PackageOptions,
  recorder: Recorder,
): Generator<string> {
  const format = messageFormatOf(options, channel)
  const random = new Random(options.seed, Number(BigInt(channel.id) & 0x7fffffffn), 3)
  const writer = new Writer(world, options, random)
  const { quirks } = options
  const cutAt = channel.messagesFile === 'cut' ? Math.floor(channel.messages / 2) : -1
  let text = quirks.bom && random.chance(0.5) ? `\ufeff${format.head}` : format.head
  let index = 0
  for (const { id, time, outside } of plannedMessages(channel, world, options)) {
    const isGone = random.chance(options.deletedShare)
    if (isGone || (!outside && time >= exportTimeOf(options))) continue
    const message = writer.write(id, time)
    if (quirks.nullTimestamps && !outside && random.chance(0.12)) message.timestamp = null
    if (index > 0) text += format.separator
    if (index === cutAt) {
      yield text + format.cutRow(message)
      return
    }
    text += format.row(message)
    if (quirks.duplicateMessages && random.chance(0.12)) text += format.separator + format.row(message)
    if (!outside) recorder.message(channel, time)
    index++
    if (text.length > 65_536) {
      yield text
      text = ''
    }
  }
  yield text + (index === 0 && format === json ? '\n]' : format.tail)
}

/** The text of a channel's channel.json: one line, as Discord writes it. */
export function channelJsonOf(channel: Channel, options: PackageOptions): string {
  const type = options.quirks.integerEnums ? `${channelTypeNumbers[channel.type]}` : `"${channel.type}"`
  const parts = [`"id": "${channel.id}"`, `"type": ${type}`]
  if (channel.guild && channel.indexText?.startsWith('Unknown channel') !== true) {
    parts.push(`"name": ${JSON.stringify(channel.name)}`)
    const name = JSON.stringify(channel.guildName)
    parts.push(`"guild": {"id": "${channel.guild.id}", "name": ${name}}`)
  }
  if (channel.kind === 'group') parts.push(`"name": ${JSON.stringify(channel.name)}`)
  if (channel.recipients)
    parts.push(`"recipients": [${channel.recipients.map((id) => `"${id}"`).join(', ')}]`)
  const whole = `{${parts.join(', ')}}`
  return channel.channelJson === 'broken' ? whole.slice(0, whole.length - 4) : whole
}

/** Channel types in packages from before August 2024. */
export const channelTypeNumbers: Record<string, number> = {
  GUILD_TEXT: 0,
  DM: 1,
  GUILD_VOICE: 2,
  GROUP_DM: 3,
  GUILD_ANNOUNCEMENT: 5,
  PUBLIC_THREAD: 11,
  PRIVATE_THREAD: 12,
}

/**
 * Times of a channel's messages, latest first: bursts of messages with pauses between them, and few messages
 * at night. No time occurs twice.
 */
function* timesOf(
  channel: Channel,
  world: World,
  options: PackageOptions,
  random: Random,
): Generator<number> {
  const { guild } = channel
  const [earliest, latest] = [guild?.joined ?? world.start, guild?.gone ?? world.end]
  let time = latest - Math.floor(random.fraction() ** 5 * (latest - earliest) * 0.7)
  const start = earliest + Math.floor(random.fraction() ** 2 * (time - earliest) * 0.8)
  const burstLength = options.habits ? 9 : 6
  let burst = 0
  for (let left = channel.messages; left > 0; left--) {
    if (burst-- > 0) {
      time -= Math.min(1000 + Math.floor(random.exponential(25_000)), Math.max(1, time - start))
    } else {
      burst = Math.floor(random.exponential(burstLength - 1))
      const pause = Math.floor(random.exponential((time - start) / (left / burstLength + 1)))
      time -= Math.max(1, Math.min(pause, Math.floor((time - start) * 0.8)))
      if (options.habits) {
        // If the remaining days are too few for the remaining bursts, the hour is not changed.
        const hasRoom = time - start > (left / burstLength) * dayMs
        if (hasRoom) time = earlierAwake(random, time, options.zoneHours + laterBy(time, world))
        yield time
        continue
      }
      const hour = Math.floor(time / hourMs + options.zoneHours) % 24
      // Moves a message from the night to the evening before.
      const awake = time - Math.floor((hour - 1 + 6 * random.fraction()) * hourMs)
      if (hour >= 2 && hour < 8 && awake > start && random.chance(0.92)) time = awake
    }
    yield time
  }
}

/**
 * The hours to add to the owner's time zone, so that the owner goes to bed later over the years: from 0 at
 * the start to −2.5 at the end.
 */
function laterBy(time: number, { start, end }: World): number {
  return (-2.5 * (time - start)) / (end - start)
}

function timeOutside(random: Random, world: World): number {
  return random.chance(0.5)
    ? Date.UTC(2015, 1, 1) + random.integer(0, 90) * dayMs
    : world.end + random.integer(40, 4000) * dayMs
}

/** Writes the messages of one person: text in several languages, links, mentions, attachments. */
class Writer {
  private readonly replacements: Record<string, () => string>
  private readonly phrases: readonly string[]

  constructor(
    private readonly world: World,
    private readonly options: PackageOptions,
    private readonly random: Random,
  ) {
    // With habits, some phrases are used again and again.
    this.phrases = options.habits ? [...phrases, ...phrases.slice(0, 18), ...phrases.slice(3, 15)] : phrases
    const pickId = (list: { id: string }[]) => (list.length > 0 ? random.pick(list).id : '0')
    this.replacements = {
      number: () => String(random.integer(1, 30)),
      hex: () => random.hex(11),
      user: () => pickId(world.people),
      person: () => random.pick(world.people).username,
      channel: () => pickId(world.channels),
      emoji: () => random.favourite(unicodeEmojis, world.skew),
      customEmoji: () => {
        const { id, name } = random.favourite(world.emojis, world.skew)
        return `<${random.chance(0.3) ? 'a' : ''}:${name}:${id}>`
      },
    }
  }

  write(id: string, time: number): Message {
    const { random } = this
    const withFile = random.chance(0.06)
    return {
      id,
      timestamp: time,
      contents: withFile && random.chance(0.6) ? '' : this.compose(),
      attachments: withFile ? this.attachment(id) : '',
    }
  }

  private compose(): string {
    const { random, options } = this
    const sentences = Array.from({ length: 1 + Math.floor(random.exponential(0.7)) }, () =>
      random
        .pick(options.quirks.unspacedScripts && random.chance(0.6) ? unspacedPhrases : this.phrases)
        .replace(/\{(\w+)\}/g, (whole, name: string) => this.replacements[name]?.() ?? whole),
    )
    if (options.canary && random.chance(0.05)) sentences.push(options.canary)
    return sentences.join(random.chance(0.5) ? ' ' : ', ')
  }

  private attachment(id: string): string {
    const { random, world } = this
    const { id: channel } = random.pick(world.channels)
    return `https://cdn.discordapp.com/attachments/${channel}/${id}/image${random.integer(0, 99)}.png?ex=${random.hex(8)}&is=${random.hex(8)}&hm=${random.hex(64)}&`
  }
}
