/**
 * Says on standard error how far long work is: seldom enough for a log, often enough for somebody who waits.
 */

const everyMilliseconds = 2000

/** The returned function may be called at every step; it writes a line every two seconds. */
export function createLineProgress(): (line: () => string) => void {
  let shownAt = performance.now()
  return (line) => {
    if (performance.now() - shownAt < everyMilliseconds) return
    shownAt = performance.now()
    process.stderr.write(`${line()}\n`)
  }
}
