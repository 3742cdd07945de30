/**
 * Hostile and damaged archives are analyzed without a server: each gives the expected statistics or error
 * detail, in bounded time and memory.
 */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { analyzePackage } from '../../analysis/analyze.ts'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { BytesSource } from '../../data-package/archive/byte-source.ts'
import { PackageError } from '../../errors.ts'
import { hostileArchives } from '../support/hostile/hostile-archives.ts'
import { hostileJson } from '../support/hostile/hostile-json.ts'
import { recordRun } from '../support/servers/long-run.ts'
import { plainArchive } from '../support/hostile/plain-archive.ts'

setDefaultTimeout(60_000)

/** Far above the time of any archive on a slow machine, and far below the time of a successful attack. */
const secondsMax = 30
const rssGrowthMax = 1300 * 1024 * 1024

const limits = analysisLimitsOf(loadConfig({}))
const options = { packageId: '0'.repeat(32), today: '2026-06-01', limits }

/**
 * The statistics that the package's content determines, or the detail of the failure. Any other error is
 * returned itself.
 */
async function outcomeOf(bytes: Uint8Array, changed: object = {}) {
  try {
    const statistics = await analyzePackage(new BytesSource(bytes), {
      ...options,
      limits: { ...limits, ...changed },
    })
    const { owner, activity, directChannels, guildChannels, guilds, isPartial } = statistics
    return { owner, activity, directChannels, guildChannels, guilds, isPartial }
  } catch (error) {
    return error instanceof PackageError ? error.detail : error
  }
}

const plain = await outcomeOf(plainArchive())

test('the plain package can be analyzed', () => {
  expect(plain).toMatchObject({
    owner: { username: 'ada' },
    guildChannels: [{ name: 'general', messageCount: 3 }],
    isPartial: false,
  })
})

/** The expected statistics by kind of archive. An owner whom nothing names has the id 0. */
const statisticsOf: Record<string, unknown> = {
  fine: plain,
  'without owner': {
    ...(plain as object),
    owner: { id: '0', username: 'Unknown user', displayName: null, avatarUrl: null },
  },
}

let tried = 0
afterAll(() => recordRun('G8', `${tried} archives, each followed by a good one`))

for (const [group, archives] of Object.entries({ ...hostileArchives, json: hostileJson })) {
  describe(group, () => {
    for (const [name, expected, makeBytes, changedLimits] of archives) {
      test(`${name} → ${expected}`, async () => {
        tried++
        const bytes = makeBytes()
        Bun.gc(true)
        const rss = process.memoryUsage.rss()
        const start = performance.now()
        const outcome = await outcomeOf(bytes, changedLimits)
        const seconds = (performance.now() - start) / 1000
        const rssGrowth = process.memoryUsage.rss() - rss
        expect(outcome).toEqual(statisticsOf[expected] ?? expected)
        expect(seconds).toBeLessThan(secondsMax)
        expect(rssGrowth).toBeLessThan(rssGrowthMax)
        expect(await outcomeOf(plainArchive())).toEqual(plain)
      })
    }
  })
}
