/**
 * One or both of two servers are killed at random moments while owners wait. Every accepted job ends with
 * its right result.
 */
import { expect, test } from 'bun:test'
import { Random } from '../../synthetic-package/random.ts'
import { recordRun, scaled, seedOfRun } from '../support/servers/long-run.ts'
import {
  createOwner,
  expectResult,
  folder,
  holdDownload,
  type KnownOwner,
  launch,
  launchTwo,
  postAndPoll,
  rowOf,
  setUpServers,
  shared,
  until,
} from '../support/servers/server-trial.ts'

const kills = scaled(6, 200)
const jobs = scaled(12, 60)

setUpServers({ packageCount: 4 })

test.concurrent(`${kills} kills of two servers lose none of ${jobs} jobs`, async () => {
  const seed = seedOfRun()
  console.log(`TEST_SEED=${seed}`)
  const random = new Random(seed, 5)
  // The test's many kills must not count as crashes caused by the packages.
  const environment = { ATTEMPTS_MAX: '100' }
  const dataDirs = [folder(), folder()]
  const start = (number: number) => launch({ environment: { ...environment, DATA_DIR: dataDirs[number]! } })
  const servers = await Promise.all([start(0), start(1)])
  const ends: Promise<KnownOwner>[] = []
  const join = (faults: Parameters<typeof createOwner>[1]) => {
    const owner = createOwner(servers[0]!, faults)
    let polls = 0
    ends.push(postAndPoll(owner, () => servers[polls++ % servers.length]!))
  }
  const killAndStart = async (victims: number[]) => {
    await Promise.all(victims.map((number) => servers[number]!.kill()))
    await Promise.all(victims.map(async (number) => (servers[number] = await start(number))))
  }
  // The first kill interrupts a job for certain. The later ones do so only by chance.
  const held = holdDownload(50_000)
  join(held.faults)
  await held.reached
  const firstKill = killAndStart([0, 1])
  held.release()
  await firstKill
  for (let kill = 1; kill < kills; kill++) {
    // New jobs are submitted until the end, so that every kill can hit running jobs.
    while (ends.length < (jobs * (kill + 1)) / kills)
      join(random.chance(0.8) ? { bytesPerSecond: random.integer(50_000, 500_000) } : {})
    await Bun.sleep(random.integer(50, 1500))
    await killAndStart(random.chance(0.2) ? [0, 1] : [random.integer(0, 1)])
  }
  const owners = await Promise.all(ends)
  for (const owner of owners) {
    owner.server = servers[0]!
    await expectResult(owner)
  }
  expect(owners.length).toBe(jobs)
  const rows = await Promise.all(owners.map((owner) => rowOf(owner)))
  const starts = rows.reduce((sum, row) => sum + row!.attempts, 0)
  // Proves that kills interrupted jobs.
  expect(starts).toBeGreaterThan(jobs)
  const counts = `${kills} kills on 2 nodes, ${owners.length}/${jobs} jobs done and verified, ${starts} starts, seed ${seed}`
  recordRun('G1', counts)
})

test.concurrent(
  'after every server was killed, jobs wait for their owners, and one poll each is enough',
  async () => {
    const environment = { WORKERS: '1', DOWNLOADS: '2' }
    const download = holdDownload(50_000)
    const first = await launchTwo(environment)
    const owners = [0, 1, 0, 1].map((number) => createOwner(first[number]!, download.faults))
    for (const owner of owners) await owner.post()
    const steps = async () => (await Promise.all(owners.map((owner) => rowOf(owner)))).map((row) => row!.step)
    await until(async () => (await steps()).join() === 'DOWNLOADING,DOWNLOADING,LOCKED,LOCKED')
    await Promise.all(first.map((server) => server.kill()))
    download.release()
    const left = await Promise.all(owners.map((owner) => rowOf(owner)))

    const second = await launchTwo(environment)
    // Longer than a lease, and longer than the interval between claims.
    await Bun.sleep(5000)
    expect(await Promise.all(owners.map((owner) => rowOf(owner)))).toEqual(left)

    const returned = performance.now()
    const resumed: number[] = []
    await Promise.all(
      owners.map(async (owner, number) => {
        owner.server = second[number % 2]!
        expect(await owner.status()).toMatchObject({ isErrored: false, isProcessing: true })
        await until(async () => (await rowOf(owner))?.step === 'PROCESSED')
        resumed.push((performance.now() - returned) / 1000)
      }),
    )
    for (const owner of owners) await expectResult(owner)
    const attempts = await Promise.all(owners.map(async (owner) => (await rowOf(owner))!.attempts))
    expect(attempts).toEqual([2, 2, 1, 1])
    recordRun(
      'G2',
      `4/4 jobs done after one poll each; the last one ${Math.max(...resumed).toFixed(1)} s after it`,
    )
  },
)

test.concurrent(
  'a job of a dead server resumes after one poll, but not before the lease of that server has expired',
  async () => {
    const first = await launch()
    const download = holdDownload(50_000)
    const owner = createOwner(first, download.faults)
    await owner.post()
    await download.reached
    await first.kill()
    download.release()
    owner.server = await launch()
    // Simulates a heartbeat at this moment, so that a whole lease remains however long the start took.
    const leaseSeconds = scaled(4, 15)
    const { sql } = shared.database
    const [lease] = await sql<{ end: string }[]>`
    UPDATE packages SET lease_until = now() + make_interval(secs => ${leaseSeconds}) WHERE id = ${owner.packageId}
    RETURNING lease_until AS end`
    const returned = performance.now()
    expect(await owner.status()).toMatchObject({ isErrored: false, isProcessing: true })
    await until(async () => (await rowOf(owner))!.attempts === 2)
    expect([...(await sql`SELECT now() >= ${lease!.end} AS "isOver"`)]).toEqual([{ isOver: true }])
    await until(async () => (await rowOf(owner))?.step === 'PROCESSED')
    const seconds = ((performance.now() - returned) / 1000).toFixed(1)
    await expectResult(owner)
    expect((await rowOf(owner))!.attempts).toBe(2)
    recordRun('G2', `a lease of ${leaseSeconds} s still running: done ${seconds} s after one poll`)
  },
)
