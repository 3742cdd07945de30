/**
 * The admin commands as processes: on a DATABASE_URL, on an embedded database beside its server or alone, and
 * in a folder without a database.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageIdOf, sealResult, verifierOf } from '../crypto.ts'
import { claim, complete, fail } from '../queue/claims.ts'
import { enqueue } from '../queue/jobs.ts'
import { createStorage } from '../results/storage.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { Owner } from '../tests/support/servers/owner.ts'
import { removeDataDir, runCommand, startServer } from '../tests/support/servers/server-process.ts'
import { createUsedDataDir } from '../tests/support/servers/used-data-dir.ts'

describe('on a DATABASE_URL', () => {
  let fresh: TestDatabase
  const [waiting, ready, failed] = ['waiting', 'ready', 'failed'].map(packageIdOf) as [string, string, string]
  beforeAll(async () => {
    fresh = await freshDatabase()
    const { database } = fresh
    for (const key of ['waiting', 'ready', 'failed']) {
      const packageId = packageIdOf(key)
      const verifier = verifierOf(key, packageId)
      await enqueue(database, { packageId, verifier, sealedLink: null, queueMax: 10 })
    }
    const take = async (id: string) =>
      (await claim(database, { held: new Set([id]), leaseSeconds: 15, attemptsMax: 5 }))!
    const sealed = sealResult(Buffer.from('result'), 'ready', ready)
    await complete(database, createStorage(database), await take(ready), sealed)
    await fail(database, await take(failed), 'archive_bomb')
  })
  afterAll(() => fresh.drop())

  const admin = (...args: string[]) => runCommand(['admin', ...args], { DATABASE_URL: fresh.url })
  const json = async (...args: string[]) => JSON.parse((await admin(...args, '--json')).stdout)

  test('list, show, stats, for people and for programs', async () => {
    const [text, list, errored] = await Promise.all([
      admin('list'),
      json('list'),
      json('list', '--state', 'errored', '--limit', '1'),
    ])
    expect(text.exitCode).toBe(0)
    const lines = text.stdout.trim().split('\n')
    expect(lines).toHaveLength(4)
    expect(lines.find((line) => line.startsWith(failed))).toMatch(/errored +standard .* archive_bomb$/)
    expect(list.map(({ packageId }: { packageId: string }) => packageId)).toEqual([failed, ready, waiting])
    expect(errored).toEqual([list[0]])
    const [shown, stats, statsText] = await Promise.all([json('show', ready), json('stats'), admin('stats')])
    expect(shown).toEqual(list[1])
    expect(stats).toMatchObject({ waiting: 1, processed: 1, errored: 1, errors: { archive_bomb: 1 } })
    expect(statsText.stdout).toMatch(/^waiting +1 \(0 premium, the longest for \d+ s\)$/m)
    expect(statsText.stdout).toMatch(/^ {2}archive_bomb +1$/m)
  })

  test('standard error says which database a command works on, without user and password', async () => {
    const { host, pathname, searchParams } = new URL(fresh.url)
    // The folder of a Unix socket, if there is one, is printed instead of the host.
    expect((await admin('stats')).stderr).toBe(
      `database: ${pathname.slice(1)} at ${searchParams.get('host') ?? host}\n`,
    )
  })

  test('upgrade, retry and delete report what was done, or why nothing was', async () => {
    expect(await admin('upgrade', waiting)).toMatchObject({ exitCode: 0, stdout: 'upgraded\n' })
    expect(await json('show', waiting)).toMatchObject({ isPremium: true })
    const refused = await admin('upgrade', ready)
    expect([refused.exitCode, refused.stdout]).toEqual([1, ''])
    expect(refused.stderr).toContain('not waiting')
    const retried = await admin('retry', failed)
    expect([retried.exitCode, retried.stdout]).toEqual([
      0,
      expect.stringContaining('only the owner’s next visit brings the KEY'),
    ])
    expect(await json('show', failed)).toMatchObject({ state: 'waiting', errorDetail: null })
    expect(await json('delete', ready)).toEqual({ packageId: ready, done: 'delete' })
    const gone = await admin('show', ready)
    expect([gone.exitCode, gone.stdout]).toEqual([1, ''])
    expect(gone.stderr).toEndWith('there is no such package\n')
    expect(await fresh.database.sql`SELECT 1 FROM blobs`).toHaveLength(0)
  })

  test('an unusable database is reported in one sentence', async () => {
    const nowhere = Object.assign(new URL(fresh.url), { pathname: '/nowhere' }).href
    const { exitCode, stdout, stderr } = await runCommand(['admin', 'stats'], { DATABASE_URL: nowhere })
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toEndWith(
      'the database at DATABASE_URL does not exist: the server has no database of that name: compare DATABASE_URL with the user, password and database that you created, or create it\n',
    )
    expect(stderr.split('\n')).toHaveLength(3)
    expect(stderr).not.toContain('{')
  })

  test.each([
    [['show'], 'expected PACKAGE_ID'],
    [['show', 'x'], 'PACKAGE_ID must be'],
    [['upgrade', 'K'.repeat(500)], 'PACKAGE_ID must be'],
    [['list', '--state', 'lost'], '--state must be one of'],
    [['list', '--limit', '0'], '--limit must be'],
    [['list', 'x'], 'unexpected'],
    [['stats', '--limit', '1'], 'admin stats has no option --limit'],
    [['nonsense'], 'there is no command "admin nonsense"'],
  ])('wrong usage: admin %p', async (args, message) => {
    const { exitCode, stderr } = await admin(...args)
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(message)])
    expect(stderr).not.toContain('KKKK')
  })
})

describe('on the embedded database', () => {
  test('while the server runs, when it was killed, and when it is stopped', async () => {
    const dataDir = await createUsedDataDir()
    const environment = { DATA_DIR: dataDir, LOG_LEVEL: 'error' }
    const stats = async () => {
      const { exitCode, stdout, stderr } = await runCommand(['admin', 'stats', '--json'], environment)
      return exitCode === 0 ? JSON.parse(stdout).waiting : stderr
    }
    const server = await startServer({ ...environment, DL_ZIP_WHITELISTED_DOMAINS: 'http://127.0.0.1:9' })
    const key = 'k'.repeat(600)
    const owner = new Owner(server, key, `https://click.discord.com/ls/click?upn=${key}`)
    await owner.post()
    const answer = await runCommand(['admin', 'show', owner.packageId, '--json'], environment)
    expect(JSON.parse(answer.stdout)).toMatchObject({ packageId: owner.packageId })
    await server.kill()
    const deleted = await runCommand(['admin', 'delete', owner.packageId], environment)
    expect(deleted).toEqual({
      ...{ exitCode: 0, stdout: 'deleted\n' },
      stderr: `database: embedded, in ${dataDir}, which is running\n`,
    })
    const again = await startServer(environment)
    expect(await again.stop()).toBe(0)
    expect(await stats()).toBe(0)
    const last = await startServer(environment)
    expect(await last.stop()).toBe(0)
    removeDataDir(dataDir)
  }, 120_000)

  test('in a folder without a database, none is created, and the error says so', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'dumpus-admin-'))
    const { exitCode, stderr } = await runCommand(['admin', 'list'], { DATA_DIR: dataDir })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('there is no database in DATA_DIR')])
    rmSync(dataDir, { recursive: true })
  })
})
