import { expect, setDefaultTimeout, test } from 'bun:test'
import { claim } from '../queue/claims.ts'
import { enqueue, remove } from '../queue/jobs.ts'
import { resultTextOf, spooledFiles } from '../tests/support/servers/test-node.ts'
import {
  setUpPool,
  canaryText,
  shared,
  source,
  start,
  stateOf,
  until,
  untilStep,
  timesOf,
} from '../tests/support/servers/pool-trial.ts'
import { createForgetting } from './housekeeping.ts'

setDefaultTimeout(60_000)

setUpPool('canary-key-of-the-pool-test')

test('two nodes process 20 packages, each package once', async () => {
  const [first, second] = [start(), start()]
  const offers = Array.from({ length: 20 }, (_, number) =>
    source.offer({ act: 'echo', text: `${canaryText} ${number}` }),
  )
  // The owner of every package polls both nodes, so both hold all KEYs.
  for (const { key, packageId } of offers) second.keyring.hold(packageId, key)
  for (const { link } of offers) await first.post(link)
  second.signals.wake()
  for (const { packageId } of offers) await untilStep(packageId, 'PROCESSED')

  expect([...first.analyses, ...second.analyses].sort()).toEqual(
    offers.map(({ packageId }) => packageId).sort(),
  )
  for (const [number, { key, packageId }] of offers.entries()) {
    expect(await resultTextOf(shared.database, key)).toBe(`${canaryText} ${number}`)
    expect(await stateOf(packageId)).toMatchObject({ errorCode: null, progress: 100 })
    expect([source.requestsOf(packageId), (await timesOf(packageId)).attempts]).toEqual([1, 1])
  }
  // The node that processed a package forgets its KEY at once. The other node forgets it in its next rounds
  // of housekeeping.
  await until(() => first.pool.running() + second.pool.running() === 0)
  for (const { database, keyring } of [first, second]) {
    const forget = createForgetting(database, keyring)
    await forget()
    await forget()
    expect(keyring.size).toBe(0)
  }
})

test('steps and progress are reported during a job, and no more packages are analyzed than there are workers', async () => {
  const node = start()
  const gate = Promise.withResolvers<void>()
  const slow = source.offerAnswer(
    () =>
      new Response(
        new ReadableStream({
          async start(stream) {
            stream.enqueue(Buffer.from('PK'))
            await gate.promise
            stream.enqueue(Buffer.from('{"act":"hang","text":""}'))
            stream.close()
          },
        }),
      ),
  )
  const others = [1, 2].map(() => source.offer({ act: 'hang', text: canaryText }))
  for (const { link } of [slow, ...others]) await node.post(link)
  await untilStep(slow.packageId, 'DOWNLOADING')
  await until(async () => (await stateOf(slow.packageId))?.bytesDownloaded === 2)
  await untilStep(others[0]!.packageId, 'ANALYZING')
  // The download is the first half. A quarter of the analysis was reported.
  await until(async () => (await stateOf(others[0]!.packageId))?.progress === 62)
  gate.resolve()
  await until(async () => (await stateOf(slow.packageId))?.isDownloaded)
  await untilStep(others[1]!.packageId, 'ANALYZING')
  expect([node.pool.running(), (await stateOf(slow.packageId))?.step]).toEqual([3, 'DOWNLOADING'])
  node.signals.cancelled(others[0]!.packageId)
  await untilStep(slow.packageId, 'ANALYZING')
  expect(spooledFiles(node)).toEqual([])
})

test('a package whose KEY nobody holds waits, and continues when a poll brings the KEY', async () => {
  const node = start()
  const { key, link, packageId } = source.offer({ act: 'echo', text: canaryText })
  await node.post(link)
  await untilStep(packageId, 'PROCESSED')
  const late = source.offer({ act: 'echo', text: 'late' })
  const poster = start({ environment: { WORKERS: '1' } })
  await poster.pool.stop(1)
  await poster.post(late.link)
  const next = source.offer({ act: 'echo', text: 'next' })
  await node.post(next.link)
  await untilStep(next.packageId, 'PROCESSED')
  expect((await stateOf(late.packageId))?.step).toBe('LOCKED')
  // A poll contains only the KEY. The link comes from the row.
  node.keyring.hold(late.packageId, late.key)
  node.signals.wake()
  await untilStep(late.packageId, 'PROCESSED')
  expect(await resultTextOf(shared.database, key)).toBe(canaryText)
})

test('the job of a node that died is taken over when its lease expires', async () => {
  const { key, link, packageId } = source.offer({ act: 'echo', text: canaryText })
  const node = start()
  await enqueue(shared.database, { packageId, verifier: Buffer.alloc(32), sealedLink: null, queueMax: 100 })
  await claim(shared.database, { held: new Set([packageId]), leaseSeconds: 1, attemptsMax: 5 })
  node.keyring.hold(packageId, key, link)
  await untilStep(packageId, 'PROCESSED')
  expect((await timesOf(packageId)).attempts).toBe(2)
})

test('while a package that was running during two crashes is analyzed, no other job starts', async () => {
  const { key, link, packageId } = source.offer({ act: 'hang', text: canaryText })
  const node = start()
  await enqueue(shared.database, { packageId, verifier: Buffer.alloc(32), sealedLink: null, queueMax: 100 })
  await shared.database.sql`UPDATE packages SET step = 'ANALYZING', attempts = 2 WHERE id = ${packageId}`
  node.keyring.hold(packageId, key, link)
  // Its third start: the row had the step already.
  await until(async () => (await timesOf(packageId)).attempts === 3)
  await untilStep(packageId, 'ANALYZING')
  const other = source.offer({ act: 'echo', text: canaryText })
  await node.post(other.link)
  await Bun.sleep(200)
  expect((await stateOf(other.packageId))?.step).toBe('LOCKED')
  node.signals.cancelled(packageId)
  await untilStep(other.packageId, 'PROCESSED')
})

test('while it is downloaded, a package that was running during two crashes delays only other such packages', async () => {
  const gate = Promise.withResolvers<void>()
  const dripping = source.offerAnswer(
    () =>
      new Response(
        new ReadableStream({
          async start(stream) {
            stream.enqueue(Buffer.from('PK'))
            await gate.promise
            stream.enqueue(Buffer.from(`{"act":"echo","text":"${canaryText}"}`))
            stream.close()
          },
        }),
      ),
  )
  const alike = source.offer({ act: 'echo', text: canaryText })
  const node = start()
  for (const { key, link, packageId } of [dripping, alike]) {
    await enqueue(shared.database, { packageId, verifier: Buffer.alloc(32), sealedLink: null, queueMax: 100 })
    await shared.database.sql`UPDATE packages SET step = 'ANALYZING', attempts = 2 WHERE id = ${packageId}`
    node.keyring.hold(packageId, key, link)
  }
  await until(async () => (await stateOf(dripping.packageId))?.bytesDownloaded === 2)
  const honest = [1, 2].map((number) => source.offer({ act: 'echo', text: `${canaryText} ${number}` }))
  for (const { link } of honest) await node.post(link)
  for (const { packageId } of honest) await untilStep(packageId, 'PROCESSED')
  expect([node.pool.running(), source.requestsOf(alike.packageId)]).toEqual([1, 0])
  gate.resolve()
  for (const { packageId } of [dripping, alike]) await untilStep(packageId, 'PROCESSED')
})

test('a worker that was suspended beyond its lease writes nothing', async () => {
  const release = Promise.withResolvers<void>()
  const zombie = start({
    analyze: async (_, { signal }) => {
      await release.promise
      await until(() => signal.aborted)
      throw signal.reason
    },
  })
  const { key, link, packageId } = source.offer({ act: 'echo', text: canaryText })
  await zombie.post(link)
  await untilStep(packageId, 'ANALYZING')
  await shared.database
    .sql`UPDATE packages SET lease_until = now() - interval '1 second' WHERE id = ${packageId}`
  const taken = await claim(shared.database, { held: new Set([packageId]), leaseSeconds: 60, attemptsMax: 5 })
  expect(taken).not.toBeNull()
  release.resolve()
  await until(() => zombie.pool.running() === 0)
  expect(await stateOf(packageId)).toMatchObject({ step: 'DOWNLOADING', errorCode: null })
  expect(zombie.log.join('\n')).toContain('"why":"lost"')
  expect(zombie.keyring.get(packageId)?.key).toBe(key)
})

test('a deleted package stops its job: by a signal on the same node, by a heartbeat elsewhere', async () => {
  const node = start()
  const here = source.offer({ act: 'hang', text: canaryText })
  const elsewhere = source.offer({ act: 'hang', text: canaryText })
  for (const { link, packageId } of [here, elsewhere]) {
    await node.post(link)
    await untilStep(packageId, 'ANALYZING')
    await remove(shared.database, packageId)
  }
  node.signals.cancelled(here.packageId)
  await until(() => node.pool.running() === 0)
  expect(await stateOf(here.packageId)).toBeUndefined()
  expect(await stateOf(elsewhere.packageId)).toBeUndefined()
  expect(node.keyring.size).toBe(0)
  expect(spooledFiles(node)).toEqual([])
  const [orphans] = await shared.database.sql`
    SELECT count(*)::int AS count FROM blobs WHERE package_id IN ${shared.database.sql([here.packageId, elsewhere.packageId])}`
  expect(orphans!.count).toBe(0)
})

test('a node that shuts down hands its jobs back, and another one finishes them', async () => {
  const leaving = start({
    analyze: async (_, { signal }) => {
      await until(() => signal.aborted)
      throw signal.reason
    },
  })
  const offers = [1, 2, 3].map((number) => source.offer({ act: 'echo', text: `${canaryText} ${number}` }))
  for (const { link } of offers) await leaving.post(link)
  // The downloads decide which of them the workers take first.
  const isAnalyzed = async ({ packageId }: { packageId: string }) =>
    (await stateOf(packageId))?.step === 'ANALYZING'
  await until(async () => (await Promise.all(offers.map(isAnalyzed))).some(Boolean))
  await leaving.pool.stop(10)
  expect(leaving.pool.running()).toBe(0)
  for (const { packageId } of offers) {
    expect((await stateOf(packageId))?.step).toBe('LOCKED')
    expect(await timesOf(packageId)).toEqual({ attempts: 0, isLeased: false, isDelayed: false })
  }
  await leaving.pool.stop(10)
  const staying = start()
  for (const { key, packageId } of offers) staying.keyring.hold(packageId, key)
  staying.signals.wake()
  for (const { packageId } of offers) await untilStep(packageId, 'PROCESSED')
})

test('a database that repeatedly drops every connection fails no job', async () => {
  const node = start()
  const offers = Array.from({ length: 10 }, (_, number) => source.offer({ act: 'echo', text: `${number}` }))
  let drops = 0
  let isDone = false
  const dropping = (async () => {
    while (!isDone && drops < 50) {
      // The statement also drops connections of its own pool. So it may fail, and so may the queries below.
      // Each of them is repeated.
      await shared.database.sql`
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()`.then(
        () => drops++,
        () => {},
      )
      await Bun.sleep(25)
    }
  })()
  const orNot = async (work: Promise<unknown>) => work.then(Boolean, () => false)
  const isProcessed = async (packageId: string) => (await stateOf(packageId))?.step === 'PROCESSED'
  try {
    for (const { link } of offers) await until(() => orNot(node.post(link)))
    for (const { packageId } of offers.slice(0, 5)) await until(() => orNot(isProcessed(packageId)))
  } finally {
    isDone = true
    await dropping
  }
  expect(drops).toBeGreaterThan(0)
  for (const { packageId } of offers) await until(() => orNot(isProcessed(packageId)))
  for (const [number, { key }] of offers.entries()) {
    // The first statement on a connection that was dropped while idle fails.
    await until(() => orNot(resultTextOf(shared.database, key)))
    expect(await resultTextOf(shared.database, key)).toBe(`${number}`)
  }
})
