/**
 * The spaces of French: no line may break before a colon or a similar mark, next to the inner side of a
 * guillemet, or between a number and its unit. The texts are written with ordinary spaces, because editors
 * show all kinds of spaces alike. This file replaces them.
 */

const narrow = '\u202f'
const wide = '\u00a0'

/** Before a colon, the no-break space is wide; before the other marks, it is narrow. */
export function frenchSpaces(text: string): string {
  return text
    .replace(/ :/g, `${wide}:`)
    .replace(/ ([;?!»])/g, `${narrow}$1`)
    .replace(/« /g, `«${narrow}`)
    .replace(/(\d) (?=h\b|%)/g, `$1${wide}`)
    .replace(/n° /g, `n°${wide}`)
}

/** Applies `change` to every text of a table, and to every text that its functions return. */
export function withSpaces<T>(texts: T, change: (text: string) => string): T {
  if (typeof texts === 'string') return change(texts) as T
  if (typeof texts === 'function') {
    const call = texts as unknown as (...parts: unknown[]) => string
    // The number of parameters is kept, because a test calls each text with as many values.
    return Object.defineProperty((...parts: unknown[]) => change(call(...parts)), 'length', {
      value: call.length,
    }) as T
  }
  if (texts === null || typeof texts !== 'object') return texts
  if (Array.isArray(texts)) return texts.map((one: unknown) => withSpaces(one, change)) as T
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [name, withSpaces(text, change)]),
  ) as T
}
