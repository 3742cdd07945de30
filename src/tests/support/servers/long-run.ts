/**
 * Chooses between the two forms of tests with counts, a short one for every change and a long one for
 * `scripts/test --long`, and records their counts.
 */
import { appendFileSync } from 'node:fs'

/** True in `scripts/test --long`. */
export const isLongRun = process.env.TEST_LONG === '1'

/** The count for this run, for example of kills, bit flips or generated requests. */
export function scaled(short: number, long: number): number {
  return isLongRun ? long : short
}

/**
 * TEST_SEED if it is set, to repeat a run. Otherwise the long form uses a new seed, to explore. The short
 * form always uses the same seed, so that a failure is caused by the tested change. Tests print the seed.
 */
export function seedOfRun(): number {
  const seed = isLongRun ? Math.floor(Math.random() * 2 ** 31) : 20_150_513
  return Number(process.env.TEST_SEED ?? seed)
}

/**
 * Records the counts of a guarantee of docs/guarantees.md as one line of JSON, in the file that
 * `scripts/test` names and prints at its end. Without such a file, it does nothing.
 */
export function recordRun(guarantee: `G${number}`, counts: string): void {
  const file = process.env.TEST_COUNTS
  if (file) appendFileSync(file, `${JSON.stringify({ guarantee, counts, isLongRun })}\n`)
}
