/**
 * G12: a job that would exhaust the memory fails early with a clear detail. Other jobs and the API continue.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { isLongRun, recordRun, scaled } from '../support/servers/long-run.ts'
import { measureAnalysis } from '../support/judges/measured-analysis.ts'
import { type MemoryAttack, memoryAttacks, passingAttacks } from '../support/hostile/memory-attacks.ts'
import { Owner } from '../support/servers/owner.ts'
import { plainArchive } from '../support/hostile/plain-archive.ts'
import {
  createDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from '../support/servers/server-process.ts'
import { createUsedDataDir } from '../support/servers/used-data-dir.ts'

const MiB = 1024 * 1024
const directory = createDataDir()
const file = join(directory, 'attack.zip')
const unlimited = { JOB_MEMORY_BYTES_MAX: String(2 ** 40) }
/** Tolerance: budgets are computed and not measured, and the JavaScript engine delays garbage collection. */
const slack = 1.7

let idleBytes = 0
const peaks: number[] = []

beforeAll(async () => {
  await Bun.write(file, plainArchive())
  const { detail, peakBytes } = await measureAnalysis(file)
  expect([detail, peakBytes > 40 * MiB]).toEqual([null, true])
  idleBytes = peakBytes
})
afterAll(() => {
  removeDataDir(directory)
  recordRun(
    'G12',
    `${peaks.length} ways to fill memory: each refused under a budget of 1/${slack} of the memory that it needs`,
  )
})

/** The memory of an analysis beyond that of a small package. */
async function growthOf(attack: MemoryAttack, count: number, settings: Record<string, string>) {
  await Bun.write(file, attack.archiveOf(count))
  const { detail, peakBytes } = await measureAnalysis(file, settings)
  rmSync(file)
  return { detail, bytes: peakBytes - idleBytes }
}

describe('a package that needs more memory than a job may use is refused', () => {
  const everyDay = ['channels', 'sessions', 'payments', 'names of the index']
  const chosen = memoryAttacks.filter(({ name }) => isLongRun || everyDay.includes(name))

  test.each(chosen.map((attack): [string, MemoryAttack] => [attack.name, attack]))(
    '%s',
    async (_name, attack) => {
      const count = attack.unit * scaled(2, 8)
      const free = await growthOf(attack, count, unlimited)
      // The attack must be large enough to be measurable.
      expect(free.bytes).toBeGreaterThan(20 * MiB)
      const settings = { JOB_MEMORY_BYTES_MAX: String(Math.floor(free.bytes / slack)) }
      const limited = await growthOf(attack, count, settings)
      expect(limited.detail).toBe('package_too_complex')
      expect(limited.bytes).toBeLessThan(Math.max(free.bytes, 100 * MiB) * 1.2)
      peaks.push(free.bytes)
    },
    300_000,
  )
})

describe('data of which little or nothing is kept uses little memory', () => {
  test.each(passingAttacks.map((attack): [string, MemoryAttack] => [attack.name, attack]))(
    '%s',
    async (_name, attack) => {
      const { detail, bytes } = await growthOf(attack, attack.unit * scaled(1, 10), {})
      expect(detail).toBeNull()
      expect(bytes).toBeLessThan(250 * MiB)
    },
    300_000,
  )
})

if (isLongRun) {
  test('the default budget of 2 GiB is kept, within the tolerance', async () => {
    const attack = memoryAttacks.find(({ name }) => name === 'channels')!
    const { detail, bytes } = await growthOf(attack, attack.unit * 50, {})
    expect(detail).toBe('package_too_complex')
    expect(bytes).toBeLessThan(2048 * MiB * slack)
  }, 300_000)
}

describe('on a server', () => {
  let dataDir: string
  let discord: FakeDiscord
  let server: ServerProcess
  let nextKey = 71_000

  beforeAll(async () => {
    dataDir = await createUsedDataDir()
    discord = await startFakeDiscord()
    server = await startServer({
      DATA_DIR: dataDir,
      DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
      WORKERS: '2',
      POSTS_BURST: '1000',
      JOB_MEMORY_BYTES_MAX: String(48 * MiB),
    })
  })
  afterAll(async () => {
    expect(await server.stop()).toBe(0)
    discord.stop()
    removeDataDir(dataDir)
  })

  function ownerOf(archive: Uint8Array): Owner {
    const key = randomKey(nextKey++)
    discord.offer(key, archive)
    return new Owner(server, key, discord.link(key))
  }

  test('the job fails with its detail, and other jobs and the API continue', async () => {
    const attack = memoryAttacks.find(({ name }) => name === 'channels')!
    const hostile = ownerOf(attack.archiveOf(attack.unit * 2))
    const others = Array.from({ length: scaled(4, 20) }, () => ownerOf(plainArchive()))
    await hostile.post()
    for (const owner of others) {
      await owner.post()
      expect((await owner.wait()).processingStep).toBe('PROCESSED')
      expect((await fetch(`${server.url}/health`)).status).toBe(200)
    }
    expect(await hostile.wait()).toMatchObject({
      isErrored: true,
      errorMessageCode: 'UNKNOWN_ERROR',
      errorDetail: 'package_too_complex',
    })
    const next = ownerOf(plainArchive())
    await next.post()
    expect((await next.wait()).processingStep).toBe('PROCESSED')
  }, 120_000)
})
