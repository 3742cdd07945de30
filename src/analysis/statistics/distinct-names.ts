/**
 * Names for people, groups and servers without one: a word, and as many last digits of the id as are needed
 * to distinguish them.
 */
import { TextMap, TextSet, groupByText } from '../../data-package/records/text-map.ts'

const digitsMin = 4

/** Id → a name such as "Unknown user 0012". Equal ids get equal names. */
export function distinctNames(word: string, ids: Iterable<string>): ReadonlyMap<string, string> {
  const names = new TextMap<string>()
  let left = [...new TextSet(ids)]
  for (let digits = digitsMin; left.length > 0; digits++) {
    const alike = groupByText(left, (id) => id.slice(-digits))
    left = []
    for (const [end, ofEnd] of alike) {
      // An id without further digits can equal the end of a longer id.
      const finished = ofEnd.length === 1 ? ofEnd : ofEnd.filter((id) => id.length <= digits)
      for (const id of finished) names.set(id, `${word} ${end}`)
      if (ofEnd.length > 1) left.push(...ofEnd.filter((id) => id.length > digits))
    }
  }
  return names
}
