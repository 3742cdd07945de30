/** Downloads have their own slots, which the addresses that sent links share fairly. Workers only analyze. */
import { expect, setDefaultTimeout, test } from 'bun:test'
import { findMany } from '../queue/jobs.ts'
import { archiveOf, type TestPackage, noLosses } from '../tests/support/servers/analysis-entry.ts'
import {
  canaryText,
  setUpPool,
  shared,
  source,
  start,
  stateOf,
  timesOf,
  until,
  untilStep,
} from '../tests/support/servers/pool-trial.ts'
import { spooledFiles } from '../tests/support/servers/test-node.ts'

setDefaultTimeout(240_000)

setUpPool('canary-key-of-the-downloads-test')

/** An archive whose first bytes arrive at once, and the rest after `released`. */
function held(released: Promise<unknown>, content: TestPackage, headers: Record<string, string> = {}) {
  const archive = archiveOf(content)
  const body = new ReadableStream({
    async start(stream) {
      stream.enqueue(archive.slice(0, 2))
      await released
      stream.enqueue(archive.slice(2))
      stream.close()
    },
  })
  return new Response(body, { headers })
}

const echo = (text: string): TestPackage => ({ act: 'echo', text })

test('twenty slow links of one address do not delay the packages of others', async () => {
  const node = start({ environment: { WORKERS: '1' } })
  const never = Promise.withResolvers<void>()
  const dripping = Array.from({ length: 20 }, (_, number) =>
    source.offerAnswer(() => held(never.promise, echo(`${number}`))),
  )
  for (const { link } of dripping) await node.post(link, 'attacker')
  await until(() => dripping.filter(({ packageId }) => source.requestsOf(packageId) > 0).length >= 4)
  const honest = [1, 2, 3].map((number) => source.offer(echo(`honest ${number}`)))
  for (const [number, { link }] of honest.entries()) await node.post(link, `honest ${number}`)
  for (const { packageId } of honest) await untilStep(packageId, 'PROCESSED')
  // One address gets at most half of the eight slots.
  expect(dripping.filter(({ packageId }) => source.requestsOf(packageId) > 0)).toHaveLength(4)
  never.resolve()
  for (const { packageId } of dripping) await untilStep(packageId, 'PROCESSED')
})

test('packages are downloaded at the same time, even if a single worker analyzes them one by one', async () => {
  const node = start({ environment: { WORKERS: '1', DOWNLOADS: '6' } })
  const all = Promise.withResolvers<void>()
  let begun = 0
  const offers = Array.from({ length: 6 }, (_, number) =>
    source.offerAnswer(() => {
      if (++begun === 6) all.resolve()
      return held(all.promise, echo(`${number}`))
    }),
  )
  for (const [number, { link }] of offers.entries()) await node.post(link, `address ${number}`)
  for (const { packageId } of offers) await untilStep(packageId, 'PROCESSED')
})

test('while a downloaded package waits for a worker, its lease is renewed, and a shutdown hands it back', async () => {
  const release = Promise.withResolvers<void>()
  const node = start({
    // A shorter lease could expire on a busy machine, and another node would take the package over.
    environment: { WORKERS: '1', LEASE_SECONDS: '60', HEARTBEAT_SECONDS: '1' },
    analyze: async (_, { signal }) => {
      await Promise.race([release.promise, until(() => signal.aborted)])
      signal.throwIfAborted()
      return { gzip: Bun.gzipSync(canaryText), losses: noLosses }
    },
  })
  const offers = [1, 2, 3].map((number) => source.offer(echo(`${number}`)))
  for (const [number, { link }] of offers.entries()) await node.post(link, `address ${number}`)
  const states = () =>
    findMany(
      shared.database,
      offers.map(({ packageId }) => packageId),
    )
  await until(async () => (await states()).filter(({ isDownloaded }) => isDownloaded).length === 2)
  const waiting = (await states()).filter(({ isDownloaded }) => isDownloaded)
  expect(waiting.map(({ step, progress }) => [step, progress])).toEqual([
    ['DOWNLOADING', 50],
    ['DOWNLOADING', 50],
  ])
  const leases = () => shared.database.sql<{ id: string; until: Date }[]>`
    SELECT id, lease_until AS until FROM packages
    WHERE downloaded_at IS NOT NULL AND id IN ${shared.database.sql(offers.map(({ packageId }) => packageId))} ORDER BY id`
  const begun = await leases()
  await until(async () => (await leases()).every(({ until }, number) => until > begun[number]!.until))
  // Another node with the KEYs takes what is free, and only that.
  const other = start()
  for (const { key, packageId } of offers) other.keyring.hold(packageId, key)
  const free = source.offer(echo('free'))
  await other.post(free.link, 'somebody')
  await untilStep(free.packageId, 'PROCESSED')
  for (const { packageId } of offers)
    expect(await timesOf(packageId)).toMatchObject({ attempts: 1, isLeased: true })
  for (const { packageId } of offers) other.keyring.forget(packageId)
  await node.pool.stop(10)
  for (const { packageId } of offers) {
    expect(await timesOf(packageId)).toEqual({ attempts: 0, isLeased: false, isDelayed: false })
    expect(await stateOf(packageId)).toMatchObject({ step: 'LOCKED', isDownloaded: false, progress: 0 })
  }
  expect(spooledFiles(node)).toEqual([])
  release.resolve()
})

test('a download continues only if its archive fits into the disk space; an address leaves at least as much space as it takes', async () => {
  const environment = { WORKERS: '1', SPOOL_BYTES_MAX: '40M', ARCHIVE_BYTES_MAX: '20M' }
  const node = start({ environment })
  const never = Promise.withResolvers<void>()
  const large = (text: string) =>
    source.offerAnswer(() => held(never.promise, echo(text), { 'content-length': String(15 * 1024 * 1024) }))
  const [first, second, third] = [large('1'), large('2'), large('3')]
  await node.post(first.link, 'attacker')
  await until(async () => (await stateOf(first.packageId))?.bytesDownloaded === 2)
  // 15 of 40 MiB are reserved. With 30, the address would hold more than it leaves for all others.
  await node.post(second.link, 'attacker')
  await until(async () => (await timesOf(second.packageId)).isDelayed)
  await node.post(third.link, 'somebody')
  await until(async () => (await stateOf(third.packageId))?.bytesDownloaded === 2)
  expect(node.log.filter((line) => line.includes('"detail":"disk_full"'))).toHaveLength(2)
  // Downloads that end make room for those that wait.
  for (const { packageId } of [first, third]) node.signals.cancelled(packageId)
  await shared.database.sql`UPDATE packages SET not_before = now() WHERE id = ${second.packageId}`
  node.signals.wake()
  await until(async () => (await stateOf(second.packageId))?.bytesDownloaded === 2)
})
