/** Decides which of several results is from the older package. */

/** Selects one row for `ageOf`: the last day of a result, and how many events and messages it counts. */
export const orderSql = `SELECT max(day) AS last_day, sum(occurence_count) AS events FROM activity`

export interface Age {
  lastDay: string
  events: number
  sqlite: Uint8Array
}

/** The age of a result, from its row of `orderSql`. */
export function ageOf(sqlite: Uint8Array, [lastDay, events]: readonly unknown[]): Age {
  return { lastDay: String(lastDay ?? ''), events: Number(events ?? 0), sqlite }
}

/**
 * For sorting, the older result first. Of results with the same last day, the one with less content comes
 * first, then the one with the lower bytes. The order is total, so it does not depend on the order of the
 * input.
 */
export function compareAge(one: Age, other: Age): number {
  if (one.lastDay !== other.lastDay) return one.lastDay < other.lastDay ? -1 : 1
  return one.events - other.events || compareBytes(one.sqlite, other.sqlite)
}

function compareBytes(one: Uint8Array, other: Uint8Array): number {
  const at = one.findIndex((byte, index) => byte !== other[index])
  return at < 0 ? one.length - other.length : one[at]! - (other[at] ?? -1)
}
