/** Orders that depend on nothing but the items, so that the same package always gives the same bytes. */

/** By UTF-16 units, like SQLite's and unlike any language's order. */
export function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** Sorted by keys, the first of them first; items with equal keys stay in their order. */
export function inOrder<T>(items: readonly T[], keysOf: (item: T) => readonly (string | number)[]): T[] {
  const keyed = items.map((item) => ({ item, keys: keysOf(item) }))
  keyed.sort((one, other) => {
    for (let at = 0; at < one.keys.length; at++) {
      const [left, right] = [one.keys[at]!, other.keys[at]!]
      if (left !== right) return left < right ? -1 : 1
    }
    return 0
  })
  return keyed.map(({ item }) => item)
}
