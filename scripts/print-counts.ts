/**
 * Prints the counts that the tests recorded for the guarantees of docs/guarantees.md.
 *
 *     bun scripts/print-counts.ts FILE
 */
import { readFileSync } from 'node:fs'

interface Count {
  /** The id of a guarantee in docs/guarantees.md, such as G1. */
  guarantee: string
  counts: string
}

/**
 * The counts that tests recorded (src/tests/support/servers/long-run.ts), one line each, in the order of the
 * guarantees.
 */
export function countsTable(lines: string): string {
  const counts = lines
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Count)
  const numberOf = ({ guarantee }: Count) => Number(guarantee.slice(1))
  return counts
    .sort((one, other) => numberOf(one) - numberOf(other))
    .map(({ guarantee, counts }) => `${guarantee.padEnd(4)} ${counts}`)
    .join('\n')
}

if (import.meta.main) process.stdout.write(`${countsTable(readFileSync(process.argv[2]!, 'utf8'))}\n`)
