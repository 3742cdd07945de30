/** Hostile and damaged archives, straight into the analysis: the right detail, in bounded time and memory. */
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { analyzePackage } from './analysis/analyze.ts'
import { analysisLimitsOf, loadConfig } from './config.ts'
import { BytesSource } from './data-package/byte-source.ts'
import { PackageError } from './errors.ts'
import { hostileArchives, plainArchive } from './testing/hostile-archives.ts'

setDefaultTimeout(60_000)

/** Far above what any of them takes on a slow machine, far below what an attack would take. */
const secondsMax = 20
const rssGrowthMax = 900 * 1024 * 1024

const limits = analysisLimitsOf(loadConfig({}))
const options = { packageId: '0'.repeat(32), today: '2026-06-01', limits }

async function outcomeOf(bytes: Uint8Array, changed: object = {}) {
  try {
    return await analyzePackage(new BytesSource(bytes), { ...options, limits: { ...limits, ...changed } })
  } catch (error) {
    return error instanceof PackageError ? error.detail : error
  }
}

const plain = await outcomeOf(plainArchive())

test('the plain package is a package', () => {
  expect(plain).toMatchObject({
    owner: { username: 'ada' },
    guildChannels: [{ name: 'general', messageCount: 3 }],
    isPartial: false,
  })
})

for (const [group, archives] of Object.entries(hostileArchives)) {
  describe(group, () => {
    test.each(archives.map((archive) => [archive.name, archive] as const))('%s', async (_name, archive) => {
      const bytes = archive.bytes()
      Bun.gc(true)
      const rss = process.memoryUsage.rss()
      const start = performance.now()
      const outcome = await outcomeOf(bytes, archive.limits)
      const seconds = (performance.now() - start) / 1000
      if (process.env.SHOW)
        console.log(archive.name, seconds.toFixed(2), ((process.memoryUsage.rss() - rss) / 1e6).toFixed(0))
      expect(outcome).toEqual(archive.outcome === 'fine' ? plain : archive.outcome)
      expect(seconds).toBeLessThan(secondsMax)
      expect(process.memoryUsage.rss() - rss).toBeLessThan(rssGrowthMax)
      expect(await outcomeOf(plainArchive())).toEqual(plain)
    })
  })
}
