/**
 * The command `import-legacy` as a process: from another database, from its own database, and into the
 * embedded one.
 */
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { createLegacyTables, legacyPackage, saveLegacy } from '../tests/support/fakes/legacy-database.ts'
import { Owner } from '../tests/support/servers/owner.ts'
import {
  createDataDir,
  removeDataDir,
  runCommand,
  startServer,
} from '../tests/support/servers/server-process.ts'

let old: TestDatabase
beforeEach(async () => {
  old = await freshDatabase({ isEmpty: true })
})
afterEach(() => old.drop())

const owned = legacyPackage('somebody', { bytes: 1_200_000 })
const linkOf = ({ key }: { key: string }) => `https://click.discord.com/ls/click?upn=${key}`
const importLegacy = (environment: Record<string, string>, ...args: string[]) =>
  runCommand(['import-legacy', ...args], environment)

test('into an embedded database, before and while its server runs: owners download as before', async () => {
  await createLegacyTables(old.database, 'with data')
  await saveLegacy(old.database, owned, { ivForm: 'bytea text' })
  const dataDir = createDataDir()
  const environment = { DATA_DIR: dataDir, LOG_LEVEL: 'error' }
  const first = await importLegacy(environment, '--from', old.url, '--json')
  expect([first.exitCode, first.stderr]).toEqual([
    0,
    expect.stringMatching(/^database: .+\n(1 of 1 rows.+\n)?$/),
  ])
  expect(JSON.parse(first.stdout)).toMatchObject({ imported: 1, importedBytes: owned.ciphertext.length })
  const server = await startServer(environment)
  const second = await importLegacy(environment, '--from', old.url)
  expect([second.exitCode, second.stdout]).toEqual([0, expect.stringContaining('1  already imported')])
  const owner = new Owner(server, owned.key, linkOf(owned))
  expect((await owner.post()).isAccepted).toBeTrue()
  expect(await owner.status()).toMatchObject({ processingStep: 'PROCESSED', isDataAvailable: true })
  expect((await owner.data()).equals(owned.sqlite)).toBeTrue()
  expect((await owner.blob()).equals(owned.sqlite)).toBeTrue()
  expect(await server.stop()).toBe(0)
  removeDataDir(dataDir)
}, 120_000)

test('from DATABASE_URL itself, with users that have not expired', async () => {
  await createLegacyTables(old.database, 'with bucket')
  await saveLegacy(old.database, owned, { isInBucket: true })
  const payload = (id: string, rest = {}) =>
    JSON.stringify({ id, username: 'ada', global_name: 'Ada', avatar: null, discriminator: '0', ...rest })
  await old.database.sql`
    CREATE TABLE cached_discord_user (
      user_id varchar(255) PRIMARY KEY, payload varchar NOT NULL, cached_at timestamp NOT NULL DEFAULT now())`
  await old.database.sql`
    INSERT INTO cached_discord_user VALUES
      ('100000000000000001', ${payload('100000000000000001')}, now() - interval '23 hours'),
      ('100000000000000002', ${payload('100000000000000002')}, now() - interval '25 hours'),
      ('100000000000000003', ${payload('999')}, now()),
      ('100000000000000004', 'no JSON', now()),
      ('100000000000000005', '{"message": "Unknown User", "code": 10013}', now())`
  const { exitCode, stdout, stderr } = await importLegacy({ DATABASE_URL: old.url }, '--json')
  expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/^database: .+\n(1 of 1 rows.+\n)?$/)])
  expect(JSON.parse(stdout)).toMatchObject({ imported: 0, withoutData: 1, users: 1 })
  const kept = await old.database.sql`
    SELECT kind, id, answer, round(extract(epoch FROM expires_at - now()) / 600)::int AS left FROM lookups`
  expect([...kept]).toEqual([
    {
      ...{ kind: 'user', id: '100000000000000001', left: 6 },
      answer: { username: 'ada', displayName: 'Ada', avatarUrl: expect.stringMatching(/^https:.*\.png$/) },
    },
  ])
})

test('explains errors, and quotes no password', async () => {
  const secret = 'hunter2-secret'
  const cases: [string[], string, number?][] = [
    [[], 'import-legacy needs --from'],
    [['--from', secret], '--from must begin with postgres://'],
    [['--from', old.url], 'has no tables of dumpus-api'],
    [
      ['--from', `postgres://user:${secret}@127.0.0.1:9/x`],
      'does not answer: nothing listens at that address and port: check host and port in --from',
    ],
    [['--from', old.url, '--files', '/nowhere'], '--files must name a folder'],
  ]
  const answers = await Promise.all(cases.map(([args]) => importLegacy({ DATA_DIR: '/nowhere' }, ...args)))
  const own = await importLegacy({ DATABASE_URL: `postgres://user:${secret}@127.0.0.1:9/x` })
  expect([own.exitCode, own.stderr]).toEqual([2, expect.stringContaining('host and port in DATABASE_URL')])
  for (const [index, { exitCode, stdout, stderr }] of answers.entries()) {
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).toContain(cases[index]![1])
    expect(stderr).not.toContain(secret)
  }
}, 60_000)
