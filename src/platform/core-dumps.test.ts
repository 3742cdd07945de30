/** Core dumps are disabled in a separate process, because they cannot be allowed again. */
import { expect, test } from 'bun:test'
import { join } from 'node:path'

const script = `
  import { forbidCoreDumps } from ${JSON.stringify(join(import.meta.dir, 'core-dumps.ts'))}
  const done = forbidCoreDumps()
  const limits = Bun.spawnSync(['sh', '-c', 'ulimit -c']).stdout.toString().trim()
  console.log(JSON.stringify({ ...done, limits }))
`

test('core dumps are disabled for this process and its children', () => {
  const child = Bun.spawnSync([
    'sh',
    '-c',
    'ulimit -c unlimited 2>/dev/null; exec "$0" -e "$1"',
    process.execPath,
    script,
  ])
  const told = JSON.parse(child.stdout.toString())
  expect(told).toEqual({ limit: true, undumpable: process.platform === 'linux', limits: '0' })
})
