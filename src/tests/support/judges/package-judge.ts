/**
 * Analyzes a whole package with some of its files mutated. Compares the result with that of the independent
 * implementation if both read these files the same way.
 */
import { PackageError } from '../../../errors.ts'
import type { Random } from '../../../synthetic-package/random.ts'
import { differencesOf } from './differences.ts'
import { sqliteOf } from './engine-run.ts'
import { exportDay, livelyPackage, zipOf } from '../../oracle/sample-package.ts'
import { mutatedText } from '../hostile/text-mutations.ts'

const today = '2026-06-01'
const files = Object.entries({
  ...livelyPackage(),
  'Messages/index.json': { '500000000000000005': 'Direct Message with friend#0' },
  'Servers/index.json': { '400000000000000004': 'Home' },
}).map(([path, content]): [path: string, content: Buffer] => [
  path,
  // The validity of avatar hashes is not compared here.
  Buffer.from(typeof content === 'string' ? content : JSON.stringify(content).replace(/,"avatar":"\w+"/, '')),
])

/** Mutates one to three files. The analysis must end with a result or a documented detail. */
export async function judgePackage(random: Random): Promise<void> {
  const changed = new Set(
    Array.from({ length: random.integer(1, 3) }, () => random.integer(0, files.length - 1)),
  )
  const paths = [...changed].map((number) => files[number]![0])
  const members = files.map(([path, content], number): [string, Buffer] => [
    path,
    changed.has(number) ? mutatedText(content, random) : content,
  ])
  const archive = zipOf(members, exportDay)
  const isComparable = members.every(
    ([path, content], number) => !changed.has(number) || readsAlike(path, content.toString('latin1')),
  )
  if (!isComparable) return analyze(archive)
  const differences = await differencesOf(archive, { today })
  if (differences.length > 0) throw new Error(`${paths.join(', ')}: ${differences.join('; ')}`)
}

/**
 * False if the two implementations may read the text differently. They may differ in what they read of a
 * broken messages file, and in ids that are not Discord's. They may also differ in which of two events with
 * the same id but different types counts.
 */
function readsAlike(path: string, text: string): boolean {
  const eventIds = text.match(/"event_id":"[^"]*"/g) ?? []
  const hasOddNumbers = /\d{21}|(?<!\d)0\d{4}/.test(text)
  return (
    !/(messages|channel)\.json$/.test(path) && !hasOddNumbers && new Set(eventIds).size === eventIds.length
  )
}

/** Analyzes any archive. Throws if it ends with anything except a result or a documented detail. */
export async function analyze(archive: Uint8Array): Promise<void> {
  try {
    await sqliteOf(archive, { today })
  } catch (error) {
    if (!(error instanceof PackageError) || error.detail === 'internal') throw error
  }
}
