/**
 * Three servers on one PostgreSQL behind a stateless balancer that sends each request to a random server. The
 * servers run from source, or from the executable under test.
 */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { tagOf } from '../../telemetry/logger.ts'
import { sizes } from '../../synthetic-package/options.ts'
import { Random } from '../../synthetic-package/random.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { freshDatabase, type TestDatabase } from '../support/servers/database.ts'
import { type FakeDiscord, randomKey, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { scaled, seedOfRun } from '../support/servers/long-run.ts'
import { compareWithOracle } from '../oracle/compare.ts'
import { oracle } from '../oracle/oracle.ts'
import { Owner } from '../support/servers/owner.ts'
import {
  createDataDir,
  removeDataDir,
  type ServerProcess,
  startServer,
} from '../support/servers/server-process.ts'

setDefaultTimeout(300_000)

const today = new Date().toISOString().slice(0, 10)
const dataDirs: string[] = []
const seed = seedOfRun()
const random = new Random(seed)
let given: TestDatabase
let discord: FakeDiscord
let nodes: ServerProcess[]
let archives: Uint8Array[]
let nextKey = 1

beforeAll(async () => {
  console.log(`TEST_SEED=${seed}`)
  ;[given, discord] = await Promise.all([freshDatabase(), startFakeDiscord()])
  nodes = await Promise.all([startNode(), startNode(), startNode()])
  archives = []
  for (const number of [1, 2, 3]) {
    const { archive } = await packageBytes({ ...sizes.S, messages: 1000, events: 3000, seed: number })
    archives.push(archive)
  }
})
afterAll(async () => {
  for (const node of nodes ?? []) await node.stop()
  await given?.drop()
  discord?.stop()
  dataDirs.forEach(removeDataDir)
})

test('every owner gets the right result, although one node is killed during a job and replaced', async () => {
  const count = scaled(12, 120)
  const release = Promise.withResolvers<void>()
  // The first job is held until its node is dead, so that the node certainly dies during a job.
  const owners = Array.from({ length: count }, (_, number) =>
    ownerOf(anyNode, archives[number % archives.length]!, number === 0 ? release.promise : undefined),
  )
  await Promise.all(owners.map((owner) => retry(() => submit(owner))))
  const waiting = owners.map((owner) => owner.wait(120))

  await until(() => discord.downloads(owners[0]!.key) > 0)
  const dying = nodeAtWorkOn(owners[0]!)
  await dying.kill()
  release.resolve()
  nodes = nodes.with(nodes.indexOf(dying), await startNode())

  for (const { processingStep, errorDetail } of await Promise.all(waiting)) {
    expect([processingStep, errorDetail]).toEqual(['PROCESSED', null])
  }
  for (const [number, owner] of owners.entries()) {
    const expected = oracle(archives[number % archives.length]!, { packageId: owner.packageId, today })
    const file = await retry(() => (number % 2 === 0 ? owner.blob() : owner.data()))
    expect(compareWithOracle(file, expected)).toEqual([])
  }
  // Another node started the dead node's job again.
  const [row] = await given.database.sql<{ attempts: number }[]>`
    SELECT attempts FROM packages WHERE id = ${owners[0]!.packageId}`
  expect(row!.attempts).toBeGreaterThan(1)
  expect(discord.downloads(owners[0]!.key)).toBeGreaterThan(1)
})

test('a job can be reported and stopped by nodes that do not run it', async () => {
  const release = Promise.withResolvers<void>()
  const [working, asked, deleting] = nodes as [ServerProcess, ServerProcess, ServerProcess]
  const owner = ownerOf(working, archives[0]!, release.promise)
  await owner.post()
  await owner.poll(({ bytesDownloaded }) => bytesDownloaded > 0)
  const known = await owner.status()
  owner.server = asked
  expect(await owner.poll(({ bytesDownloaded }) => bytesDownloaded > 0)).toContainEqual(known)

  owner.server = deleting
  expect(await owner.delete()).toEqual({ isDeleted: true, errorMessageCode: null })
  expect(await owner.status()).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  release.resolve()
  await until(() => working.output().includes(`"job_stopped","package":"${tagOf(owner.packageId)}"`))
  expect((await fetch(`${working.url}/health`)).status).toBe(200)
})

test('a node does not repeat a final state from its cache after another node has changed it', async () => {
  const [first, second] = nodes as [ServerProcess, ServerProcess]
  const owner = ownerOf(first, archives[0]!)
  expect(await owner.status()).toMatchObject({ errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  owner.server = second
  await owner.post()
  owner.server = first
  expect(await owner.status()).toMatchObject({ isErrored: false, errorMessageCode: null })
  await owner.wait()
  owner.server = second
  await owner.delete()
  owner.server = first
  expect(await owner.status()).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
})

test('an address signed by one node works on every node, and a changed address works nowhere', async () => {
  const owner = ownerOf(anyNode, archives[1]!)
  await owner.post()
  await owner.wait()
  const sizes = new Set<number>()
  for (const signing of nodes) {
    owner.server = signing
    const { url } = (await (await owner.get('blob')).json()) as { url: string }
    expect(url).toStartWith(`${signing.url}/objects/`)
    for (const serving of nodes) {
      const address = url.replace(signing.url, serving.url)
      const response = await fetch(address)
      expect(response.status).toBe(200)
      sizes.add((await response.bytes()).length)
      expect((await fetch(address.replace(/expires=\d+/, 'expires=9999999999'))).status).toBe(404)
    }
  }
  expect(sizes.size).toBe(1)
})

/** A balancer without state; it may choose a dead node. */
const anyNode = {
  get url(): string {
    return random.pick(nodes).url
  },
}

async function startNode(): Promise<ServerProcess> {
  const dataDir = createDataDir()
  dataDirs.push(dataDir)
  return startServer({
    DATA_DIR: dataDir,
    DATABASE_URL: given.url,
    DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
    POSTS_BURST: '1000',
    WORKERS: '1',
    LEASE_SECONDS: '5',
    HEARTBEAT_SECONDS: '1',
  })
}

function ownerOf(server: { url: string }, archive: Uint8Array, until?: Promise<unknown>): Owner {
  const key = randomKey(nextKey++)
  discord.offer(key, archive, until && { hold: { afterBytes: 100_000, until } })
  return new Owner(server, key, discord.link(key))
}

function nodeAtWorkOn({ packageId }: Owner): ServerProcess {
  const started = `"job_started","package":"${tagOf(packageId)}"`
  return nodes.find((node) => node.output().includes(started))!
}

/**
 * Throws if the server refuses the link, so that the caller retries. A database that is briefly too busy is a
 * reason for a refusal.
 */
async function submit(owner: Owner): Promise<void> {
  const { isAccepted, errorMessageCode } = await owner.post()
  if (!isAccepted) throw new Error(`refused: ${errorMessageCode}`)
}

async function retry<T>(attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === 20) throw error
      await Bun.sleep(50)
    }
  }
}

async function until(isTrue: () => boolean): Promise<void> {
  for (const end = performance.now() + 60_000; performance.now() < end; await Bun.sleep(20)) {
    if (isTrue()) return
  }
  throw new Error('the condition never became true')
}
