/**
 * Backup and restore as operators use them: while a server runs, into a new folder, into another PostgreSQL,
 * and when they are refused.
 */
import { afterAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { freshDatabase } from '../tests/support/servers/database.ts'
import { createDataDir, removeDataDir, runCommand } from '../tests/support/servers/server-process.ts'
import {
  createOwner,
  expectResult,
  launch,
  setUpServers,
  shared,
  usedFolder,
} from '../tests/support/servers/server-trial.ts'
import { openTestDatabase } from '../tests/support/servers/opened.ts'

setUpServers()
const folders: string[] = []
const folder = () => {
  const made = createDataDir()
  folders.push(made)
  return made
}
afterAll(() => folders.forEach(removeDataDir))

test('a backup made beside a running server, and restored into a new DATA_DIR, has every owner’s result', async () => {
  const [source, target] = [await usedFolder(), folder()]
  const file = join(folder(), 'dumpus.backup')
  const server = await launch({ databaseUrl: null, environment: { DATA_DIR: source } })
  const owners = [createOwner(server), createOwner(server), createOwner(server)]
  for (const owner of owners) {
    await owner.post()
    await owner.wait(120)
  }
  const backup = await runCommand(['backup', file], { DATA_DIR: source })
  expect([backup.exitCode, backup.stderr]).toEqual([0, expect.stringContaining(`wrote ${file}`)])
  // Later changes are not in the backup.
  await owners[2]!.delete()
  // An older backup is replaced without --force.
  expect((await runCommand(['backup', `${file}.2`], { DATA_DIR: source })).exitCode).toBe(0)
  expect((await runCommand(['backup', `${file}.2`], { DATA_DIR: source })).exitCode).toBe(0)
  const busy = await runCommand(['restore', file], { DATA_DIR: source })
  expect([busy.exitCode, busy.stderr]).toEqual([
    2,
    expect.stringContaining('a server is running on the database'),
  ])
  await server.stop()

  const restored = await runCommand(['restore', file], { DATA_DIR: target })
  expect([restored.exitCode, restored.stderr]).toEqual([0, expect.stringContaining('restored')])
  const again = await runCommand(['restore', file], { DATA_DIR: target })
  expect([again.exitCode, again.stderr]).toEqual([
    2,
    expect.stringContaining('only be restored into an empty one'),
  ])
  const other = await launch({ databaseUrl: null, environment: { DATA_DIR: target } })
  const database = await openTestDatabase(target)
  for (const owner of owners) {
    owner.server = other
    await expectResult(owner, database)
  }
  await database.close()
  expect(await other.stop()).toBe(0)
})

test('a backup of one PostgreSQL, restored into another, has the same rows', async () => {
  const server = await launch()
  const owner = createOwner(server)
  await owner.post()
  await owner.wait(120)
  await server.stop()
  const file = join(folder(), 'dumpus.backup')
  const target = await freshDatabase({ isEmpty: true })
  expect((await runCommand(['backup', file], { DATABASE_URL: shared.url })).exitCode).toBe(0)
  expect((await runCommand(['restore', file], { DATABASE_URL: target.url })).exitCode).toBe(0)
  for (const table of ['packages', 'blobs', 'blob_chunks', 'server_secrets']) {
    const read = ({ sql }: typeof target.database) => sql`SELECT * FROM ${sql(table)} AS t ORDER BY t`
    expect([...(await read(target.database))]).toEqual([...(await read(shared.database))])
  }
  await target.drop()
})

test('a file that is not a backup is neither restored nor overwritten', async () => {
  const dataDir = folder()
  const file = join(folder(), 'letter')
  await Bun.write(file, 'dear reader')
  for (const [path, sentence] of [
    [file, 'is not a backup made by this program'],
    [`${file}.not`, 'there is no such file'],
    [folder(), 'it is not a regular file'],
  ] as const) {
    const { exitCode, stderr } = await runCommand(['restore', path], { DATA_DIR: dataDir })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)])
  }
  const over = await runCommand(['backup', file], { DATABASE_URL: shared.url })
  expect([over.exitCode, over.stderr]).toEqual([2, expect.stringContaining('--force')])
  expect(await Bun.file(file).text()).toBe('dear reader')
})
