/** Puts both sides of a package together into the rows of the result. */
import type { Person } from '../data-package/records/account.ts'
import { PackageError } from '../errors.ts'
import { minuteMs } from '../instant.ts'
import type { ActivityCounts } from './statistics/activity-counter.ts'
import { addSentinels, mergeCounts } from './statistics/activity-rows.ts'
import type { ActivitySide } from './activity-part.ts'
import type { Session } from './statistics/app-sessions.ts'
import { Budget } from './collections/budget.ts'
import type { CountedChannel } from './statistics/channel-messages.ts'
import type { ContentsSide } from './contents-part.ts'
import { type ExtraStatistics, extraStatisticsOf } from './statistics/extra-statistics.ts'
import { byPeriod, byText, inOrder } from './collections/ordering.ts'
import type { Payment } from './statistics/payments.ts'
import { Tally } from './collections/tally.ts'
import type { Stay } from './statistics/voice-sessions.ts'

export interface DirectChannel {
  channelId: string
  userId: string
  userName: string
  displayName: string | null
  avatarUrl: string | null
  messageCount: number
  voiceMinutes: number
  /** In [−1, 1] and not 0, or null. */
  sentiment: number | null
}

export interface GuildChannel {
  channelId: string
  name: string
  guildId: string
  messageCount: number
  voiceMinutes: number
}

export interface Guild {
  id: string
  name: string
  messageCount: number
}

/** The whole result, in the order in which it is written: the same package always gives the same bytes. */
export interface Statistics {
  owner: Person & { username: string }
  isPartial: boolean
  /** By source, then by hour. */
  activity: ActivityCounts
  directChannels: DirectChannel[]
  guildChannels: GuildChannel[]
  guilds: Guild[]
  payments: Payment[]
  stays: Stay[]
  sessions: Session[]
  extras: ExtraStatistics
}

const unknownUser = 'Unknown user'
const unnamed = { username: null, displayName: null, avatarUrl: null }
/** Discord's account for everyone who deleted theirs. Source: the ids that packages name. */
const deletedUserId = '456226577798135808'

/** Throws PackageError package_without_owner when nothing tells whose package it is. */
export function statisticsOf(contents: ContentsSide, activity: ActivitySide): Statistics {
  const owner = contents.account?.owner ?? { ...unnamed, id: inferOwner(contents, activity) }
  const stays = activity.stays.toSorted(
    (one, other) => byPeriod(one, other) || byText(one.channelId, other.channelId),
  )
  const sessions = activity.sessions.toSorted(
    (one, other) => byPeriod(one, other) || byText(one.os, other.os),
  )
  const counted = mergeCounts([contents.counts, activity.counts])
  const isPartial = activity.counts.counts.length === 0 && stays.length === 0 && sessions.length === 0
  const voiceMinutes = minutesByChannel(stays)
  const channels = inOrder(contents.channels, (channel) => [channel.id])
  const listed = channels.filter((channel) => channel.guildId !== null)
  return {
    owner: { ...owner, username: owner.username ?? unknownUser },
    isPartial,
    activity: addSentinels(counted, stays, sessions),
    directChannels: channels
      .filter((channel) => channel.kind === 'dm')
      .map((channel) => directChannelOf(channel, owner, contents, voiceMinutes)),
    guildChannels: listed.map((channel) => ({
      channelId: channel.id,
      name: channel.name ?? groupNameOf(channel, owner, contents),
      guildId: channel.guildId!,
      messageCount: channel.messageCount,
      voiceMinutes: voiceMinutes.get(channel.id) ?? 0,
    })),
    guilds: guildsOf(contents, listed),
    payments: inOrder(contents.payments, (payment) => [payment.day, payment.id]),
    stays,
    sessions,
    extras: extraStatisticsOf(contents, activity),
  }
}

/** Whole minutes between two moments, rounded down. */
export function minutesBetween(startMs: number, endMs: number): number {
  return Math.floor((endMs - startMs) / minuteMs)
}

function inferOwner(contents: ContentsSide, activity: ActivitySide): string {
  const id = activity.commonUserId ?? commonRecipient(contents.channels)
  if (id === null) throw new PackageError('package_without_owner')
  return id
}

/** The one person in at least two direct messages is the owner. */
function commonRecipient(channels: readonly CountedChannel[]): string | null {
  const tally = new Tally(new Budget(Infinity))
  for (const channel of channels) {
    if (channel.kind === 'dm') for (const id of new Set(channel.recipients.filter(isPerson))) tally.add(id)
  }
  return tally.mostFrequent(2)
}

function directChannelOf(
  channel: CountedChannel,
  owner: Person,
  contents: ContentsSide,
  voiceMinutes: ReadonlyMap<string, number>,
): DirectChannel {
  const userId = otherPersonOf(channel, owner) ?? channel.id
  const person = contents.account?.relationships.get(userId)
  return {
    channelId: channel.id,
    userId,
    userName: channel.indexName ?? person?.username ?? unknownUser,
    displayName: person?.displayName ?? null,
    avatarUrl: person?.avatarUrl ?? null,
    messageCount: channel.messageCount,
    voiceMinutes: voiceMinutes.get(channel.id) ?? 0,
    sentiment: channel.sentiment,
  }
}

/** The other one of two recipients; null for the deleted and the unknown: their channels stay apart by channel id. */
function otherPersonOf({ recipients }: CountedChannel, owner: Person): string | null {
  if (recipients.length < 2) return null
  const other = recipients.find((id) => id !== owner.id) ?? owner.id
  return isPerson(other) ? other : null
}

function isPerson(recipient: string): boolean {
  return /^\d{15,21}$/.test(recipient) && recipient !== deletedUserId
}

function groupNameOf(channel: CountedChannel, owner: Person, contents: ContentsSide): string {
  const names = channel.recipients
    .filter((id) => id !== owner.id)
    .map((id) => contents.account?.relationships.get(id))
    .map((person) => person?.username)
    .filter((name) => name != null)
  return names.join(', ') || 'Group DM'
}

function guildsOf(contents: ContentsSide, listed: readonly CountedChannel[]): Guild[] {
  const totals = new Map<string, number>()
  for (const { guildId, messageCount } of listed)
    totals.set(guildId!, (totals.get(guildId!) ?? 0) + messageCount)
  const guilds = [...contents.guilds].map(([id, name]) => ({ id, name, messageCount: totals.get(id) ?? 0 }))
  return inOrder(guilds, (guild) => [guild.id])
}

function minutesByChannel(stays: readonly Stay[]): Map<string, number> {
  const minutes = new Map<string, number>()
  for (const { channelId, startMs, endMs } of stays) {
    minutes.set(channelId, (minutes.get(channelId) ?? 0) + minutesBetween(startMs, endMs))
  }
  return minutes
}
