/**
 * The engine and the independent analysis agree on random packages of the generator, and on each of its
 * quirks.
 */
import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { unzipSync } from 'fflate'
import { PackageError } from '../errors.ts'
import type { PackageInput } from '../synthetic-package/options.ts'
import { type QuirkName, languages, quirkNames } from '../synthetic-package/quirks.ts'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { scaled } from '../tests/support/servers/long-run.ts'
import { differencesOf, folderDifferencesOf } from '../tests/support/judges/differences.ts'
import { mergeDifferencesOf } from '../tests/support/judges/merge-differences.ts'
import { oddFileOf, oddLines } from '../tests/support/hostile/odd-lines.ts'
import { zipOf } from '../tests/oracle/sample-package.ts'
import { recordDifferencesOf } from '../tests/support/judges/record-differences.ts'

const today = '2026-11-24'
/** Far below the server's limit, so that lines over the limit are still short. */
const lineBytesMax = 50_000
const options = { today, lineBytesMax }

/**
 * Small packages with any mix of up to 12 quirks. A failing one is shrunk to fewer quirks and smaller
 * numbers.
 */
const packages: fc.Arbitrary<PackageInput> = fc.record({
  seed: fc.nat(),
  messages: fc.nat(60),
  events: fc.nat(160),
  channels: fc.integer({ min: 1, max: 8 }),
  guilds: fc.integer({ min: 1, max: 4 }),
  dms: fc.nat(6),
  groupDms: fc.nat(3),
  payments: fc.nat(4),
  years: fc.constantFrom(0.02, 0.2, 1, 4, 9),
  endDate: fc.constantFrom('2026-05-20', '2025-01-01', '2026-02-28'),
  language: fc.constantFrom(...languages),
  countedShare: fc.constantFrom(1, 0.8, 0.5, 0.1),
  commonness: fc.constantFrom(0, 0.3, 1),
  zoneHours: fc.integer({ min: -11, max: 12 }),
  longLineBytes: fc.constant(100_000),
  quirks: fc
    .subarray(quirkNames, { maxLength: 12 })
    .map((names) => Object.fromEntries(names.map((name) => [name, true]))),
})

const forms = [differencesOf, differencesOf, folderDifferencesOf]

test('random packages, as a zip or unzipped into a folder, for one thread or divided between two', async () => {
  await fc.assert(
    fc.asyncProperty(
      packages,
      fc.constantFrom(...forms),
      fc.boolean(),
      async (input, differences, isShared) => {
        const { archive } = await packageBytes(input)
        expect(await differences(archive, { ...options, isShared })).toEqual([])
      },
    ),
    { numRuns: scaled(200, 1000) },
  )
}, 600_000)

/**
 * Two packages of one person: how many days earlier the older one was exported, and the messages, activity
 * and quirks by which the newer one differs.
 */
const laterOnes = fc.record({
  daysEarlier: fc.constantFrom(0, 3, 40, 400),
  deletedShare: fc.constantFrom(0, 0.2, 0.9),
  historyMonths: fc.constantFrom(null, 1, 6),
  quirks: fc
    .subarray(quirkNames, { maxLength: 3 })
    .map((names) => Object.fromEntries(names.map((name) => [name, true]))),
})

test('random pairs of packages of one person, merged', async () => {
  await fc.assert(
    fc.asyncProperty(packages, laterOnes, async (input, { daysEarlier, ...later }) => {
      const exportDate = new Date(Date.parse(input.endDate!) - daysEarlier * 86_400_000)
      const [older, newer] = [
        await packageBytes({ ...input, exportDate: exportDate.toISOString().slice(0, 10) }),
        await packageBytes({ ...input, ...later, quirks: { ...input.quirks, ...later.quirks } }),
      ]
      const differences = await mergeDifferencesOf(older.archive, newer.archive, today).catch(
        (error: unknown) => {
          // A package has no result if nothing identifies its owner and there is nothing to count.
          if (error instanceof PackageError && error.detail === 'package_without_owner') return []
          throw error
        },
      )
      expect(differences).toEqual([])
    }),
    { numRuns: scaled(50, 200) },
  )
}, 600_000)

test('random unusual lines in the activity of a generated package', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat(20), oddLines, fc.boolean(), async (seed, lines, isShared) => {
      const { archive } = await packageBytes({
        seed,
        messages: 8,
        events: 30,
        countedShare: 1,
        commonness: 0,
      })
      const file = 'Activity/tns/events-2026-00001-of-00002.json'
      const files = { ...unzipSync(archive), [file]: oddFileOf(lines) }
      expect(await differencesOf(zipOf(files, '2026-05-20'), { ...options, isShared })).toEqual([])
    }),
    { numRuns: scaled(150, 600) },
  )
}, 600_000)

describe('a package with one quirk: the engine, the independent analysis and the generator agree', () => {
  for (const name of quirkNames) {
    test(name, async () => {
      const input = {
        ...{ seed: 3, messages: 120, events: 400, countedShare: 0.7, longLineBytes: 100_000 },
        quirks: { [name]: true } as Record<QuirkName, boolean>,
      }
      const { archive, record } = await packageBytes(input)
      expect(await differencesOf(archive, options)).toEqual([])
      expect(await recordDifferencesOf(archive, record, options)).toEqual([])
    })
  }
})
