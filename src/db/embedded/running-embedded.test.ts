/** Which states of a data folder a command sees; that it then works there is tested in cli/admin.test.ts. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
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

test('absent, running, stopped', async () => {
  const dataDir = join(folder, 'data')
  expect(await findEmbedded({ dataDir })).toEqual({ is: 'absent' })
  const embedded = await startEmbedded({ dataDir }, createLogger('silent'))
  const found = await findEmbedded({ dataDir })
  expect(found).toEqual({ is: 'running', connection: embedded.connection })
  const database = connect((found as { connection: typeof embedded.connection }).connection)
  expect([...(await database.sql`SELECT 1 AS one`)]).toEqual([{ one: 1 }])
  await database.close()
  await embedded.stop()
  expect(await findEmbedded({ dataDir })).toEqual({ is: 'stopped' })
}, 60_000)

/** As PostgreSQL leaves it when the machine loses power, and another process has the number since. */
test.each([
  ['another process has its number', String(process.pid), 'ready'],
  ['no process has its number', '999999999', 'ready'],
  ['it is just starting', String(process.pid), 'starting'],
])('a folder whose file names a server is not running when %s', async (name, pid, state) => {
  const dataDir = join(folder, name.replaceAll(' ', '-'))
  await mkdir(join(dataDir, 'cluster'), { recursive: true })
  const lines = [pid, join(dataDir, 'cluster'), '1', '5432', '/nowhere', '', '1 2', state]
  await writeFile(join(dataDir, 'cluster/postmaster.pid'), `${lines.join('\n')}\n`)
  expect(await findEmbedded({ dataDir })).toEqual({ is: 'stopped' })
})

test('a folder that is closed to this user says who may', async () => {
  const dataDir = join(folder, 'closed')
  await mkdir(join(dataDir, 'cluster'), { recursive: true, mode: 0o755 })
  await writeFile(join(dataDir, 'cluster/postmaster.pid'), '1\n')
  await chmod(join(dataDir, 'cluster'), 0)
  const script = `
    const { findEmbedded } = await import(${JSON.stringify(join(import.meta.dir, 'running-embedded.ts'))})
    await findEmbedded({ dataDir: ${JSON.stringify(dataDir)} }).catch((error) => console.log(error.message))`
  const child = Bun.spawn([process.execPath, '-e', script], {
    ...(process.getuid!() === 0 && { uid: 65_534, gid: 65_534 }),
    cwd: '/',
    stdout: 'pipe',
    stderr: 'ignore',
  })
  const said = await new Response(child.stdout).text()
  await chmod(join(dataDir, 'cluster'), 0o700)
  expect(said).toContain('run the command as the user that runs the server')
})
