/** Tables beyond the contract's: payments by currency, reactions by emoji, calls, sessions by system. */
import { groupGuildId } from './channels.ts'
import type { AppSessionsRow, CallRow, PaymentsByCurrencyRow, ReactionRow } from './extra-rows.ts'
import type {
  ActivityRow,
  DmChannelRow,
  GuildChannelRow,
  PaymentRow,
  SessionRow,
  VoiceSessionRow,
} from './rows.ts'
import { dayOf } from './values.ts'

/** Decimals by ISO 4217; every other currency has two. */
const exponents: Record<number, string> = {
  0: 'bif clp djf gnf isk jpy kmf krw pyg rwf ugx uyi vnd vuv xaf xof xpf',
  3: 'bhd iqd jod kwd lyd omr tnd',
  4: 'clf uyw',
}

function exponentOf(currency: string): number {
  const entry = Object.entries(exponents).find(([, list]) => list.split(' ').includes(currency))
  return entry ? Number(entry[0]) : 2
}

export function sumPayments(payments: PaymentRow[]): PaymentsByCurrencyRow[] {
  const currencies = new Set(payments.map((payment) => payment.payment_currency))
  return [...currencies].map((currency) => {
    const amounts = payments
      .filter((payment) => payment.payment_currency === currency)
      .map((payment) => payment.payment_amount)
    return {
      currency,
      exponent: exponentOf(currency),
      payment_count: amounts.length,
      total_amount: sum(amounts),
    }
  })
}

export function countReactions(activity: ActivityRow[]): ReactionRow[] {
  const rows = new Map<string, ReactionRow>()
  for (const row of activity.filter(({ event_name }) => event_name === 'add_reaction')) {
    const is_custom = row.extra_field_2 === '1' ? 1 : 0
    const key = JSON.stringify([row.extra_field_1, is_custom])
    const before = rows.get(key)?.reaction_count ?? 0
    const reaction_count = before + row.occurence_count
    rows.set(key, { emoji_name: row.extra_field_1, is_custom, reaction_count })
  }
  return [...rows.values()]
}

/**
 * One row per channel with voice sessions, and one per person for all DM channels with that person. The
 * participants of a group call are unknown.
 */
export function countCalls(
  voiceSessions: VoiceSessionRow[],
  dms: DmChannelRow[],
  guildChannels: GuildChannelRow[],
): CallRow[] {
  const kindOf = (id: string): CallRow['kind'] => {
    if (dms.some(({ channel_id }) => channel_id === id)) return 'dm'
    const channel = guildChannels.find(({ channel_id }) => channel_id === id)
    if (channel) return channel.guild_id === groupGuildId ? 'group' : 'server'
    return voiceSessions.some((voiceSession) => voiceSession.channel_id === id && voiceSession.guild_id)
      ? 'server'
      : 'unknown'
  }
  const minutesOf = (channelIds: string[]) =>
    voiceSessions
      .filter((voiceSession) => channelIds.includes(voiceSession.channel_id))
      .map((voiceSession) => voiceSession.duration_mins)
  const call = (
    channel_id: string | null,
    dm_user_id: string | null,
    minutes: number[],
    kind: CallRow['kind'],
  ): CallRow => ({
    channel_id,
    dm_user_id,
    call_count: minutes.length,
    total_minutes: sum(minutes),
    longest_minutes: Math.max(...minutes),
    kind,
  })
  const channels = [...new Set(voiceSessions.map((voiceSession) => voiceSession.channel_id))]
  const people = [...new Set(dms.map((dm) => dm.dm_user_id))].map((id) => {
    const channelIds = dms.filter((dm) => dm.dm_user_id === id).map((dm) => dm.channel_id)
    return { id, minutes: minutesOf(channelIds) }
  })
  return [
    ...channels.map((id) => call(id, null, minutesOf([id]), kindOf(id))),
    ...people
      .filter(({ minutes }) => minutes.length > 0)
      .map(({ id, minutes }) => call(null, id, minutes, 'person')),
  ]
}

/** Sessions of the app, by the month in which they began and by operating system. */
export function countAppSessions(sessions: SessionRow[]): AppSessionsRow[] {
  const rows = new Map<string, AppSessionsRow>()
  for (const { started_date, duration_mins, device_os } of sessions) {
    const month = dayOf(Number(started_date) * 1000).slice(0, 7)
    const key = JSON.stringify([month, device_os])
    const row = rows.get(key) ?? { month, device_os, session_count: 0, total_minutes: 0 }
    row.session_count++
    row.total_minutes += duration_mins
    rows.set(key, row)
  }
  return [...rows.values()]
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
