/**
 * Names taken out of what figures draw: for pictures that others see. The order stays, so that each has one
 * name in all figures.
 */

/** What somebody is called instead, by their place among all. */
export type Pseudonyms = ReadonlyMap<string, string>

export function pseudonyms(ids: readonly string[], nameOf: (position: number) => string): Pseudonyms {
  return new Map(ids.map((id, index) => [id, nameOf(index + 1)]))
}

/**
 * Nothing of the old names stays. Who has no pseudonym (a sum, everyone else) is nobody, and keeps what it is
 * called.
 */
export function hideNames<T extends { id: string; name: string }>(
  items: readonly T[],
  names: Pseudonyms,
): T[] {
  return items.map((item) => ({ ...item, name: names.get(item.id) ?? item.name }))
}
