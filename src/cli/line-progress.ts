/**
 * Reports the progress of long work on standard error: rarely enough for a log, often enough for a person.
 */

const everyMs = 2000

/** The returned function may be called at every step. It writes at most one line every two seconds. */
export function createLineProgress(): (line: () => string) => void {
  let shownAt = performance.now()
  return (line) => {
    if (performance.now() - shownAt < everyMs) return
    shownAt = performance.now()
    process.stderr.write(`${line()}\n`)
  }
}
