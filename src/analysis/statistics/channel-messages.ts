/** Counts the owner's messages in every channel, and reads all or some of their texts for moods and words. */
import type { Entry } from '../../data-package/archive/archive.ts'
import { type Message, type ReadMessages, createMessageReader } from '../../data-package/records/messages.ts'
import type { Sections } from '../../data-package/archive/sections.ts'
import { type Snowflake, instantOfSnowflake } from '../../data-package/records/snowflake.ts'
import { parseInstant } from '../../instant.ts'
import { ActivityCounter, bareSource } from './activity-counter.ts'
import type { ListedChannel } from '../channel-directory.ts'
import { type DateRange, isWithin } from '../date-range.ts'
import type { ChannelMessages, CountedChannel, MessageCoverage, MessageId } from '../analyzed-package.ts'
import { IdList } from '../collections/id-list.ts'
import { ChannelTotals } from './channel-totals.ts'
import { WordMeter } from './message-words.ts'
import type { OpenPackage } from '../open-package.ts'
import { collectGarbageAtTimes } from '../../platform/garbage.ts'
import { SeenSet } from '../collections/fingerprint-set.ts'
import { MoodMeter } from './sentiment.ts'
import { fairShare, isInSample, samplingNumberOf, stepOf } from './text-sampling.ts'

const MiB = 1024 * 1024
/**
 * About how many bytes of direct messages are read for moods. If there are more, the largest channels are
 * sampled uniformly.
 */
const moodBytesMax = 24 * MiB
/**
 * If the messages files are no larger than this (about 500,000 messages of usual length), all texts are read
 * for words. Otherwise, a uniform sample of about `sampledWordsBytesMax` is read.
 */
const allWordsBytesMax = 80 * MiB
const sampledWordsBytesMax = 24 * MiB
/** Splitting this many texts into words makes as much garbage as reading one piece of a member. */
const textsPerPiece = 4
/** A file without any message contains only brackets and white space, or the header of a CSV file. */
const emptyFileBytesMax = 100

/** Counts all messages of the channels. A channel without files counts nothing. */
export async function countMessages(
  opened: OpenPackage,
  listed: readonly ListedChannel[],
): Promise<ChannelMessages> {
  const { reader, sections, limits, budget } = opened
  const readMessages = createMessageReader(reader, limits)
  const steps = stepsOf(sections, listed)
  const found: Found = {
    counter: new ActivityCounter(budget),
    coverage: { files: 0, messages: 0, duplicates: 0, broken: 0, undated: 0, unusableFiles: 0 },
    words: new WordMeter(budget),
    ids: new IdList(budget),
    newestId: null,
    seen: new SeenSet(budget),
    textsRead: 0,
  }
  const channels: CountedChannel[] = []
  for (const channel of listed) {
    const counted = new ChannelCount(channel, found, opened.range, steps)
    const isWhole = await readFiles(sections.channels.get(channel.id)!.messages, readMessages, counted)
    found.seen.clear()
    // The entries of this channel are not needed again, and there are thousands of channels.
    sections.channels.delete(channel.id)
    channels.push({ ...channel, ...counted.result(), isWhole })
  }
  const { counter, coverage, words, ids, newestId } = found
  const texts = { ...words.result(), step: steps.words }
  return { channels, counts: counter.result(), coverage, texts, ids: ids.sorted(), newestId }
}

/** Data that is collected over all channels. */
interface Found {
  counter: ActivityCounter
  coverage: MessageCoverage
  words: WordMeter
  ids: IdList
  newestId: MessageId | null
  /** Messages of the current channel that were already counted. */
  seen: SeenSet
  textsRead: number
}

/** Counts the messages of one channel. */
class ChannelCount {
  readonly coverage: MessageCoverage
  private readonly source: number
  private readonly mood: MoodMeter | null
  private readonly moodStep: number
  private readonly totals = new ChannelTotals()
  private messageCount = 0

  constructor(
    { id, guildId, kind }: ListedChannel,
    private readonly found: Found,
    private readonly range: DateRange,
    private readonly steps: Steps,
  ) {
    this.coverage = found.coverage
    this.source = found.counter.sourceOf({ ...bareSource('message_sent'), channelId: id, guildId })
    this.mood = kind === 'dm' ? new MoodMeter() : null
    this.moodStep = steps.moodStepOf(id)
  }

  take(message: Message): void {
    const { found, coverage } = this
    const { id, timestamp } = message
    if (id !== null && id.nearest < 2 ** 64) found.ids.push(id)
    const atMs = timeOf(id, timestamp, this.range)
    if (atMs === null) return void coverage.undated++
    if (id !== null && !found.seen.add(id)) return void coverage.duplicates++
    coverage.messages++
    found.counter.add(this.source, atMs)
    this.messageCount++
    this.totals.add(atMs)
    message.measure(this.totals.texts)
    if (id !== null && (found.newestId === null || isOlder(found.newestId, id)))
      found.newestId = { high: id.high, low: id.low }
    this.readText(message, samplingNumberOf(id, atMs))
  }

  result(): Pick<CountedChannel, 'messageCount' | 'sentiment' | 'totals'> {
    const sentiment = this.mood?.result() ?? null
    return { messageCount: this.messageCount, sentiment, totals: this.totals.result() }
  }

  private readText(message: Message, samplingNumber: number): void {
    const isForMood = this.mood !== null && isInSample(samplingNumber, this.moodStep)
    const isForWords = isInSample(samplingNumber, this.steps.words)
    if (!isForMood && !isForWords) return
    if (++this.found.textsRead % textsPerPiece === 0) collectGarbageAtTimes()
    if (isForMood) this.mood!.add(message.contents())
    if (isForWords) this.found.words.add(message)
  }
}

/** Reads the files of one channel. Returns true if there are any, and all of their records could be read. */
async function readFiles(
  files: readonly Entry[],
  readMessages: ReadMessages,
  channel: ChannelCount,
): Promise<boolean> {
  const { coverage } = channel
  let isWhole = files.length > 0
  for (const entry of files) {
    const before = { ...coverage }
    coverage.files++
    const broken = await readMessages(entry, (message) => channel.take(message))
    coverage.broken += broken
    const lost = broken + coverage.undated - before.undated
    const used = coverage.messages - before.messages + coverage.duplicates - before.duplicates
    const isUnusable = used === 0 && (lost > 0 || entry.size > emptyFileBytesMax)
    if (isUnusable) coverage.unusableFiles++
    if (isUnusable || broken > 0) isWhole = false
  }
  return isWhole
}

/** Whether an id was created before another: newer ids are larger. */
export function isOlder(one: MessageId, other: MessageId): boolean {
  if (one.high !== other.high) return one.high >>> 0 < other.high >>> 0
  return one.low >>> 0 < other.low >>> 0
}

interface Steps {
  /** The sampling step for words. It is the same for all channels, so that their counts are comparable. */
  words: number
  /** The sampling step for the mood of a channel. Small channels are read in full. */
  moodStepOf(channelId: string): number
}

/**
 * Computes the steps from the sizes in the archive's directory. They are therefore known before the first
 * message and do not depend on the order of reading.
 */
function stepsOf(sections: Sections, listed: readonly ListedChannel[]): Steps {
  const bytesOf = (id: string) =>
    sections.channels.get(id)!.messages.reduce((sum, entry) => sum + entry.size, 0)
  const all = listed.reduce((sum, channel) => sum + bytesOf(channel.id), 0)
  const share = fairShare(
    listed.filter(({ kind }) => kind === 'dm').map(({ id }) => bytesOf(id)),
    moodBytesMax,
  )
  return {
    words: all <= allWordsBytesMax ? 1 : stepOf(all, sampledWordsBytesMax),
    moodStepOf: (channelId) => stepOf(bytesOf(channelId), share),
  }
}

/** The time of a message. Without a valid timestamp, it is the time in its id. Null if neither is valid. */
function timeOf(id: Snowflake | null, timestamp: unknown, range: DateRange): number | null {
  const written = parseInstant(timestamp)
  if (written !== null && isWithin(range, written)) return written
  const made = id === null ? null : instantOfSnowflake(id)
  return made !== null && isWithin(range, made) ? made : null
}
