/**
 * Deleting deletes, at any moment, and what comes in twice is there once: with two servers on one database.
 */
import { readdirSync, readlinkSync } from 'node:fs'
import { expect, test } from 'bun:test'
import { Random } from '../../synthetic-package/random.ts'
import { isLongRun, recordRun, scaled, seedOfRun } from '../support/servers/long-run.ts'
import {
  createOwner,
  discord,
  expectResult,
  inParallel,
  type KnownOwner,
  launch,
  launchTwo,
  rowOf,
  setUpServers,
  shared,
  until,
} from '../support/servers/server-trial.ts'
import { Owner } from '../support/servers/owner.ts'
import type { ServerProcess } from '../support/servers/server-process.ts'

setUpServers()

const posts = 200
const deletions = scaled(8, 50)

// Alone: a machine that is busy with the others may answer some of them that the database is slow.
test(`${posts} times the same link on two servers is one package, worked on once`, async () => {
  const servers = await launchTwo()
  const owner = createOwner(servers[0]!)
  const answers = await Promise.all(
    Array.from({ length: posts }, (_, number) =>
      new Owner(servers[number % 2]!, owner.key, owner.link).post(),
    ),
  )
  const answer = { isAccepted: true, packageId: owner.packageId, errorMessageCode: null, errorDetail: null }
  expect(new Set(answers.map((given) => JSON.stringify(given)))).toEqual(new Set([JSON.stringify(answer)]))
  await owner.wait()
  await expectResult(owner)
  expect([discord.downloads(owner.key), (await rowOf(owner))!.attempts]).toEqual([1, 1])
  // Also afterwards.
  await Promise.all(servers.map((server) => new Owner(server, owner.key, owner.link).post()))
  expect([discord.downloads(owner.key), (await rowOf(owner))!.step]).toEqual([1, 'PROCESSED'])
  recordRun('G7', `${posts} POSTs at once on 2 nodes: ${answers.length} equal answers, 1 row, 1 run`)
})

test.concurrent(`deleted at ${deletions} random moments, nothing of a package remains`, async () => {
  const seed = seedOfRun()
  console.log(`TEST_SEED=${seed}`)
  const random = new Random(seed, 6)
  const servers = await launchTwo()
  const found: string[] = []
  const owners = await inParallel(4, Array.from({ length: deletions }), async () => {
    const pace = random.chance(0.7) ? { bytesPerSecond: random.integer(100_000, 1_000_000) } : {}
    const owner = createOwner(random.pick(servers), pace)
    await owner.post()
    // The KEY comes to both, as when a load balancer sends each poll elsewhere.
    await new Owner(random.pick(servers), owner.key, owner.link).status()
    await Bun.sleep(random.integer(0, 1500))
    found.push((await rowOf(owner))!.step)
    owner.server = random.pick(servers)
    expect(await owner.delete()).toEqual({ isDeleted: true, errorMessageCode: null })
    await expectNothing(owner)
    return owner
  })
  await until(() => servers.every((server) => spoolsOf(server) === 0))
  // Whatever was still under way has ended; nothing came back.
  for (const owner of owners) await expectNothing(owner)
  for (const { dataDir } of servers) expect(readdirSync(`${dataDir}/spool`)).toEqual([])

  // A server that did not work on it forgets the KEY in its second round of housekeeping.
  if (isLongRun) await Bun.sleep(45_000)
  await expectNoKeys(isLongRun ? owners : [], servers)

  for (const owner of owners) await owner.post()
  for (const owner of owners) {
    await owner.wait(300)
    await expectResult(owner)
  }
  const steps = Object.entries(Object.groupBy(found, (step) => step)).map(
    ([step, all]) => `${all!.length} ${step}`,
  )
  recordRun(
    'G6',
    `${deletions} deletions (${steps.join(', ')}), nothing left, all processed anew; seed ${seed}`,
  )
})

test.concurrent('with the deletion, its server forgets the KEY', async () => {
  const server = await launch({ environment: { WORKERS: '1' } })
  const hold = { afterBytes: 1000, until: new Promise(() => {}) }
  const [working, waiting] = [createOwner(server, { hold }), createOwner(server, { hold })]
  for (const owner of [working, waiting]) await owner.post()
  await until(async () => (await rowOf(working))!.step === 'DOWNLOADING')
  for (const owner of [waiting, working]) await owner.delete()
  await until(() => spoolsOf(server) === 0)
  await expectNoKeys([working, waiting], [server])
})

async function expectNothing(owner: KnownOwner): Promise<void> {
  expect(await rowOf(owner)).toBeUndefined()
  const [left] = await shared.database.sql`
    SELECT (SELECT count(*)::int FROM blobs WHERE package_id = ${owner.packageId}) AS blobs,
      (SELECT count(*)::int FROM blob_chunks WHERE blob_id NOT IN (SELECT id FROM blobs)) AS pieces`
  expect(left).toEqual({ blobs: 0, pieces: 0 })
  expect(await owner.status()).toMatchObject({ errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  expect((await owner.get('data')).status).toBe(404)
}

/** Rows that nobody posted: a server that still held a KEY would take its row. */
async function expectNoKeys(owners: KnownOwner[], servers: ServerProcess[]): Promise<void> {
  const { sql } = shared.database
  for (const { packageId } of owners) {
    await sql`INSERT INTO packages (id, verifier) VALUES (${packageId}, ${Buffer.alloc(32)})`
  }
  // Another package is taken meanwhile, so the servers did look for work.
  for (const server of servers) {
    const witness = createOwner(server)
    await witness.post()
    await witness.wait()
  }
  for (const owner of owners) {
    expect(await rowOf(owner)).toMatchObject({ step: 'LOCKED', attempts: 0 })
    await sql`DELETE FROM packages WHERE id = ${owner.packageId}`
  }
}

/** Spools have no name, but a process that has one open shows it (on Linux). */
function spoolsOf({ pid }: ServerProcess): number {
  if (process.platform !== 'linux') return 0
  return readdirSync(`/proc/${pid}/fd`).filter((number) => {
    try {
      return readlinkSync(`/proc/${pid}/fd/${number}`).includes('.spool')
    } catch {
      return false
    }
  }).length
}
