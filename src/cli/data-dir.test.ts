/** An unusable DATA_DIR: server and doctor give the same true reason, and advice that breaks nothing. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../config/config.ts'
import { startEmbedded } from '../db/embedded/embedded.ts'
import { examineDisk } from '../doctor/disk.ts'
import { createLogger } from '../telemetry/logger.ts'
import { freshDatabase } from '../tests/support/servers/database.ts'
import { command, runCommand } from '../tests/support/servers/server-process.ts'
import { runDoctor } from '../tests/support/servers/doctor-trial.ts'
import { mountSmallDisk, type SmallDisk } from '../tests/support/servers/small-disk.ts'

let folder: string
let listener: Server
let disk: SmallDisk | null
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dumpus-odd-'))
  chmodSync(folder, 0o755)
  writeFileSync(join(folder, 'file'), 'precious')
  symlinkSync('nowhere', join(folder, 'dangling'))
  symlinkSync('circle', join(folder, 'circle'))
  for (const name of ['closed', 'small']) mkdirSync(join(folder, name), { mode: 0o700 })
  disk = mountSmallDisk(join(folder, 'small'), 1)
  disk?.makeReadOnly()
  listener = createServer().listen(join(folder, 'socket'))
  await new Promise((resolve) => listener.once('listening', resolve))
  Bun.spawnSync(['mkfifo', join(folder, 'pipe')])
})
afterAll(() => {
  listener.close()
  disk?.unmount()
  rmSync(folder, { recursive: true, force: true })
})

/**
 * A value of DATA_DIR, and the reason why it is unusable. `%` stands for the test's folder.
 */
const places: [dataDir: string, fault: string][] = [
  ['%/file', '%/file is a file, not a folder'],
  ['%/file/deep/inside', '%/file is a file, not a folder'],
  ['/dev/null', '/dev/null is a device, not a folder'],
  ['/dev/null/data', '/dev/null is a device, not a folder'],
  ['%/socket', '%/socket is a socket, not a folder'],
  ['%/socket/data', '%/socket is a socket, not a folder'],
  ['%/pipe', '%/pipe is a pipe, not a folder'],
  ['%/dangling', '%/dangling is a link that leads nowhere'],
  ['%/dangling/data', '%/dangling is a link that leads nowhere'],
  ['%/circle', '%/circle is a link in a circle'],
  [`%/${'long'.repeat(64)}`, 'a name in it is too long for the file system'],
  ['%/small', 'the file system of %/small is read-only'],
  ['%/small/data', 'the file system of %/small is read-only'],
]
const inFolder = (text: string) => text.replaceAll('%', folder)

test.each(places)('DATA_DIR=%s', async (place, expected) => {
  if (place.startsWith('%/small') && disk === null) return
  const [dataDir, fault] = [inFolder(place), inFolder(expected)]
  await expect(startEmbedded({ dataDir }, createLogger('silent'))).rejects.toThrow(
    `DATA_DIR (${dataDir}) cannot be used: ${fault}. Set DATA_DIR to a folder that this user may write to`,
  )
  const findings = examineDisk(loadConfig({ DATA_DIR: dataDir }))
  expect(findings.find(({ check }) => check === 'DATA_DIR')).toMatchObject({
    level: 'fail',
    what: `${dataDir} cannot be used: ${fault}`,
  })
  expect(JSON.stringify(findings)).not.toMatch(/chmod|chown/)
  expect(await Bun.file(join(folder, 'file')).text()).toBe('precious')
})

test('serve and doctor print the reason, admin finds no database, and all end with their exit codes', async () => {
  const dataDir = join(folder, 'file')
  const [served, listed, examined] = await Promise.all([
    runCommand(['serve'], { DATA_DIR: dataDir, PORT: '0' }),
    runCommand(['admin', 'list'], { DATA_DIR: dataDir }),
    runDoctor({ DATA_DIR: dataDir }),
  ])
  expect([served.exitCode, served.stderr]).toEqual([
    2,
    `DATA_DIR (${dataDir}) cannot be used: ${dataDir} is a file, not a folder. Set DATA_DIR to a folder that this user may write to\n`,
  ])
  expect([listed.exitCode, listed.stderr]).toEqual([
    2,
    expect.stringContaining(`there is no database in DATA_DIR (${dataDir})`),
  ])
  expect([examined.exitCode, examined.checks('fail')]).toEqual([1, ['DATA_DIR', 'spool']])
})

test.each([
  ['%/closed', 'this user may not write to %/closed'],
  ['%/closed/deep/inside', 'this user may not write to %/closed'],
  ['%/new', 'this user may not write to %'],
])('DATA_DIR=%s, for a user without the permission', async (place, fault) => {
  // If root runs this test, the command runs as an ordinary user, because root may write anywhere. Otherwise
  // the folders are made read-only.
  const isRoot = process.getuid?.() === 0
  if (!isRoot) chmodSync(join(folder, 'closed'), 0o500)
  if (!isRoot) chmodSync(folder, 0o555)
  const before = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] : []
  const child = Bun.spawn([...before, ...command, 'serve'], {
    env: { PATH: process.env.PATH ?? '', DATA_DIR: inFolder(place), PORT: '0' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const stderr = await new Response(child.stderr).text()
  if (!isRoot) chmodSync(folder, 0o755)
  expect([await child.exited, stderr]).toEqual([
    2,
    expect.stringContaining(inFolder(`: ${fault}. Set DATA_DIR`)),
  ])
})

test('with an external database, the folder of downloads is checked in the same way', async () => {
  const fresh = await freshDatabase()
  const environment = { DATABASE_URL: fresh.url, DATA_DIR: join(folder, 'file'), PORT: '0' }
  const { exitCode, stderr } = await runCommand(['serve'], environment)
  expect([exitCode, stderr]).toEqual([
    2,
    `the folder of encrypted downloads (${folder}/file/spool) cannot be used: ${folder}/file is a file, not a folder. ` +
      'Set DL_ZIP_TMP_PATH, or DATA_DIR above it, to a folder that this user may write to\n',
  ])
  await fresh.drop()
})
