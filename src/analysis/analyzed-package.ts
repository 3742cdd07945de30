/** The analyzed content of a package, before rows are made of it. */
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

/** Everything except the activity. */
export interface AnalyzedContents extends ChannelMessages {
  account: Account | null
  /** Guild id → name; null if neither the index, nor channel.json, nor guild.json has one. */
  guilds: ReadonlyMap<string, string | null>
  /** The records as the package contains them, not checked. */
  paymentRecords: readonly unknown[]
  /** File counts of three sections. Those of the messages and of the activity are in their coverage. */
  files: { account: number; servers: number; payments: number }
  /** Per section except Activity, the number of files whose content is unusable. */
  unusableFiles: { account: number; servers: number; payments: number; messages: number }
}

export interface ChannelMessages {
  channels: CountedChannel[]
  counts: ActivityCounts
  coverage: MessageCoverage
  texts: MessageTexts
  /** The ids of all message records, whether they are counted or not. */
  ids: SortedIds
  /** The largest id of a counted message; null if there is none. */
  newestId: MessageId | null
}

/** A snowflake in two halves of 32 bits, both signed. */
export interface MessageId {
  high: number
  low: number
}

export interface CountedChannel extends ListedChannel {
  messageCount: number
  /** For direct messages: a number in [−1, 1] other than 0. Null if unknown, and for all other channels. */
  sentiment: number | null
  totals: MessageTotals
  /** True if all of its messages could be read: there is a messages file, and nothing in it was unusable. */
  isWhole: boolean
}

/** Sums over the counted messages of a channel. */
export interface MessageTotals extends TextTotals {
  /** Milliseconds; infinite if there is no message. */
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
  /** Messages of which neither the timestamp nor the id gives a time within the date range. */
  undated: number
  /** Files whose content is unusable. */
  unusableFiles: number
}

export interface MessageTexts {
  words: WordCount[]
  emoji: EmojiCount[]
  /** One message in this many was read for words and emoji. */
  step: number
  read: number
  /** How many different words and emoji, at least, were not counted because there were too many. */
  forgotten: number
  /** The languages whose stop words were left out, as codes of their lists. */
  languages: string[]
}

export interface WordCount {
  word: string
  /** Number of messages in the sample that contain it. */
  messages: number
}

export interface EmojiCount {
  /** The emoji itself, or the name of a custom emoji. */
  emoji: string
  /** The id of a custom emoji; null for all others. */
  emojiId: string | null
  messages: number
}

export interface AnalyzedActivity {
  /** The result of each statistic that reads events, by its name; see foundBy. */
  found: { [statistic: string]: unknown }
  coverage: FileCoverage[]
  /** The most frequent `user_id` if it was needed; of equally frequent ones the smallest. */
  commonUserId: string | null
}
