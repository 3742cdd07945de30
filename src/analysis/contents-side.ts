/** Reads everything of a package but its activity: account, servers, channels, messages, payments. */
import type { AnalysisLimits } from '../config.ts'
import type { Account } from '../data-package/account.ts'
import { type Channel, readChannel } from '../data-package/channels.ts'
import { readGuilds, readIndexes } from '../data-package/indexes.ts'
import { isObject } from '../data-package/json.ts'
import { readJsonFile } from '../data-package/json-file.ts'
import type { MemberReader } from '../data-package/member.ts'
import { createMessageReader } from '../data-package/messages.ts'
import type { Sections } from '../data-package/sections.ts'
import { instantOfSnowflake, parseInstant } from '../instant.ts'
import { ActivityCounter, type ActivityCounts } from './activity-counter.ts'
import { type ListedChannel, listChannels } from './channel-directory.ts'
import { type DateRange, isWithin } from './date-range.ts'
import { bareSource } from './event-counters.ts'
import type { OpenPackage } from './open-package.ts'
import { type Payment, paymentsOf } from './payments.ts'
import { SeenSet } from './seen-set.ts'
import { MoodMeter } from './sentiment.ts'

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

export interface ContentsSide {
  account: Account | null
  /** Guild id → name. */
  guilds: Map<string, string>
  channels: CountedChannel[]
  payments: Payment[]
  counts: ActivityCounts
  coverage: MessageCoverage
}

type Options = Pick<OpenPackage, 'limits' | 'range' | 'budget'>

/** Analyses all sections but Activity. Missing ones give empty results. */
export async function readContents(
  { reader, sections, ...options }: OpenPackage,
  account: Account | null,
): Promise<ContentsSide> {
  const { limits, budget } = options
  const indexes = await readIndexes(reader, sections, limits)
  const guildFiles = await readGuilds(reader, sections, limits)
  const descriptions = new Map<string, Channel | null>()
  for (const { channelId, descriptions: entries } of sections.channels.values()) {
    budget.spend(1_000)
    descriptions.set(channelId, await readChannel(reader, entries, limits))
  }
  const { channels, guilds } = listChannels(descriptions, indexes, guildFiles)
  const counted = await countMessages(reader, sections, channels, options)
  return {
    account,
    guilds,
    payments: paymentsOf(await readPayments(reader, sections, account, limits)),
    ...counted,
  }
}

async function countMessages(
  reader: MemberReader,
  sections: Sections,
  listed: readonly ListedChannel[],
  { limits, range, budget }: Options,
): Promise<Pick<ContentsSide, 'channels' | 'counts' | 'coverage'>> {
  const counter = new ActivityCounter(budget)
  const readMessages = createMessageReader(reader, limits)
  const coverage: MessageCoverage = { files: 0, messages: 0, duplicates: 0, broken: 0, undated: 0 }
  const channels: CountedChannel[] = []
  for (const channel of listed) {
    const source = counter.sourceOf({
      ...bareSource('message_sent'),
      channelId: channel.id,
      guildId: channel.guildId,
    })
    const seen = new SeenSet(budget)
    const mood = channel.kind === 'dm' ? new MoodMeter() : null
    let messageCount = 0
    for (const entry of sections.channels.get(channel.id)!.messages) {
      coverage.files++
      coverage.broken += await readMessages(entry, ({ id, timestamp, contents }) => {
        if (id !== null && !seen.addId(id)) {
          coverage.duplicates++
          return
        }
        const atMs = timeOf(id, timestamp, range)
        if (atMs === null) coverage.undated++
        else {
          counter.add(source, atMs)
          messageCount++
          mood?.add(contents())
        }
      })
    }
    seen.free()
    coverage.messages += messageCount
    channels.push({ ...channel, messageCount, sentiment: mood?.result() ?? null })
  }
  return { channels, counts: counter.result(), coverage }
}

/** A message without a usable timestamp takes the time at which its id was made. */
function timeOf(id: string | null, timestamp: unknown, range: DateRange): number | null {
  const written = parseInstant(timestamp)
  if (written !== null && isWithin(range, written)) return written
  const made = id === null ? null : instantOfSnowflake(id)
  return made !== null && isWithin(range, made) ? made : null
}

/** payments.json since 2026, user.json before; the newer one decides when both are there. */
async function readPayments(
  reader: MemberReader,
  sections: Sections,
  account: Account | null,
  limits: AnalysisLimits,
): Promise<readonly unknown[]> {
  for (const entry of sections.payments) {
    const file = await readJsonFile(reader, entry, limits)
    const records = isObject(file) ? file.records : file
    if (Array.isArray(records)) return records
  }
  return account?.payments ?? []
}
