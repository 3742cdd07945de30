/**
 * The data of the page: what the database worker reads from a result, and the shapes that figures draw. Plain
 * data only.
 */

/** `YYYY-MM-DD`. */
export type Day = string
/** Days since 1970-01-01 in the chosen zone: what calendars and day series count in. */
export type DayNumber = number
/** Months since 1970-01 in the chosen zone. */
export type MonthNumber = number
/** Seconds since 1970 UTC. */
export type EpochSeconds = number

/**
 * All messages by channel and hour of UTC: one row per index of the three arrays, sorted by hour.
 * Zone, period, person and server are loops over it, which take milliseconds.
 */
export interface Cube {
  /** Channel ids, as `channelId` has them elsewhere. */
  channels: readonly string[]
  /** Hours since 1970 UTC. */
  hour: Int32Array
  /** Index into `channels`. */
  channel: Uint32Array
  /** Messages sent. */
  count: Uint32Array
}

/** Whose package it is. */
export interface Owner {
  /** `0` when unknown. */
  id: string
  name: string
  displayName: string | null
}

/** Somebody the owner has direct messages with, over all channels with them. */
export interface Person {
  /** The user's id, or a channel id where the user is not known. */
  id: string
  /** Text from outside: may be markup, right to left, very long. Never empty. */
  name: string
  /** Discord no longer tells who it was. */
  isDeleted: boolean
  channelIds: readonly string[]
  messages: number
  callCount: number
  callMinutes: number
  longestCallMinutes: number
  /** Of the messages; null without any. UTC. */
  firstDay: Day | null
  lastDay: Day | null
  /** −1 to 1; null when too little of it is known. */
  mood: number | null
}

/** A server; or, with the id `@me`, all group DMs. */
export interface Place {
  id: string
  name: string
  messages: number
  voiceMinutes: number
  channelIds: readonly string[]
  /** The first day that the package tells of joining it; null when it does not. */
  joinedDay: Day | null
  firstDay: Day | null
  lastDay: Day | null
  /** Known to have been left; null when the package cannot tell. */
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

/** One voice session: with a person, in a channel of a place, or of unknown place. */
export interface Call {
  channelId: string | null
  personId: string | null
  placeId: string | null
  start: EpochSeconds
  end: EpochSeconds
  minutes: number
}

/** One use of the app. */
export interface Session {
  start: EpochSeconds
  end: EpochSeconds
  minutes: number
  os: string
}

/**
 * A time that the activity says nothing about. Messages have none: they come from another part of the
 * package.
 */
export interface Gap {
  /** A folder of the activity (`analytics`, …), or a privacy control. */
  source: string
  reason: 'no_events' | 'turned_off'
  firstDay: Day
  /** Null: not turned on again. */
  lastDay: Day | null
  /** Messages sent meanwhile: when there are some, the activity is missing and not the owner. */
  messages: number
}

/** What a source of the package holds, and what became of it. */
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

/** How often something other than a message happened in an hour of UTC. */
export interface EventHour {
  event: string
  hour: number
  count: number
  /** Name of the emoji, system, … */
  label: string | null
}

export interface Payment {
  day: Day
  /** In minor units. */
  amount: number
  /** Lower case, ISO 4217. */
  currency: string
  /** amount / 10^exponent is in whole units. */
  exponent: number
  description: string
}

export interface Game {
  applicationId: string | null
  name: string
  /** Null when the account does not say. */
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
 * A word or an emoji with the messages that have it: `messages * oneIn` is an estimate as soon as oneIn > 1.
 */
export interface Term {
  text: string
  /** Custom emoji have one. */
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

// What figures draw. All in the chosen zone and period.

/** One value a day, without holes: index 0 is `firstDay`. */
export interface DaySeries {
  firstDay: DayNumber
  values: Float64Array
}

/** One value a month, without holes: index 0 is `firstMonth`. */
export interface MonthSeries {
  firstMonth: MonthNumber
  values: Float64Array
}

/** A named series of months: a band of the river, a line. */
export interface NamedMonths {
  id: string
  name: string
  values: Float64Array
}

/** 7 × 24 values, Monday 0:00 first: `values[weekday * 24 + hour]`. */
export type WeekHours = Float64Array

/** One year's 24 hours of the day. */
export interface YearHours {
  year: number
  values: Float64Array
}

/** The order of some names in one year: the first one is first. */
export interface YearRank {
  year: number
  ids: readonly string[]
}

/** A period of whole days in the chosen zone, both ends included; null: all that there is. */
export interface Period {
  from: Day | null
  to: Day | null
}
