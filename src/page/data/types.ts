/**
 * The data types of the page: what the database worker reads from a result, and what figures draw. Plain data
 * only.
 */

/** `YYYY-MM-DD`. */
export type Day = string
/** Days since 1970-01-01 in the chosen zone; calendars and day series use this unit. */
export type DayNumber = number
/** Months since 1970-01 in the chosen zone. */
export type MonthNumber = number
/** Seconds since 1970 UTC. */
export type EpochSeconds = number

/**
 * All messages by channel and UTC hour: one row per index of the three arrays, sorted by hour. For another
 * zone, period, person or server, the page loops over these rows, which takes milliseconds.
 */
export interface Cube {
  /** Channel ids, the values of `channelId` elsewhere. */
  channels: readonly string[]
  /** Hours since 1970 UTC. */
  hour: Int32Array
  /** Index into `channels`. */
  channel: Uint32Array
  /** Messages sent. */
  count: Uint32Array
}

/** The owner of the package. */
export interface Owner {
  /** `0` if unknown. */
  id: string
  name: string
  displayName: string | null
}

/** Somebody with whom the owner has direct messages; all channels with this person are summed up. */
export interface Person {
  /** The user's id, or a channel id if the user is unknown. */
  id: string
  /** Text from outside: it may be markup, right to left, very long, or blank. */
  name: string
  /** Discord no longer says who this was. */
  isDeleted: boolean
  channelIds: readonly string[]
  messages: number
  callCount: number
  callMinutes: number
  longestCallMinutes: number
  /** Day of the first message in the period, in the chosen zone; null without messages. */
  firstDay: Day | null
  lastDay: Day | null
  /** −1 to 1; null if unknown: too few messages, or no English words with a mood. */
  mood: number | null
}

/** A server; or, with the id `@me`, all group DMs. */
export interface Place {
  id: string
  name: string
  messages: number
  voiceMinutes: number
  channelIds: readonly string[]
  /** The first recorded day of joining; null if the package has no record of it. */
  joinedDay: Day | null
  firstDay: Day | null
  lastDay: Day | null
  /** True if the owner is known to have left or deleted it; null if the package does not say. */
  hasLeft: boolean | null
}

/** A channel of a server, or a group DM. */
export interface Channel {
  id: string
  name: string
  placeId: string
  messages: number
  voiceMinutes: number
}

/** One voice session: with a person, in a group DM, in a channel of a server, or at an unknown place. */
export interface Call {
  channelId: string | null
  personId: string | null
  placeId: string | null
  start: EpochSeconds
  end: EpochSeconds
  minutes: number
}

/** One session in the app. */
export interface Session {
  start: EpochSeconds
  end: EpochSeconds
  minutes: number
  os: string
}

/**
 * A time for which the activity files have no data, or may have none because a privacy control was off.
 * Messages are in other files, so these times do not concern them.
 */
export interface Gap {
  /** A folder of the activity files (`analytics`, …), or a privacy control. */
  source: string
  reason: 'no_events' | 'turned_off'
  firstDay: Day
  /** Null: the control was still turned off when the package was made. */
  lastDay: Day | null
  /**
   * Messages sent during the gap. If there are any, the owner was active, and data is missing from the
   * activity files.
   */
  messages: number
}

/** What a source of the package contains, and how much of it could be read. */
export interface Coverage {
  source: string
  isPresent: boolean
  files: number
  lines: number
  used: number
  duplicates: number
  broken: number
  undated: number
  firstDay: Day | null
  lastDay: Day | null
}

/** A source whose numbers may be too small. */
export interface Incomplete {
  source: string
  /** Codes of coverage-reasons.ts. */
  reasons: readonly string[]
}

export interface Payment {
  day: Day
  /** In minor units. */
  amount: number
  /** Lower case, ISO 4217. */
  currency: string
  /** amount / 10^exponent is the amount in whole units. */
  exponent: number
  description: string
}

export interface Game {
  applicationId: string | null
  name: string
  /** Null if the package's account file has no play time. */
  minutes: number | null
  launches: number
  firstDay: Day | null
  lastDay: Day | null
}

export interface Device {
  os: string
  client: string
  firstDay: Day
  lastDay: Day
  events: number
}

/**
 * A word or an emoji, with the number of messages that contain it. `messages * oneIn` is an estimate if oneIn
 * > 1.
 */
export interface Term {
  text: string
  /** Set for custom emoji only. */
  emojiId: string | null
  messages: number
  oneIn: number
}

export interface Reaction {
  emoji: string
  isCustom: boolean
  count: number
}

export interface RelationshipCount {
  type: string
  year: number | null
  count: number
}

// The types below are the data of figures, all in the chosen zone and period.

/** One value per day without gaps; index 0 is `firstDay`. */
export interface DaySeries {
  firstDay: DayNumber
  values: Float64Array
}

/** One value per month without gaps; index 0 is `firstMonth`. */
export interface MonthSeries {
  firstMonth: MonthNumber
  values: Float64Array
}

/** A named series of months, such as a band of the river or a line. */
export interface NamedMonths {
  id: string
  name: string
  values: Float64Array
}

/** 7 × 24 values, Monday 0:00 first: `values[weekday * 24 + hour]`. */
export type WeekHours = Float64Array

/** One value for each hour of the day, summed over the days of one year. */
export interface YearHours {
  year: number
  values: Float64Array
}

/** A ranking of one year: the ids in order of their rank. */
export interface YearRank {
  year: number
  ids: readonly string[]
}

/** A period of whole days in the chosen zone, both ends included; null means no limit. */
export interface Period {
  from: Day | null
  to: Day | null
}
