/**
 * Maps the cube's channels to people and servers, and sums up the messages of people and servers in a view.
 */
import { dayOf } from './calendar.ts'
import type { Result } from './result.ts'
import type { Call, Person, Place } from './types.ts'
import { channelSums, type View } from './view.ts'

/** Indexed by the cube's channel numbers. */
export interface Directory {
  /** Index into `result.people`, or −1. */
  personOf: Int32Array
  /** Index into `result.places`, or −1. */
  placeOf: Int32Array
  numberOf: ReadonlyMap<string, number>
}

const made = new WeakMap<Result, Directory>()

/** Computed once per result. */
export function directoryOf(result: Result): Directory {
  const known = made.get(result)
  if (known) return known
  const { cube, people, places, channels } = result
  const numberOf = new Map(cube.channels.map((id, number) => [id, number]))
  const personOf = new Int32Array(cube.channels.length).fill(-1)
  people.forEach(({ channelIds }, index) => {
    for (const id of channelIds) if (numberOf.has(id)) personOf[numberOf.get(id)!] = index
  })
  const placeIndex = new Map(places.map(({ id }, index) => [id, index]))
  const placeOf = new Int32Array(cube.channels.length).fill(-1)
  for (const { id, placeId } of channels) {
    const number = numberOf.get(id)
    if (number !== undefined) placeOf[number] = placeIndex.get(placeId) ?? -1
  }
  const directory = { personOf, placeOf, numberOf }
  made.set(result, directory)
  return directory
}

/** The cube's channel numbers for the channels of a person or server. */
export function channelsOf(result: Result, channelIds: readonly string[]): Set<number> {
  const { numberOf } = directoryOf(result)
  return new Set(channelIds.flatMap((id) => numberOf.get(id) ?? []))
}

/**
 * The people with their sums in the view; those with the most messages come first. `calls`: the calls of the
 * period.
 */
export function peopleIn(result: Result, view: View, calls: readonly Call[]): Person[] {
  const { personOf } = directoryOf(result)
  const sums = sumsBy(personOf, result.people.length, view)
  const callsBy = Map.groupBy(calls, ({ personId }) => personId)
  return result.people
    .map((row, index) => {
      const own = callsBy.get(row.id) ?? []
      return {
        id: row.id,
        name: row.name,
        isDeleted: /^deleted user\b/i.test(row.name),
        channelIds: row.channelIds,
        mood: row.mood,
        callCount: own.length,
        callMinutes: own.reduce((sum, { minutes }) => sum + minutes, 0),
        longestCallMinutes: own.reduce((most, { minutes }) => Math.max(most, minutes), 0),
        ...sums(index),
      }
    })
    .sort((left, right) => right.messages - left.messages || right.callMinutes - left.callMinutes)
}

/**
 * The servers and the group DMs with their sums in the view; those with the most messages come first.
 * `joinedDay` and `hasLeft` stay null.
 */
export function placesIn(result: Result, view: View, calls: readonly Call[]): Place[] {
  const { placeOf } = directoryOf(result)
  const sums = sumsBy(placeOf, result.places.length, view)
  // A call in a group DM names no server. Its channel belongs to the place `@me`.
  const placeOfChannel = new Map(result.channels.map(({ id, placeId }) => [id, placeId]))
  const callsBy = Map.groupBy(
    calls,
    (call) => call.placeId ?? placeOfChannel.get(call.channelId ?? '') ?? null,
  )
  const channelsBy = Map.groupBy(result.channels, ({ placeId }) => placeId)
  return result.places
    .map((row, index) => ({
      id: row.id,
      name: row.name,
      channelIds: (channelsBy.get(row.id) ?? []).map(({ id }) => id),
      voiceMinutes: (callsBy.get(row.id) ?? []).reduce((sum, { minutes }) => sum + minutes, 0),
      joinedDay: null,
      hasLeft: null,
      ...sums(index),
    }))
    .sort((left, right) => right.messages - left.messages || right.voiceMinutes - left.voiceMinutes)
}

/** The places that are servers: all except the group DMs (`@me`). */
export function serversOf(places: readonly Place[]): Place[] {
  return places.filter(({ id }) => id !== '@me')
}

/** The calls that start in the view's period. */
export function callsIn(calls: readonly Call[], { zone, firstDay, lastDay }: View): Call[] {
  return calls.filter(({ start }) => {
    const hour = Math.floor(start / 3600)
    const day = Math.floor((hour + zone.shiftAt(hour)) / 24)
    return day >= firstDay && day <= lastDay
  })
}

/** The messages and the first and last day of each group of channels. */
function sumsBy(groupOf: Int32Array, groups: number, view: View) {
  const { totals, ...days } = channelSums(view)
  const messages = new Float64Array(groups)
  const first = new Int32Array(groups).fill(-1)
  const last = new Int32Array(groups).fill(-1)
  totals.forEach((total, channel) => {
    const group = groupOf[channel]!
    if (group < 0 || total === 0) return
    messages[group]! += total
    if (first[group] === -1 || days.first[channel]! < first[group]!) first[group] = days.first[channel]!
    if (days.last[channel]! > last[group]!) last[group] = days.last[channel]!
  })
  const dayAt = (day: number) => (day === -1 ? null : dayOf(day))
  return (group: number) => ({
    messages: messages[group]!,
    firstDay: dayAt(first[group]!),
    lastDay: dayAt(last[group]!),
  })
}
