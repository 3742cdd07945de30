/** Assigns codes to values that many rows of the result share: locations, guilds, labels. */
import { TextMap, TextSet } from '../../data-package/records/text-map.ts'
import type { ActivitySource } from '../statistics/activity-counter.ts'
import { byText } from '../collections/ordering.ts'
import { codeOf } from './encoded-text.ts'

export type Place = Pick<ActivitySource, 'userId' | 'channelId' | 'guildId'>

/** Assigns a code to each pair of a text and an extra text, in insertion order. */
export class Numbering {
  private readonly codes = new TextMap<number>()
  /** Code, text and extra text of each pair. */
  readonly rows: [number, string | null, string | null][] = []

  codeOf(text: string | null, extra: string | null = null): number {
    const key = `${text ?? '\0'}\0${extra ?? '\0'}`
    const known = this.codes.get(key)
    if (known !== undefined) return known
    const code = codeOf(this.rows.length)
    this.codes.set(key, code)
    this.rows.push([code, text, extra])
    return code
  }
}

/** Assigns codes to locations in the order of their ids, so that adjacent rows are similar. */
export class LocationCodes {
  private readonly codes = new TextMap<number>()
  /** Code 0, which means no location, followed by all locations in the order of their codes. */
  readonly rows: (Place & { code: number })[]

  /**
   * The guild of `guildless` locations does not matter: they may share the code of any location with the same
   * user and channel.
   */
  constructor(places: Iterable<Place>, guildless: Iterable<Place>) {
    const byKey = new TextMap<Place>()
    const known = new TextSet()
    for (const place of places) {
      byKey.set(keyOf(place), place)
      known.add(keyOf(withoutGuild(place)))
    }
    for (const place of guildless) if (!known.has(keyOf(place))) byKey.set(keyOf(place), place)
    byKey.delete(keyOf(nowhere))
    const ordered = [...byKey.values()].sort(
      (one, other) =>
        byText(one.userId ?? '', other.userId ?? '') ||
        byText(one.channelId ?? '', other.channelId ?? '') ||
        byText(one.guildId ?? '', other.guildId ?? ''),
    )
    this.rows = [
      { ...nowhere, code: 0 },
      ...ordered.map(({ userId, channelId, guildId }, index) => ({
        userId,
        channelId,
        guildId,
        code: codeOf(index),
      })),
    ]
    for (const place of this.rows) {
      this.codes.set(keyOf(place), place.code)
      // A location without a guild sorts before the locations of the same channel with one.
      const bareKey = keyOf(withoutGuild(place))
      if (!this.codes.has(bareKey)) this.codes.set(bareKey, place.code)
    }
  }

  codeOf(place: Place): number {
    return this.codes.get(keyOf(place))!
  }
}

const nowhere: Place = { userId: null, channelId: null, guildId: null }

function keyOf({ userId, channelId, guildId }: Place): string {
  return `${userId ?? ''}\0${channelId ?? ''}\0${guildId ?? ''}`
}

function withoutGuild({ userId, channelId }: Place): Place {
  return { userId, channelId, guildId: null }
}
