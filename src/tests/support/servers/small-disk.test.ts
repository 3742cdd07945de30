/** The small disks of tests do not accumulate when tests are killed. */
import { expect, test } from 'bun:test'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { createDataDir, removeDataDir } from './server-process.ts'
import { mountedDisks, mountSmallDisk } from './small-disk.ts'

test('the next test unmounts the disk of a killed test, but not a disk in use', async () => {
  const folder = createDataDir()
  const [left, own, next] = ['left', 'own', 'next'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ]
  for (const path of [left, own, next]) mkdirSync(path)
  const module = join(import.meta.dir, 'small-disk.ts')
  const script = `(await import(${JSON.stringify(module)})).mountSmallDisk(${JSON.stringify(left)}, 1); console.log('done')
    await Bun.sleep(60_000)`
  const killed = Bun.spawn([process.execPath, '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] })
  for await (const _ of killed.stdout) break
  const mounted = () => mountedDisks().flatMap(({ path }) => (path.startsWith(folder) ? [path] : []))
  const disk = mountSmallDisk(own, 1)
  // If mounting is not permitted, no disk can be left behind.
  expect(mounted()).toEqual(disk ? [left, own] : [])
  killed.kill('SIGKILL')
  await killed.exited
  const another = mountSmallDisk(next, 1)
  expect(mounted()).toEqual(disk ? [own, next] : [])
  for (const one of [disk, another]) one?.unmount()
  expect(mounted()).toEqual([])
  removeDataDir(folder)
})
