/**
 * How much the owner wrote in each channel: characters, words, links, attachments, replies, times, longest
 * streak.
 */
import type { Message } from './messages.ts'
import type { MessageTotalsRow } from './extra-rows.ts'
import type { SentMessage } from './sent-events.ts'
import { addDays, dayOf } from './values.ts'

export function sumMessages(
  messages: Map<string, Message[]>,
  sent: Map<string, SentMessage>,
): MessageTotalsRow[] {
  return [...messages].map(([channel_id, ofChannel]) => {
    const times = ofChannel.map(({ time }) => time)
    const texts = ofChannel.map(({ contents }) => contents)
    const named = [...sent.values()].filter(({ channelId }) => channelId === channel_id)
    return {
      channel_id,
      message_count: ofChannel.length,
      character_count: sum(texts.map((text) => [...text].length)),
      word_count: sum(texts.map(countRuns)),
      link_count: sum(texts.map((text) => text.match(/https?:\/\//g)?.length ?? 0)),
      attachment_count: sum(ofChannel.map(({ attachments }) => countRuns(attachments))),
      reply_count: named.length === 0 ? null : named.filter(({ isReply }) => isReply).length,
      first_message_date: Math.floor(Math.min(...times) / 1000),
      last_message_date: Math.floor(Math.max(...times) / 1000),
      longest_streak_days: longestStreakOf(times.map(dayOf)),
    }
  })
}

/** Counts runs of characters other than tabs, line ends and spaces. */
function countRuns(text: string): number {
  return text.split(/[\t-\r ]+/).filter((run) => run !== '').length
}

/** The longest run of consecutive days. */
function longestStreakOf(days: string[]): number {
  const all = new Set(days)
  const lengths = [...all].map((day) => {
    let length = 0
    while (all.has(addDays(day, length))) length++
    return length
  })
  return Math.max(...lengths)
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
