/**
 * Entry of the demo thread. It makes the demo's package and analyzes it like any other, so that package and
 * result always agree.
 */
import { analyzePackage } from './analysis/analyze.ts'
import { databaseOf } from './analysis/compressed-result.ts'
import { analysisLimitsOf, loadConfig } from './config/config.ts'
import { BytesSource } from './data-package/archive/byte-source.ts'
import { dayOf } from './instant.ts'
import { demoOptions } from './synthetic-package/options.ts'
import { packageBytes } from './synthetic-package/write-package.ts'

declare const self: Worker

self.onmessage = async () => {
  const today = dayOf(Date.now())
  const { archive } = await packageBytes(demoOptions(today))
  const options = { packageId: 'demo', today, limits: analysisLimitsOf(loadConfig({})) }
  const gzip = databaseOf(await analyzePackage(new BytesSource(archive), options), options)
  self.postMessage(gzip, [gzip.buffer])
}
