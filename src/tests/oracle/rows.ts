/** The rows that the independent implementation expects in a result database, as plain objects. */

import type { ExtraRows } from './extra-rows.ts'
import type { Texts } from './words.ts'

export interface ActivityRow {
  event_name: string
  /** YYYY-MM-DD, UTC. */
  day: string
  /** 0–23, UTC. */
  hour: number
  occurence_count: number
  associated_user_id: string | null
  associated_channel_id: string | null
  associated_guild_id: string | null
  extra_field_1: string | null
  extra_field_2: string | null
}

export interface DmChannelRow {
  channel_id: string
  dm_user_id: string
  user_name: string
  display_name: string | null
  /** The beginning of the URL up to the dot before the format; null allows NULL or a default avatar. */
  user_avatar_url: string | null
  total_message_count: number
  total_voice_channel_duration: number
  /** Any value that the hard rules allow. */
  sentiment_score?: undefined
}

export interface GuildChannelRow {
  channel_id: string
  channel_name: string
  guild_id: string
  total_message_count: number
  total_voice_channel_duration: number
}

export interface GuildRow {
  guild_id: string
  guild_name: string
  total_message_count: number
}

export interface PaymentRow {
  payment_id: string
  payment_date: string
  /** Minor units, with refunds subtracted. */
  payment_amount: number
  payment_currency: string
  payment_description: string
}

export interface VoiceSessionRow {
  channel_id: string
  guild_id: string | null
  duration_mins: number
  /** Epoch seconds as text. */
  started_date: string
  ended_date: string
}

export interface SessionRow {
  started_date: string
  ended_date: string
  duration_mins: number
  device_os: string
}

export interface PackageRow {
  package_id: string
  /** Any value, because the contract does not define it. */
  package_version?: undefined
  package_owner_id: string
  package_owner_name: string
  package_owner_display_name: string | null
  /** Like user_avatar_url. */
  package_owner_avatar_url: string | null
  package_is_partial: 0 | 1
}

export interface OracleRows extends ExtraRows {
  activity: ActivityRow[]
  dm_channels_data: DmChannelRow[]
  guild_channels_data: GuildChannelRow[]
  guilds: GuildRow[]
  payments: PaymentRow[]
  voice_sessions: VoiceSessionRow[]
  sessions: SessionRow[]
  package_data: PackageRow[]
  texts: Texts
  /**
   * The last day that an event, a voice session or a session may have: the export day and one day of
   * tolerance.
   */
  lastDay: string
  /** Lines of the activity files that are neither blank nor JSON objects. */
  brokenLines: number
  /** Lines of the activity files that are longer than the limit. */
  overLongLines: number
}

export interface OracleFailure {
  error: 'MISSING_USER_DATA'
}

export type OracleResult = OracleRows | OracleFailure

/** The names of the contract's tables, in its order. */
export const contractTables = [
  'activity',
  'dm_channels_data',
  'guild_channels_data',
  'guilds',
  'payments',
  'voice_sessions',
  'sessions',
  'package_data',
] as const

export type ContractTable = (typeof contractTables)[number]
