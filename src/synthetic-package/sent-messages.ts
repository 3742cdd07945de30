/** The messages that events may refer to: times and ids by channel, without texts. */
import type { SentMessage } from './event-fields.ts'
import { plannedMessages } from './messages.ts'
import type { PackageOptions } from './options.ts'
import type { Channel, World } from './world.ts'

/** Enough messages for events to refer to, and so few that memory use does not grow with the package. */
const messagesMax = 50_000

/** Messages of a package in chronological order. */
export class SentMessages {
  private readonly times: number[]

  constructor(private readonly messages: readonly (SentMessage & { time: number })[]) {
    this.times = messages.map(({ time }) => time)
  }

  /** The first message sent at this time or later, or else the last one. Null if there is none. */
  nearest(time: number): SentMessage | null {
    let low = 0
    let high = this.times.length - 1
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.times[middle]! >= time) high = middle
      else low = middle + 1
    }
    return this.messages[low] ?? null
  }
}

const known = new WeakMap<World, SentMessages>()

/**
 * The messages of as many channels as fit into `messagesMax`, the largest first. Computed once per package.
 */
export function sentMessagesOf(world: World, options: PackageOptions): SentMessages {
  const found = known.get(world)
  if (found) return found
  const messages: (SentMessage & { time: number })[] = []
  for (const channel of world.channels.toSorted((left, right) => right.messages - left.messages)) {
    if (messages.length + channel.messages > messagesMax) continue
    messages.push(...messagesOf(channel, world, options))
  }
  const sent = new SentMessages(messages.sort((left, right) => left.time - right.time))
  known.set(world, sent)
  return sent
}

function messagesOf(channel: Channel, world: World, options: PackageOptions) {
  return [...plannedMessages(channel, world, options)].map(({ id, time }) => ({ id, time, channel }))
}
