/**
 * The states of a data folder that a command distinguishes. cli/admin.test.ts tests that commands work there.
 */
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createLogger } from '../../telemetry/logger.ts'
import { connect } from '../connect.ts'
import { startEmbedded } from './embedded.ts'
import { findEmbedded } from './running-embedded.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dumpus-running-'))
  await chmod(folder, 0o711)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('a data folder is absent, then running, then stopped', async () => {
  const dataDir = join(folder, 'data')
  expect(await findEmbedded({ dataDir })).toEqual({ is: 'absent', dataDir })
  const embedded = await startEmbedded({ dataDir }, createLogger('silent'))
  const found = await findEmbedded({ dataDir })
  expect(found).toEqual({ is: 'running', dataDir, connection: embedded.connection })
  const database = connect((found as { connection: typeof embedded.connection }).connection)
  expect([...(await database.sql`SELECT 1 AS one`)]).toEqual([{ one: 1 }])
  await database.close()
  await embedded.stop()
  expect(await findEmbedded({ dataDir })).toEqual({ is: 'stopped', dataDir })
}, 60_000)

/** The pid files of servers that are not running or not ready, for example after a power failure. */
test.each([
  ['another process has its id', String(process.pid), 'ready'],
  ['no process has its id', '999999999', 'ready'],
  ['it is just starting', String(process.pid), 'starting'],
])('a database with a pid file counts as stopped if %s', async (name, pid, state) => {
  const dataDir = join(folder, name.replaceAll(' ', '-'))
  await mkdir(join(dataDir, 'cluster'), { recursive: true })
  const lines = [pid, join(dataDir, 'cluster'), '1', '5432', '/nowhere', '', '1 2', state]
  await writeFile(join(dataDir, 'cluster/postmaster.pid'), `${lines.join('\n')}\n`)
  expect(await findEmbedded({ dataDir })).toEqual({ is: 'stopped', dataDir })
})

test('the error for a closed folder says who may enter it', async () => {
  const dataDir = join(folder, 'closed')
  await mkdir(join(dataDir, 'cluster'), { recursive: true, mode: 0o755 })
  await writeFile(join(dataDir, 'cluster/postmaster.pid'), '1\n')
  await chmod(join(dataDir, 'cluster'), 0)
  // Root may enter every folder, so this process becomes another user for a moment. That is enough, because
  // `findEmbedded` reads the folders before it awaits anything.
  const isRoot = process.getuid!() === 0
  if (isRoot) process.seteuid!(65_534)
  const looking = findEmbedded({ dataDir })
  if (isRoot) process.seteuid!(0)
  await expect(looking).rejects.toThrow('run the command as the user that runs the server')
  await chmod(join(dataDir, 'cluster'), 0o700)
})

describe('when no DATA_DIR was named', () => {
  const isRoot = process.getuid!() === 0
  const make = async (...names: string[]) => {
    const [own, other] = [join(folder, `${names.join('-')}own`), join(folder, `${names.join('-')}other`)]
    for (const name of names) await mkdir(join(name === 'own' ? own : other, 'cluster'), { recursive: true })
    const look = (isDataDirDefault: boolean) => findEmbedded({ dataDir: own, isDataDirDefault }, other)
    return { own, other, look }
  }

  test('root uses the default folder that has a database, and must choose if both have one; other users never use the second', async () => {
    const [none, one, two] = [await make(), await make('other'), await make('own', 'other')]
    expect(await none.look(true)).toEqual({ is: 'absent', dataDir: none.own })
    expect(await one.look(true)).toEqual(
      isRoot ? { is: 'stopped', dataDir: one.other } : { is: 'absent', dataDir: one.own },
    )
    const both = two.look(true)
    if (isRoot) await expect(both).rejects.toThrow(`${two.own} (stopped) and in ${two.other} (stopped)`)
    else expect(await both).toEqual({ is: 'stopped', dataDir: two.own })
  })

  test('a configured folder is the only candidate', async () => {
    const { own, look } = await make('other')
    expect(await look(false)).toEqual({ is: 'absent', dataDir: own })
  })
})
