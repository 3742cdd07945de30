/**
 * Runs generated cases in a thread, and watches the thread from outside, so that a case that hangs or
 * exhausts the memory is reported.
 */
import type { FuzzAnswer, FuzzKind, FuzzRequest } from './fuzz-thread.ts'

/** Far more than any case takes. */
const caseSecondsMax = 20
/** Cases have a few kilobytes; the growth of a run is the garbage of thousands of cases. */
const rssGrowthMax = 700 * 1024 * 1024
const lookMs = 50

/**
 * Runs `cases` cases, and returns the number of each outcome. Throws for a failure; the message names the
 * case and the seed, unless the thread itself has failed.
 */
export async function runFuzz(
  kind: FuzzKind,
  cases: number,
  seed: number,
): Promise<{ [outcome: string]: number }> {
  const current = new Int32Array(new SharedArrayBuffer(4))
  const thread = new Worker(new URL('./fuzz-thread.ts', import.meta.url))
  const answer = Promise.withResolvers<FuzzAnswer>()
  thread.addEventListener('message', ({ data }: MessageEvent<FuzzAnswer>) => answer.resolve(data))
  thread.addEventListener('error', ({ message }) => answer.resolve({ failure: message }))

  const rssBefore = process.memoryUsage.rss()
  let last = { number: -1, at: performance.now() }
  const timer = setInterval(() => {
    const number = Atomics.load(current, 0)
    if (number !== last.number) last = { number, at: performance.now() }
    const fail = (what: string) => answer.resolve({ failure: `case ${number} of seed ${seed} ${what}` })
    if (performance.now() - last.at > caseSecondsMax * 1000) fail('hangs')
    if (process.memoryUsage.rss() - rssBefore > rssGrowthMax) fail('takes too much memory')
  }, lookMs)

  thread.postMessage({ kind, seed, cases, current } satisfies FuzzRequest)
  const result = await answer.promise
  clearInterval(timer)
  thread.terminate()
  if ('failure' in result) throw new Error(`${kind}, ${result.failure}`)
  return result.outcomes
}
