/**
 * Two servers use their database through PgBouncer in transaction mode, and every package gets its result.
 */
import { expect, test } from 'bun:test'
import { expectsPgBouncer, startPgBouncer } from '../support/servers/pgbouncer.ts'
import { runDoctor } from '../support/servers/doctor-trial.ts'
import { createOwner, expectResult, launch, setUpServers, shared } from '../support/servers/server-trial.ts'

if (!expectsPgBouncer)
  console.error('PgBouncer is not tested: set TEST_PGBOUNCER to the path of its executable')
else {
  setUpServers()

  test('no package is lost, and the doctor reports the pooler', async () => {
    const pooler = await startPgBouncer(shared.url, { mode: 'transaction', sessionsMax: 4 })
    const [one, two] = await Promise.all([
      launch({ databaseUrl: pooler.url }),
      launch({ databaseUrl: pooler.url }),
    ])
    expect(one.output()).toContain('pooler_found')
    const owners = Array.from({ length: 8 }, (_, index) => createOwner(index % 2 ? one : two))
    for (const owner of owners) expect(await owner.post()).toMatchObject({ isAccepted: true })
    // Each owner now uses the other server, and posts the link there too. Whichever server does the job, the
    // answers to polls come from the database.
    owners.forEach((owner, index) => (owner.server = index % 2 ? two : one))
    await Promise.all(owners.map((owner) => owner.post()))
    for (const owner of owners) {
      const { processingStep, errorDetail } = await owner.wait(120)
      expect([processingStep, errorDetail]).toEqual(['PROCESSED', null])
    }
    for (const owner of owners) await expectResult(owner)

    const examined = await runDoctor({ DATABASE_URL: pooler.url, DATA_DIR: one.dataDir })
    expect(examined.of('pooler')).toMatchObject({
      level: 'warn',
      advice: expect.stringContaining('statement_timeout'),
    })
    expect(examined.checks('fail')).toEqual([])
    expect(await Promise.all([one.stop(), two.stop()])).toEqual([0, 0])
    await pooler.stop()
  })
}
