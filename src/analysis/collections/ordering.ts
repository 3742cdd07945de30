/** Orders that depend only on the items, so that the same package always gives the same bytes. */

/** Compares by UTF-16 code units, not by the rules of a language. */
export function byText(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}

/** Sorts by several keys, the most important first. Items with equal keys keep their order. */
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
