/**
 * A package of texts or ids that collide under an unkeyed hash costs about as much as any other of its size,
 * in every reader. Before the hashes had keys, 60,000 texts took half a minute in one call of the JavaScript
 * engine, and neither a limit nor a deletion could stop that call.
 */
import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SeenSet } from '../../analysis/collections/fingerprint-set.ts'
import { Budget } from '../../analysis/collections/budget.ts'
import { messagesJson } from '../oracle/sample-package.ts'
import { archiveOf, textReaders } from '../support/hostile/chosen-texts.ts'
import {
  collidingIds,
  collidingTexts,
  harmlessIds,
  harmlessTexts,
} from '../support/hostile/colliding-texts.ts'
import { packageId, sqliteOf } from '../support/judges/engine-run.ts'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { analyzeInThread } from '../../worker/run-analysis.ts'

setDefaultTimeout(120_000)

const count = 12_000
/** The times of small packages vary up to this ratio. Without keys, the ratio is 30 or more. */
const ratioMax = 5

const channel = 'Messages/c500000000000000007'

/** Milliseconds of CPU, the minimum of two runs: the first run may include one-time costs. */
async function costOf(run: () => unknown): Promise<number> {
  const times: number[] = []
  for (let time = 0; time < 2; time++) {
    const begun = process.cpuUsage().user
    await run()
    times.push((process.cpuUsage().user - begun) / 1000)
  }
  return Math.min(...times)
}

/** The cost of the analysis alone. */
function costOfAnalysis(archive: Uint8Array): Promise<number> {
  return costOf(() => sqliteOf(archive, { today: '2024-06-30' }))
}

test('the texts collide in the current JavaScript engine', async () => {
  const map = (texts: string[]) => () => new Map(texts.map((text) => [text, 1]))
  // A string caches its hash, so each run makes new strings.
  const hostile = await costOf(() => map(collidingTexts(count))())
  const harmless = await costOf(() => map(harmlessTexts(count))())
  expect(hostile / harmless).toBeGreaterThan(10)
})

test.each(textReaders)(
  `%s: colliding texts cost less than ${ratioMax} times as much as others`,
  async (_, files) => {
    const harmless = await costOfAnalysis(archiveOf(files(harmlessTexts(count))))
    const hostile = await costOfAnalysis(archiveOf(files(collidingTexts(count))))
    expect(hostile / harmless).toBeLessThan(ratioMax)
  },
)

test(`ids of messages: colliding ids cost less than ${ratioMax} times as much as others`, async () => {
  const files = (ids: string[]) => ({
    [`${channel}/channel.json`]: { type: 'DM' },
    [`${channel}/messages.json`]: messagesJson(
      ...ids.map((id): [string, string] => [id, '2024-03-01 10:00:00']),
    ),
  })
  const harmless = await costOfAnalysis(archiveOf(files(harmlessIds(50_000))))
  const hostile = await costOfAnalysis(archiveOf(files(collidingIds(50_000))))
  expect(hostile / harmless).toBeLessThan(ratioMax)
})

test(`the set of ids alone: colliding ids cost less than ${ratioMax} times as much as others`, async () => {
  const add = (ids: string[]) => {
    const pairs = ids
      .map(BigInt)
      .map((id) => ({ high: Number(id >> 32n) | 0, low: Number(id & 0xffffffffn) | 0 }))
    return () => {
      const seen = new SeenSet(new Budget(2 ** 30))
      for (const pair of pairs) seen.add(pair)
    }
  }
  const harmless = await costOf(add(harmlessIds(50_000)))
  const hostile = await costOf(add(collidingIds(50_000)))
  expect(hostile / harmless).toBeLessThan(ratioMax)
})

describe('an analysis of colliding texts can be ended early and late', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-chosen-'))
  afterAll(() => rmSync(folder, { recursive: true }))
  const limits = analysisLimitsOf(loadConfig({}))
  const createThread = () => new Worker(new URL('../../analysis-thread.ts', import.meta.url))

  test.each(textReaders)('%s', async (_, files) => {
    const path = join(folder, 'package.zip')
    writeFileSync(path, archiveOf(files(collidingTexts(150_000))))
    for (const afterMs of [100, 800]) {
      const signal = AbortSignal.timeout(afterMs)
      let begun = Infinity
      signal.addEventListener('abort', () => (begun = process.cpuUsage().user))
      await analyzeInThread(createThread, { path }, { packageId, limits, signal }).catch(() => {})
      // CPU time of two threads instead of wall-clock time, because the machine may be busy.
      expect((process.cpuUsage().user - begun) / 1000).toBeLessThan(2 * 2000)
    }
  })
})
