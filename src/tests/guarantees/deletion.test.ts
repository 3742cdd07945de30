/**
 * A deletion at any moment removes everything, and a link submitted many times is one package, with two
 * servers on one database.
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

// This test runs alone: with the others in parallel, some requests may be refused because the database is
// slow.
test(`the same link submitted ${posts} times on two servers is one package, analyzed once`, async () => {
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
  // Submitting it afterwards changes nothing either.
  await Promise.all(servers.map((server) => new Owner(server, owner.key, owner.link).post()))
  expect([discord.downloads(owner.key), (await rowOf(owner))!.step]).toEqual([1, 'PROCESSED'])
  recordRun('G7', `${posts} POSTs at once on 2 nodes: ${answers.length} equal answers, 1 row, 1 run`)
})

test.concurrent(`nothing remains of packages deleted at ${deletions} random moments`, async () => {
  const seed = seedOfRun()
  console.log(`TEST_SEED=${seed}`)
  const random = new Random(seed, 6)
  const servers = await launchTwo()
  const found: string[] = []
  const owners = await inParallel(4, Array.from({ length: deletions }), async () => {
    const pace = random.chance(0.7) ? { bytesPerSecond: random.integer(100_000, 1_000_000) } : {}
    const owner = createOwner(random.pick(servers), pace)
    await owner.post()
    // The KEY may reach both servers, as with a load balancer that distributes the polls.
    await new Owner(random.pick(servers), owner.key, owner.link).status()
    await Bun.sleep(random.integer(0, 1500))
    found.push((await rowOf(owner))!.step)
    owner.server = random.pick(servers)
    expect(await owner.delete()).toEqual({ isDeleted: true, errorMessageCode: null })
    await expectNothing(owner)
    return owner
  })
  await until(() => servers.every((server) => spoolsOf(server) === 0))
  // Everything that was still running has ended, and nothing came back.
  for (const owner of owners) await expectNothing(owner)
  for (const { dataDir } of servers) expect(readdirSync(`${dataDir}/spool`)).toEqual([])

  // A server that did not work on a package forgets its KEY in the second housekeeping round.
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

test.concurrent('a server forgets the KEY when it deletes the package', async () => {
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

/** Checks that no server holds the owners' KEYs: it inserts rows that a server with the KEY would claim. */
async function expectNoKeys(owners: KnownOwner[], servers: ServerProcess[]): Promise<void> {
  const { sql } = shared.database
  for (const { packageId } of owners) {
    await sql`INSERT INTO packages (id, verifier) VALUES (${packageId}, ${Buffer.alloc(32)})`
  }
  // The servers claim another package meanwhile, which proves that they looked for work.
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

/** The number of spools that a server has open: Linux lists open files even if they have no name any more. */
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
