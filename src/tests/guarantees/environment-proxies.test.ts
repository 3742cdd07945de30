/**
 * The server never uses a proxy named by the environment, because requests contain links, KEYs and tokens.
 */
import { expect, setDefaultTimeout, test } from 'bun:test'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { freshDatabase } from '../support/servers/database.ts'
import { Owner } from '../support/servers/owner.ts'
import { createDataDir, removeDataDir, startServer } from '../support/servers/server-process.ts'

setDefaultTimeout(120_000)

test('downloads bypass the environment’s proxies, and the log mentions the proxies', async () => {
  const seen: string[] = []
  const proxy = Bun.serve({
    port: 0,
    fetch(request) {
      seen.push(request.url)
      return new Response('from the proxy')
    },
  })
  const address = `http://127.0.0.1:${proxy.port}`
  // Checks the detector: this runtime does use such a proxy if it is given explicitly.
  await fetch('http://127.0.0.1:1/', { proxy: address })
  expect(seen.splice(0)).toHaveLength(1)

  const [discord, database, dataDir] = [await startFakeDiscord(), await freshDatabase(), createDataDir()]
  const server = await startServer({
    ...{ DATA_DIR: dataDir, DATABASE_URL: database.url, DL_ZIP_WHITELISTED_DOMAINS: discord.origin },
    ...{ HTTP_PROXY: address, http_proxy: address, HTTPS_PROXY: address, https_proxy: address },
    ALL_PROXY: address,
  })
  const key = randomKey(77_001)
  discord.offer(key, (await packageBytes({ messages: 50, events: 50, seed: 5 })).archive)
  const owner = new Owner(server, key, discord.link(key))
  await owner.post()
  expect((await owner.wait()).processingStep).toBe('PROCESSED')
  expect(discord.downloads(key)).toBe(1)
  expect(seen).toEqual([])
  const warnings = server
    .output()
    .split('\n')
    .filter((line) => line.includes('proxies_ignored'))
  expect(warnings).toHaveLength(1)
  expect(warnings[0]).toContain('HTTPS_PROXY')
  expect(warnings[0]).not.toContain(address)

  await server.stop()
  await Promise.all([discord.stop(), database.drop(), proxy.stop(true)])
  removeDataDir(dataDir)
})
