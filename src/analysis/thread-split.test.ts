/**
 * Sharing the activity files between two threads does not change the result, wherever the files are divided.
 */
import { expect, test } from 'bun:test'
import { analysisLimitsOf, loadConfig } from '../config/config.ts'
import { BytesSource } from '../data-package/archive/byte-source.ts'
import type { Entry } from '../data-package/archive/archive.ts'
import type { Sections } from '../data-package/archive/sections.ts'
import { randomOptions } from '../synthetic-package/options.ts'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { ownFilesOf, encodeActivityFiles } from './thread-split.ts'
import { readActivity } from './activity-part.ts'
import { openPackage } from './open-package.ts'

const options = { packageId: '0'.repeat(32), today: '2026-11-24', limits: analysisLimitsOf(loadConfig({})) }
const oddities = {
  ...{ mixedTimestamps: true, lines2018: true, leavesWithoutDuration: true, nullTimestamps: true },
  ...{ outOfRangeDates: true, duplicateEvents: true },
}

test('generated packages give the same result for every division', async () => {
  let shares = 0
  for (let seed = 0; seed < 10; seed++) {
    const random = randomOptions(seed)
    const quirks = seed % 2 === 0 ? oddities : { ...random.quirks, withoutAccount: false }
    const { archive } = await packageBytes({
      ...random,
      messages: 20,
      events: 600,
      countedShare: 0.8,
      quirks,
    })
    const open = () => openPackage(new BytesSource(archive), options)
    const alone = await readActivity(open(), false)
    const { length } = open().sections.activity
    for (let from = 0; from <= length; from++, shares++) {
      const shared = await readActivity(open(), false, { from, files: encodeActivityFiles(open(), from) })
      expect([seed, from, shared]).toEqual([seed, from, alone])
    }
  }
  expect(shares).toBeGreaterThan(30)
})

test('both threads get about the same work, in the order of the files', () => {
  expect(ownFilesOf(sectionsOf([100], 0))).toBe(1)
  expect(ownFilesOf(sectionsOf([50, 50], 0))).toBe(1)
  expect(ownFilesOf(sectionsOf([10, 10, 10, 70], 0))).toBe(3)
  expect(ownFilesOf(sectionsOf([70, 10, 10, 10], 0))).toBe(1)
  // The other thread also reads the messages. The more messages there are, the fewer activity files it gets.
  expect(ownFilesOf(sectionsOf([50, 50], 20))).toBe(2)
  expect(ownFilesOf(sectionsOf([], 20))).toBe(0)
})

function sectionsOf(activity: number[], messages: number): Sections {
  const entry = (size: number) => ({ size }) as Entry
  const channel = { channelId: '1', descriptions: [], messages: [entry(messages)] }
  return {
    activity: activity.map((size) => ({ folder: 'analytics', entry: entry(size) })),
    channels: new Map([['1', channel]]),
  } as unknown as Sections
}
