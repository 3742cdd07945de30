/**
 * The two forms of the tests with counts: short ones for every change, long ones for `scripts/test --long`;
 * and what they noted.
 */
import { appendFileSync } from 'node:fs'

/** True in `scripts/test --long`. */
export const isLongRun = process.env.TEST_LONG === '1'

/** The count of this run: how many kills, bit flips, generated requests. */
export function scaled(short: number, long: number): number {
  return isLongRun ? long : short
}

/**
 * TEST_SEED when it is given, to repeat a run; a new one in the long form, which explores. The short form
 * has one seed for ever: when it fails, the change that is tested did it. Print it.
 */
export function seedOfRun(): number {
  const seed = isLongRun ? Math.floor(Math.random() * 2 ** 31) : 20_150_513
  return Number(process.env.TEST_SEED ?? seed)
}

/**
 * Notes what was counted for a guarantee of docs/guarantees.md, as one line of JSON in the file that
 * `scripts/test` names and prints at its end; without such a file it does nothing.
 */
export function recordRun(guarantee: `G${number}`, counts: string): void {
  const file = process.env.TEST_COUNTS
  if (file) appendFileSync(file, `${JSON.stringify({ guarantee, counts, isLongRun })}\n`)
}
