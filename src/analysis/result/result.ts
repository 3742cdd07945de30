/**
 * The whole result of a package, in the order in which it is written, so that a package always gives the same
 * bytes.
 */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { Person } from '../../data-package/records/account.ts'
import { byPeriod } from '../collections/periods.ts'
import { byText, inOrder } from '../collections/ordering.ts'
import type { ActivityCounts } from '../statistics/activity-counter.ts'
import { addSentinels, mergeCounts } from '../statistics/activity-rows.ts'
import { type Session, appSessions } from '../statistics/app-sessions.ts'
import { type Losses, lossesOf } from '../statistics/coverage.ts'
import { type DirectChannel, directChannelsOf } from '../statistics/direct-messages.ts'
import { eventCounts } from '../statistics/event-counts.ts'
import { ownerOf } from '../statistics/owner.ts'
import { type Payment, paymentsOf } from '../statistics/payments.ts'
import { ownTables } from '../statistics/registry.ts'
import { namesByEvents, serverTimeline } from '../statistics/server-timeline.ts'
import {
  type Guild,
  type GuildChannel,
  guildChannelsOf,
  guildsOf,
} from '../statistics/servers-and-channels.ts'
import type { AnalyzedPackage } from '../analyzed-package.ts'
import { type Row, foundBy } from '../statistics/statistic.ts'
import { type VoiceSession, minutesByChannel, voiceSessions } from '../statistics/voice-sessions.ts'

export interface Result {
  owner: Person & { username: string }
  isPartial: boolean
  /** Sorted by source, then by hour. */
  activity: ActivityCounts
  directChannels: DirectChannel[]
  guildChannels: GuildChannel[]
  guilds: Guild[]
  payments: Payment[]
  voiceSessions: VoiceSession[]
  sessions: Session[]
  /** The rows of the tables that statistics define themselves, by table name. */
  tables: Map<string, Row[]>
  losses: Losses
}

/**
 * Combines everything that was read from a package. Throws PackageError package_without_owner if nothing
 * identifies the owner and there is nothing to count.
 */
export function resultOf(analyzed: AnalyzedPackage): Result {
  const { contents, activity } = analyzed
  const owner = ownerOf(analyzed)
  const counts = foundBy(eventCounts, activity)
  const voice = foundBy(voiceSessions, activity).sessions.toSorted(
    (one, other) => byPeriod(one, other) || byText(one.channelId, other.channelId),
  )
  const sessions = foundBy(appSessions, activity).sessions.toSorted(
    (one, other) => byPeriod(one, other) || byText(one.os, other.os),
  )
  const channels = inOrder(contents.channels, (channel) => [channel.id])
  const known = { owner, account: contents.account, voiceMinutes: minutesByChannel(voice) }
  const guilds = guildsOf(contents, channels, voice, namesByEvents(foundBy(serverTimeline, activity)))
  const settled = {
    guildNames: new TextMap(guilds.map(({ id, name }) => [id, name])),
    ...{ voiceSessions: voice, sessions },
  }
  return {
    owner,
    losses: lossesOf(analyzed, settled),
    isPartial: counts.counts.length === 0 && voice.length === 0 && sessions.length === 0,
    activity: addSentinels(mergeCounts([contents.counts, counts]), voice, sessions),
    directChannels: directChannelsOf(channels, known),
    guildChannels: guildChannelsOf(channels, guilds, known),
    guilds,
    payments: inOrder(paymentsOf(contents.paymentRecords), (payment) => [payment.day, payment.id]),
    voiceSessions: voice,
    sessions,
    tables: new Map(
      ownTables().flatMap(({ name, rows }) => (rows ? [[name, [...rows(analyzed, settled)]] as const] : [])),
    ),
  }
}
