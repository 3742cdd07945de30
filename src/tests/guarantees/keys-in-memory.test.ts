/**
 * Counts the KEYs that remain in a server's memory after their packages are finished. Some do, because the
 * JavaScript engine cannot wipe memory; they must be few.
 */
import { expect, setDefaultTimeout, test } from 'bun:test'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { countInMemory } from '../support/judges/memory-scanner.ts'
import { freshDatabase } from '../support/servers/database.ts'
import { recordRun } from '../support/servers/long-run.ts'
import { Owner } from '../support/servers/owner.ts'
import { createDataDir, removeDataDir, startServer } from '../support/servers/server-process.ts'

setDefaultTimeout(240_000)

const packages = 12
/** Without the server's precautions, all KEYs remained, even minutes later. */
const leftMax = 6

test.if(process.platform === 'linux')(
  'the KEYs of at least half of the finished packages leave the memory within 90 seconds',
  async () => {
    const [discord, database, dataDir] = [await startFakeDiscord(), await freshDatabase(), createDataDir()]
    const server = await startServer({
      ...{ DATA_DIR: dataDir, DATABASE_URL: database.url, DL_ZIP_WHITELISTED_DOMAINS: discord.origin },
      ...{ POSTS_BURST: '100', DOWNLOAD_TRIES_MAX: '1' },
      // As for users: the allocator returns freed memory to the system.
      MIMALLOC_PURGE_DELAY: undefined,
    })
    const archive = (await packageBytes({ messages: 100, events: 100, seed: 5 })).archive
    const ownerOf = (number: number, faults = {}) => {
      const key = randomKey(66_000 + number)
      discord.offer(key, archive, faults)
      return new Owner(server, key, discord.link(key))
    }
    // Checks the detector: the KEY of a waiting package must be found.
    const waiting = ownerOf(99, { status500Times: 99 })
    await waiting.post()
    const owners = Array.from({ length: packages }, (_, number) => ownerOf(number))
    for (const owner of owners) {
      await owner.post()
      expect((await owner.wait()).processingStep).toBe('PROCESSED')
      await owner.data()
    }
    const partOf = ({ key }: Owner) => key.slice(100, 400)
    const scan = () => countInMemory(server.pid, [waiting, ...owners].map(partOf))
    let counts = scan()
    expect(counts[0]).toBeGreaterThan(0)
    const leftOf = () => counts.slice(1).filter((count) => count > 0).length
    const atOnce = leftOf()
    for (
      const end = performance.now() + 90_000;
      leftOf() > leftMax && performance.now() < end;
      counts = scan()
    )
      await Bun.sleep(5000)
    recordRun(
      'G26',
      `KEYs of ${packages} finished packages in memory: ${atOnce} at once, ${leftOf()} afterwards`,
    )
    expect(leftOf()).toBeLessThanOrEqual(leftMax)
    expect(counts[0]).toBeGreaterThan(0)
    await server.kill()
    await Promise.all([discord.stop(), database.drop()])
    removeDataDir(dataDir)
  },
)
