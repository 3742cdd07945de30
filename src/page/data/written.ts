/** Sums of how much was written in several channels. */
import type { ChannelTotals } from './questions/totals.ts'

export type Written = Omit<ChannelTotals, 'channelId' | 'streakDays'>

export function writtenIn(channels: readonly ChannelTotals[]): Written {
  const all: Written = { messages: 0, words: 0, characters: 0, links: 0, attachments: 0, replies: null }
  for (const channel of channels) {
    all.messages += channel.messages
    all.words += channel.words
    all.characters += channel.characters
    all.links += channel.links
    all.attachments += channel.attachments
    // An unknown value adds nothing. The sum stays null if all values are unknown.
    if (channel.replies !== null) all.replies = (all.replies ?? 0) + channel.replies
  }
  return all
}
