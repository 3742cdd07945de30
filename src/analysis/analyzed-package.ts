/** What was read of a package, before it is put into rows. */
import type { Account } from '../data-package/records/account.ts'
import type { ListedChannel } from './channel-directory.ts'
import type { ActivityCounts } from './statistics/activity-counter.ts'
import type { TextTotals } from '../data-package/records/text-measure.ts'
import type { SortedIds } from './collections/id-list.ts'
import type { FileCoverage } from './statistics/coverage-meter.ts'

export interface AnalyzedPackage {
  contents: AnalyzedContents
  activity: AnalyzedActivity
}

/** Everything but the activity. */
export interface AnalyzedContents extends ChannelMessages {
  account: Account | null
  /** Guild id → name; null when neither index, nor channel.json, nor guild.json names it. */
  guilds: ReadonlyMap<string, string | null>
  /** As written. */
  paymentRecords: readonly unknown[]
  /** Files of the sections that are no lists of lines. */
  files: { account: number; servers: number; payments: number }
  /** Of the small files of each section, those that hold something of which nothing could be used. */
  unusableFiles: { account: number; servers: number; payments: number; messages: number }
}

export interface ChannelMessages {
  channels: CountedChannel[]
  counts: ActivityCounts
  coverage: MessageCoverage
  texts: MessageTexts
  /** Of all records that have one, counted or not. */
  ids: SortedIds
  /** The greatest id of a counted message; null without one. */
  newestId: MessageId | null
}

/** A snowflake; 32 bits each, signed. */
export interface MessageId {
  high: number
  low: number
}

export interface CountedChannel extends ListedChannel {
  messageCount: number
  /** In [−1, 1] and not 0, or null; of direct messages only. */
  sentiment: number | null
  totals: MessageTotals
  /** Its messages files are all there is of it: there is one, and nothing in them was unusable. */
  isWhole: boolean
}

/** Sums over the counted messages of a channel. */
export interface MessageTotals extends TextTotals {
  /** Milliseconds; infinite without a message. */
  firstMs: number
  lastMs: number
  longestStreakDays: number
}

export interface MessageCoverage {
  files: number
  messages: number
  duplicates: number
  /** Records that could not be read. */
  broken: number
  /** Messages with neither a usable timestamp nor a usable id. */
  undated: number
  /** Files that hold something of which nothing could be used. */
  unusableFiles: number
}

export interface MessageTexts {
  words: WordCount[]
  emoji: EmojiCount[]
  /** One in so many messages was read for them: so many of all. */
  step: number
  read: number
  /** Different words and emoji that were not counted, at least: there were too many. */
  forgotten: number
  /** Whose stop words were left out, by the codes of their lists. */
  languages: string[]
}

export interface WordCount {
  word: string
  /** Messages of the sample that have it. */
  messages: number
}

export interface EmojiCount {
  /** The emoji itself, or the name of a custom one. */
  emoji: string
  /** Of custom emoji only. */
  emojiId: string | null
  messages: number
}

export interface AnalyzedActivity {
  /** What each statistic found, by its name; see foundBy. */
  found: { [statistic: string]: unknown }
  coverage: FileCoverage[]
  /** The `user_id` that most lines name, when it was looked for; the smallest of equals. */
  commonUserId: string | null
}
