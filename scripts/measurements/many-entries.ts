/**
 * Measures how long it takes to open an archive of very many small entries: reading the directory, finding
 * the sections, checking for overlaps.
 */
import { openPackage } from '../../src/analysis/open-package.ts'
import { analysisLimitsOf, loadConfig } from '../../src/config/config.ts'
import { BytesSource } from '../../src/data-package/archive/byte-source.ts'
import { ZipWriter } from '../../src/synthetic-package/zip-writer.ts'

const start = 1_000_000_000_000_000_000n

/** Milliseconds of each run. */
export async function timeOpening(entries: number, runs: number): Promise<number[]> {
  const archive = await archiveOf(entries)
  const options = { packageId: '0'.repeat(32), today: '2026-05-20', limits: analysisLimitsOf(loadConfig({})) }
  return Array.from({ length: runs }, () => {
    const begun = performance.now()
    openPackage(new BytesSource(archive), options)
    return performance.now() - begun
  })
}

/** Two files for each of very many channels. */
async function archiveOf(entries: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  const options = { modified: Date.UTC(2026, 4, 20), forceZip64: false, dataDescriptors: false }
  const writer = new ZipWriter((chunk) => void chunks.push(chunk.slice()), options)
  for (let number = 0; number < entries; number++) {
    const folder = `Messages/c${start + BigInt(number >> 1)}`
    const name = number % 2 === 0 ? 'channel.json' : 'messages.json'
    await writer.add({ name: `${folder}/${name}`, content: () => ['[]'], stored: true })
  }
  await writer.finish()
  return Buffer.concat(chunks)
}
