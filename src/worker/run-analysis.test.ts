import { afterAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { analysisLimitsOf, loadConfig } from '../config/config.ts'
import { createSpool } from '../data-package/fetch/spool.ts'
import type { Fields } from '../telemetry/logger.ts'
import { archiveOf, type TestPackage } from '../tests/support/servers/analysis-entry.ts'
import { analyzeInThread } from './run-analysis.ts'

const directory = mkdtempSync(join(tmpdir(), 'dumpus-thread-test-'))
afterAll(() => rmSync(directory, { recursive: true }))

const canary = 'canary-text-of-a-package'
const limits = analysisLimitsOf(loadConfig({}))
const threads = new Set<Worker>()
function createThread(): Worker {
  const thread = new Worker(new URL('../tests/support/servers/analysis-entry.ts', import.meta.url))
  threads.add(thread)
  thread.addEventListener('close', () => threads.delete(thread))
  return thread
}

async function analyze(content: TestPackage, signal = new AbortController().signal, onProgress = () => {}) {
  const spool = createSpool(directory)
  await spool.write(archiveOf(content))
  const causes: Fields[] = []
  const options = { packageId: '0'.repeat(32), limits, signal, onProgress }
  try {
    const { gzip } = await analyzeInThread(createThread, await spool.seal(), {
      ...options,
      onFailure: (cause) => causes.push(cause),
    })
    return { text: Buffer.from(Bun.gunzipSync(gzip as Uint8Array<ArrayBuffer>)).toString(), causes }
  } catch (error) {
    expect(Bun.inspect([error, causes])).not.toContain(canary)
    return { error, detail: (error as { detail?: unknown }).detail, causes }
  } finally {
    // The thread has ended before this returns, so its file may be closed.
    expect(threads.size).toBe(0)
    await spool.close()
  }
}

test('the result of the thread is returned after its progress', async () => {
  const seen: number[][] = []
  const signal = new AbortController().signal
  const { text } = await analyze({ act: 'echo', text: canary }, signal, (...progress: number[]) =>
    seen.push(progress),
  )
  expect([text, seen]).toEqual([canary, [[1, 4]]])
})

test('a failure reported by the thread keeps its detail', async () => {
  const { detail, causes } = await analyze({ act: 'archive_bomb', text: canary })
  expect([detail, causes]).toEqual(['archive_bomb', [{ error: 'TestError' }]])
})

test.each(['throw', 'reject', 'exit'] as const)(
  'a thread that ends by %s is an internal failure',
  async (act) => {
    expect((await analyze({ act, text: canary })).detail).toBe('internal')
  },
)

test('an abort ends even an endless loop', async () => {
  const controller = new AbortController()
  const reason = new Error('stopped by the test')
  const { error } = await analyze({ act: 'hang', text: canary }, controller.signal, () =>
    controller.abort(reason),
  )
  expect(error).toBe(reason)
})

test('no thread is started for a job that was already stopped', async () => {
  const { error } = await analyze({ act: 'echo', text: '' }, AbortSignal.abort(new Error('before')))
  expect((error as Error).message).toBe('before')
})
