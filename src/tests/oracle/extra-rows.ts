/** The rows of the tables beyond the contract's. */

/** One row per currency of the payments; exponent 2 means that 100 minor units are one whole unit. */
export interface PaymentsByCurrencyRow {
  currency: string
  exponent: number
  payment_count: number
  total_amount: number
}

export interface ReactionRow {
  emoji_name: string | null
  is_custom: 0 | 1
  reaction_count: number
}

/** Voice sessions in one channel, or in all DM channels with one person. */
export interface CallRow {
  channel_id: string | null
  dm_user_id: string | null
  call_count: number
  total_minutes: number
  longest_minutes: number
  kind: 'person' | 'dm' | 'group' | 'server' | 'unknown'
}

/** Messages that events name, by year and kind of channel. `deleted_count`: those that no file contains. */
export interface DeletedMessagesRow {
  year: number
  place: 'dm' | 'group' | 'server' | 'unknown'
  sent_count: number
  deleted_count: number
}

/** How much was written in one channel. Dates are epoch seconds. */
export interface MessageTotalsRow {
  channel_id: string
  message_count: number
  character_count: number
  word_count: number
  link_count: number
  attachment_count: number
  /** Null if no event names the channel. */
  reply_count: number | null
  first_message_date: number
  last_message_date: number
  longest_streak_days: number
}

export interface GameRow {
  application_id: string | null
  game_name: string | null
  total_minutes: number | null
  last_played_day: string | null
  launch_count: number
  first_launch_day: string | null
  last_launch_day: string | null
}

/** One game in one month, YYYY-MM. */
export interface GameDayRow {
  application_id: string | null
  game_name: string | null
  month: string
  start_count: number
  day_count: number
  /** Null if no event states how long the game was open. */
  total_minutes: number | null
}

export interface ServerTimelineRow {
  guild_id: string
  guild_name: string
  event: 'joined' | 'left' | 'created' | 'deleted'
  /** Epoch seconds. */
  event_date: number
}

/** Video streams of one month, YYYY-MM. */
export interface StreamingRow {
  month: string
  role: 'streamer' | 'viewer' | 'unknown'
  kind: 'screen' | 'camera' | 'unknown'
  stream_count: number
  total_minutes: number | null
}

/** A word in at least three messages. */
export interface WordRow {
  word: string
  message_count: number
  one_in: 1
}

export interface EmojiRow {
  emoji: string
  emoji_id: string | null
  message_count: number
  one_in: 1
}

export interface AppSessionsRow {
  month: string
  device_os: string
  session_count: number
  total_minutes: number
}

export interface DeviceRow {
  os: string
  client: string
  first_day: string
  last_day: string
  event_count: number
}

export interface RelationshipRow {
  type: string
  since_year: number | null
  relationship_count: number
}

export interface TrackingGapRow {
  source: string
  reason: 'no_events' | 'turned_off'
  first_day: string
  last_day: string | null
  message_count: number
}

/** The compared columns. The others depend on how thoroughly a reader examines data that it does not need. */
export interface CoverageRow {
  source: string
  /** If absent, it is not compared. */
  line_count?: number
  used_count: number
  duplicate_count: number
  undated_count: number
  left_out_count: number
  first_day: string | null
  last_day: string | null
}

/** Tables and views beyond the contract's, compared column by column. */
export interface ExtraRows {
  payments_by_currency: PaymentsByCurrencyRow[]
  reactions: ReactionRow[]
  calls: CallRow[]
  deleted_messages: DeletedMessagesRow[]
  message_totals: MessageTotalsRow[]
  games: GameRow[]
  game_days: GameDayRow[]
  server_timeline: ServerTimelineRow[]
  streaming: StreamingRow[]
  app_sessions_by_os: AppSessionsRow[]
  tracking_gaps: TrackingGapRow[]
  devices: DeviceRow[]
  relationships: RelationshipRow[]
  coverage: CoverageRow[]
}

const isCompared: { [table in keyof ExtraRows]: true } = {
  payments_by_currency: true,
  reactions: true,
  calls: true,
  deleted_messages: true,
  message_totals: true,
  games: true,
  game_days: true,
  server_timeline: true,
  streaming: true,
  app_sessions_by_os: true,
  tracking_gaps: true,
  devices: true,
  relationships: true,
  coverage: true,
}

export const extraTables = Object.keys(isCompared) as (keyof ExtraRows)[]
