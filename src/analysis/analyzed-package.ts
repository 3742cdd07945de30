/** What was read of a package, before it is put into rows. */
import type { ActivityFolder } from '../data-package/archive/sections.ts'
import type { Account } from '../data-package/records/account.ts'
import type { ListedChannel } from './channel-directory.ts'
import type { ActivityCounts } from './statistics/activity-counter.ts'
import type { FileCoverage } from './statistics/coverage-meter.ts'

export interface AnalyzedPackage {
  contents: AnalyzedContents
  activity: AnalyzedActivity
}

/** Everything but the activity. */
export interface AnalyzedContents extends ChannelMessages {
  account: Account | null
  /** Guild id → name. */
  guilds: ReadonlyMap<string, string>
  /** As written. */
  paymentRecords: readonly unknown[]
  /** Files of the sections that are no lists of lines. */
  files: { account: number; servers: number; payments: number }
}

export interface ChannelMessages {
  channels: CountedChannel[]
  counts: ActivityCounts
  coverage: MessageCoverage
  texts: MessageTexts
}

export interface CountedChannel extends ListedChannel {
  messageCount: number
  /** In [−1, 1] and not 0, or null; of direct messages only. */
  sentiment: number | null
}

export interface MessageCoverage {
  files: number
  messages: number
  duplicates: number
  /** Records that could not be read. */
  broken: number
  /** Messages with neither a usable timestamp nor a usable id. */
  undated: number
}

export interface MessageTexts {
  words: WordCount[]
  emoji: EmojiCount[]
  /** One in so many messages was read for them. */
  step: number
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
  /** Numbers of the days (since 1970) with a used line. */
  usedDays: Map<ActivityFolder, Set<number>>
  /** The `user_id` that most lines name, when it was looked for; the smallest of equals. */
  commonUserId: string | null
}
