/** An unzipped package is worth as much as its archive, and nothing outside of its folder is read. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { unzipSync } from 'fflate'
import { packageBytes } from '../../synthetic-package/write-package.ts'
import { createDataDir, removeDataDir, runCommand } from '../../tests/support/servers/server-process.ts'

let home: string
beforeAll(() => {
  home = createDataDir()
})
afterAll(() => removeDataDir(home))

/** Unzips an archive as people's programs do, with the days of its entries. */
function unpack(archive: Uint8Array, folder: string, day: string): void {
  const time = new Date(`${day}T12:00:00`)
  for (const [name, content] of Object.entries(unzipSync(archive))) {
    if (name.endsWith('/')) continue
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
    utimesSync(join(folder, name), time, time)
  }
}

test('a folder gives the bytes that its archive gives, whatever else lies in it', async () => {
  const day = '2026-05-20'
  const { archive } = await packageBytes({ seed: 7, messages: 200, events: 400, endDate: day })
  writeFileSync(join(home, 'package.zip'), archive)
  const folder = join(home, 'package')
  unpack(archive, join(folder, 'package'), day)
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
  symlinkSync(folder, join(home, 'way-in'))
  for (const path of ['read/out.sqlite', 'read/sub/out.sqlite', 'way-in/out.sqlite']) {
    const { exitCode, stderr } = await runCommand(['analyze', folder, '-o', join(home, path)])
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining('lies in the package')])
  }
}, 60_000)

test('an empty folder has nothing to count', async () => {
  mkdirSync(join(home, 'empty'))
  const { exitCode, stderr } = await runCommand(['analyze', join(home, 'empty'), '--report'])
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('MISSING_USER_DATA')])
})
