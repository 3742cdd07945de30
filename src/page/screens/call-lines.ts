/**
 * Prepares calls for the figure “Every call”: in the zone's clock, with the person, the server or the group
 * DM.
 */
import type { Result } from '../data/result.ts'
import { localTime } from '../data/shapes.ts'
import type { Call } from '../data/types.ts'
import type { Zone } from '../data/zone.ts'
import type { CallLine } from '../figures/every-call.tsx'

export function callLines(calls: readonly Call[], result: Result, zone: Zone, unknown: string): CallLine[] {
  const people = new Map(result.people.map(({ id, name }) => [id, name]))
  const places = new Map(result.places.map(({ id, name }) => [id, name]))
  const channels = new Map(result.channels.map((channel) => [channel.id, channel]))
  return calls.map((call) => {
    const { day, minute } = localTime(call.start, zone)
    // All group DMs are channels of one pseudo-server, but each has its own name.
    const group = channels.get(call.channelId ?? '')
    const placeId = call.placeId ?? group?.placeId ?? null
    const withId = call.personId ?? (placeId === '@me' ? call.channelId : placeId) ?? ''
    const withName =
      people.get(call.personId ?? '') ?? (placeId === '@me' ? group?.name : places.get(placeId ?? ''))
    return {
      ...{ day, startMinute: minute, minutes: call.minutes },
      ...{ withId, withName: withName ?? unknown, isPerson: call.personId !== null },
    }
  })
}
