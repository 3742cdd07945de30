/** Counts the owner's messages of every channel, and reads the texts of a part of them for moods and words. */
import { createMessageReader } from '../../data-package/records/messages.ts'
import type { Sections } from '../../data-package/archive/sections.ts'
import { type Snowflake, instantOfSnowflake } from '../../data-package/records/snowflake.ts'
import { parseInstant } from '../../instant.ts'
import { ActivityCounter, bareSource } from './activity-counter.ts'
import type { ListedChannel } from '../channel-directory.ts'
import { type DateRange, isWithin } from '../date-range.ts'
import type { ChannelMessages, CountedChannel, MessageCoverage } from '../analyzed-package.ts'
import { WordMeter } from './message-words.ts'
import type { OpenPackage } from '../open-package.ts'
import { collectGarbageAtTimes } from '../../platform/garbage.ts'
import { SeenSet } from '../collections/fingerprint-set.ts'
import { MoodMeter } from './sentiment.ts'
import { fairShare, isInSample, samplingNumberOf, stepOf } from './text-sampling.ts'

const MiB = 1024 * 1024
/**
 * How much of the messages files is read for moods and for words; of larger packages an even sample. A text takes
 * about 4 µs: a million messages (130 MB) cost 1 s, the same as the first quarter of them.
 */
const moodBytesMax = 24 * MiB
const wordBytesMax = 4 * MiB
/** So many texts, taken to words, leave as much garbage as a piece of a member. */
const textsPerPiece = 4

/** Counts all messages of the channels. Missing files count nothing. */
export async function countMessages(
  { reader, sections, limits, range, budget }: OpenPackage,
  listed: readonly ListedChannel[],
): Promise<ChannelMessages> {
  const counter = new ActivityCounter(budget)
  const readMessages = createMessageReader(reader, limits)
  const coverage: MessageCoverage = { files: 0, messages: 0, duplicates: 0, broken: 0, undated: 0 }
  const words = new WordMeter(budget)
  /** Of one channel. */
  const seen = new SeenSet(budget)
  const steps = stepsOf(sections, listed)
  const channels: CountedChannel[] = []
  let textsRead = 0
  for (const channel of listed) {
    const source = counter.sourceOf({
      ...bareSource('message_sent'),
      channelId: channel.id,
      guildId: channel.guildId,
    })
    const mood = channel.kind === 'dm' ? new MoodMeter() : null
    const moodStep = steps.moodStepOf(channel)
    let messageCount = 0
    for (const entry of sections.channels.get(channel.id)!.messages) {
      coverage.files++
      coverage.broken += await readMessages(entry, ({ id, timestamp, contents }) => {
        const atMs = timeOf(id, timestamp, range)
        if (atMs === null) coverage.undated++
        else if (id !== null && !seen.add(id)) coverage.duplicates++
        else {
          counter.add(source, atMs)
          messageCount++
          const number = samplingNumberOf(id, atMs)
          const isForMood = mood !== null && isInSample(number, moodStep)
          const isForWords = isInSample(number, steps.words)
          if (!isForMood && !isForWords) return
          if (++textsRead % textsPerPiece === 0) collectGarbageAtTimes()
          const text = contents()
          if (isForMood) mood.add(text)
          if (isForWords) words.add(text)
        }
      })
    }
    seen.clear()
    // Thousands of entries, and none of them is needed again.
    sections.channels.delete(channel.id)
    coverage.messages += messageCount
    channels.push({ ...channel, messageCount, sentiment: mood?.result() ?? null })
  }
  const texts = { words: words.topWords(), emoji: words.topEmoji(), step: steps.words }
  return { channels, counts: counter.result(), coverage, texts }
}

interface Steps {
  /** For words: the same for all channels, so that their counts can be compared. */
  words: number
  /** For the mood of a channel: small ones are read in full. */
  moodStepOf(channel: ListedChannel): number
}

/** The steps follow from the sizes in the archive's directory: known before the first message, whatever the order. */
function stepsOf(sections: Sections, listed: readonly ListedChannel[]): Steps {
  const bytesOf = ({ id }: ListedChannel) =>
    sections.channels.get(id)!.messages.reduce((sum, entry) => sum + entry.size, 0)
  const all = listed.reduce((sum, channel) => sum + bytesOf(channel), 0)
  const share = fairShare(listed.filter(({ kind }) => kind === 'dm').map(bytesOf), moodBytesMax)
  return {
    words: stepOf(all, wordBytesMax),
    moodStepOf: (channel) => stepOf(bytesOf(channel), share),
  }
}

/** A message without a usable timestamp takes the time at which its id was made. */
function timeOf(id: Snowflake | null, timestamp: unknown, range: DateRange): number | null {
  const written = parseInstant(timestamp)
  if (written !== null && isWithin(range, written)) return written
  const made = id === null ? null : instantOfSnowflake(id)
  return made !== null && isWithin(range, made) ? made : null
}
