/** Compares large values, and shows where they differ. */

/** Throws unless the values are equal, with the text around the first difference. */
export function requireEqual(what: string, actual: unknown, expected: unknown): void {
  if (Bun.deepEquals(actual, expected)) return
  const [one, other] = [textOf(actual), textOf(expected)]
  let at = 0
  while (at < one.length && one[at] === other[at]) at++
  const around = (text: string) => text.slice(Math.max(0, at - 200), at + 100)
  throw new Error(`${what}: ${around(one)} instead of ${around(other)}`)
}

/**
 * JSON, except that values which JSON leaves out, changes or refuses are shown as `<undefined>`, `<-0>` etc.
 */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, inner) => (isJson(inner) ? inner : `<${Bun.inspect(inner)}>`), 1)
}

function isJson(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0)
  return value === null || ['string', 'boolean', 'object'].includes(typeof value)
}
