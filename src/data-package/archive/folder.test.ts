/**
 * An unzipped package gives the same result as its archive. No file outside of its folder is read, and faulty
 * folders have their own errors.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { analyzePackage } from '../../analysis/analyze.ts'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import {
  command,
  createDataDir,
  removeDataDir,
  runCommand,
} from '../../tests/support/servers/server-process.ts'
import { unzipInto } from '../../tests/support/unzip-into.ts'
import { listFolder, openFolder } from './folder.ts'

let home: string
beforeAll(() => {
  home = createDataDir()
})
afterAll(() => removeDataDir(home))

test('a folder gives the same bytes as its archive, even with other files in it', async () => {
  const day = '2026-05-20'
  const { archive } = await packageBytes({ seed: 7, messages: 200, events: 400, endDate: day })
  writeFileSync(join(home, 'package.zip'), archive)
  const folder = join(home, 'package')
  unzipInto(join(folder, 'package'), archive, day)
  writeFileSync(join(folder, '.DS_Store'), 'x')
  mkdirSync(join(folder, '__MACOSX/Messages/c170000000000000009'), { recursive: true })
  writeFileSync(join(folder, '__MACOSX/Messages/c170000000000000009/channel.json'), '{}')
  const outside = join(home, 'outside/c170000000000000008')
  mkdirSync(outside, { recursive: true })
  writeFileSync(join(outside, 'messages.json'), '[{"ID": 900000000000000000, "Contents": "secret"}]')
  symlinkSync(outside, join(folder, 'c170000000000000008'))
  symlinkSync(folder, join(folder, 'circle'))
  mkdirSync(join(folder, 'c170000000000000007'))
  const pipe = join(folder, 'c170000000000000007/messages.json')
  expect(Bun.spawnSync(['mkfifo', pipe]).exitCode).toBe(0)

  const results = await Promise.all(
    ['package.zip', 'package', 'package/'].map(async (name, number) => {
      const output = join(home, `${number}.sqlite`)
      const { exitCode, stderr } = await runCommand(['analyze', join(home, name), '-o', output])
      expect([exitCode, stderr]).toEqual([0, expect.stringContaining('wrote')])
      return Bun.file(output).bytes()
    }),
  )
  expect(results[1]).toEqual(results[0]!)
  expect(results[2]).toEqual(results[0]!)
}, 60_000)

test('the result is never written into the folder that is read', async () => {
  const folder = join(home, 'read')
  mkdirSync(join(folder, 'sub'), { recursive: true })
  writeFileSync(join(folder, 'sub/file.json'), '{}')
  symlinkSync(folder, join(home, 'way-in'))
  for (const path of ['read/out.sqlite', 'read/sub/out.sqlite', 'way-in/out.sqlite']) {
    const { exitCode, stderr } = await runCommand(['analyze', folder, '-o', join(home, path)])
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('is inside the package')])
  }
}, 60_000)

test('an empty folder is refused', async () => {
  mkdirSync(join(home, 'empty'))
  const { exitCode, stderr } = await runCommand(['analyze', join(home, 'empty'), '--report'])
  expect([exitCode, stderr]).toEqual([2, expect.stringContaining('the folder has no files')])
})

test.each([
  ['file', 'Messages/index.json'],
  ['folder', 'Messages'],
])('an unreadable %s is named, and nothing is analyzed', async (_, inside) => {
  const folder = join(home, `closed-${inside.length}`)
  const { archive } = await packageBytes({ seed: 7, messages: 20, events: 20 })
  unzipInto(folder, archive, '2026-05-20')
  chmodSync(join(folder, inside), 0)
  const isRoot = process.getuid?.() === 0
  const before = isRoot ? ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--'] : []
  const child = Bun.spawn([...before, ...command, 'analyze', folder, '--report'], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  chmodSync(join(folder, inside), 0o755)
  expect([await child.exited, stdout]).toEqual([2, ''])
  expect(stderr).toBe(`cannot read ${join(folder, inside)}: this user lacks the permission\n`)
})

test('a file that disappears or shrinks after the folder was listed is file_unreadable', async () => {
  const limits = analysisLimitsOf(loadConfig({}))
  for (const change of [rmSync, (path: string) => truncateSync(path, 1)]) {
    const folder = join(home, 'changing')
    const { archive } = await packageBytes({ seed: 7, messages: 20, events: 20 })
    unzipInto(folder, archive, '2026-05-20')
    const source = openFolder(folder, listFolder(folder, limits))
    change(join(folder, 'Account/user.json'))
    const options = { packageId: '0'.repeat(32), today: '2026-11-24', limits }
    await expect(analyzePackage(source, options)).rejects.toMatchObject({ detail: 'file_unreadable' })
    rmSync(folder, { recursive: true })
  }
})
