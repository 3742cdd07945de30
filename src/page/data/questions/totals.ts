/** Question: how much the owner wrote in each channel: words, characters, links, attachments, replies. */
import { numberOf, numberOrNull, type Question, textOf } from '../question.ts'

/** How much the owner wrote in one channel, over all years. */
export interface ChannelTotals {
  channelId: string
  messages: number
  words: number
  characters: number
  links: number
  attachments: number
  /** Null if no event of the activity files names the channel. */
  replies: number | null
  /** The longest run of days with a message. */
  streakDays: number
}

export const totalsQuestion: Question<ChannelTotals> = {
  name: 'totals',
  needs: { message_totals: [] },
  sql: `SELECT channel_id, message_count, word_count, character_count, link_count, attachment_count, reply_count,
  longest_streak_days
FROM message_totals
ORDER BY word_count DESC`,
  read: ([channelId, messages, words, characters, links, attachments, replies, streakDays]) => ({
    channelId: textOf(channelId),
    messages: numberOf(messages),
    words: numberOf(words),
    characters: numberOf(characters),
    links: numberOf(links),
    attachments: numberOf(attachments),
    replies: numberOrNull(replies),
    streakDays: numberOf(streakDays),
  }),
}
