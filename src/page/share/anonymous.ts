/**
 * Replaces names in the data of figures, for pictures that others will see. Each person has the same
 * pseudonym in all figures.
 */

/** Maps an id to its pseudonym, which is numbered by rank. */
export type Pseudonyms = ReadonlyMap<string, string>

export function pseudonyms(ids: readonly string[], nameOf: (position: number) => string): Pseudonyms {
  return new Map(ids.map((id, index) => [id, nameOf(index + 1)]))
}

/**
 * Replaces every name that has a pseudonym. The others are unchanged: sums such as “All others” have none.
 */
export function hideNames<T extends { id: string; name: string }>(
  items: readonly T[],
  names: Pseudonyms,
): T[] {
  return items.map((item) => ({ ...item, name: names.get(item.id) ?? item.name }))
}
