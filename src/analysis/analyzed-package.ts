/** The analyzed content of a package, before it is turned into rows. */
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
  /** Guild id → name; null if neither the index, nor channel.json, nor guild.json has one. */
  guilds: ReadonlyMap<string, string | null>
  /** As written. */
  paymentRecords: readonly unknown[]
  /** File counts of the sections that are not lists of lines. */
  files: { account: number; servers: number; payments: number }
  /** The small files of each section whose content is unusable. */
  unusableFiles: { account: number; servers: number; payments: number; messages: number }
}

export interface ChannelMessages {
  channels: CountedChannel[]
  counts: ActivityCounts
  coverage: MessageCoverage
  texts: MessageTexts
  /** The ids of all records, counted or not. */
  ids: SortedIds
  /** The largest id of a counted message; null without one. */
  newestId: MessageId | null
}

/** A snowflake; 32 bits each, signed. */
export interface MessageId {
  high: number
  low: number
}

export interface CountedChannel extends ListedChannel {
  messageCount: number
  /** In [−1, 1] but not 0, or null; only for direct messages. */
  sentiment: number | null
  totals: MessageTotals
  /** Its messages could all be read: there is a messages file, and nothing in it was unusable. */
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
  /** Files whose content is unusable. */
  unusableFiles: number
}

export interface MessageTexts {
  words: WordCount[]
  emoji: EmojiCount[]
  /** One message in this many was read for them. */
  step: number
  read: number
  /** A lower bound of different words and emoji that were not counted because there were too many. */
  forgotten: number
  /** Languages whose stop words were left out, by the codes of their lists. */
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
  /** The most frequent `user_id`, if it was looked for; the smallest of equally frequent ones. */
  commonUserId: string | null
}
