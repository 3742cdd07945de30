/** The help of each script, and the exit code of most for wrong usage. */
import { accessSync, constants, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'bun:test'

const root = join(import.meta.dir, '../../..')
const scripts = readdirSync(join(root, 'scripts'), { withFileTypes: true })
  .filter((entry) => entry.isFile() && !entry.name.includes('.'))
  .map(({ name }) => name)

async function run(name: string, ...args: string[]) {
  const child = Bun.spawn([join(root, 'scripts', name), ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  return { exitCode: await child.exited, stdout, stderr }
}

test.each(scripts)('scripts/%s --help prints the help', async (name) => {
  accessSync(join(root, 'scripts', name), constants.X_OK)
  const [long, short] = await Promise.all([run(name, '--help'), run(name, '-h')])
  expect([long.exitCode, long.stderr]).toEqual([0, ''])
  // scripts/start passes --help on to the program itself.
  expect(long.stdout).toContain(name === 'start' ? 'dumpus-server analyze ZIP' : `  scripts/${name}`)
  expect(long.stdout).not.toMatch(/^#/m)
  expect(short.stdout).toBe(long.stdout)
})

test.each(['setup --nonsense', 'build --nonsense', 'release', 'make-package --nonsense', 'start nonsense'])(
  'wrong usage exits with 2: scripts/%s',
  async (line) => {
    const [name, ...args] = line.split(' ')
    const { exitCode, stdout, stderr } = await run(name!, ...args)
    expect([exitCode, stdout]).toEqual([2, ''])
    expect(stderr).not.toBe('')
  },
)
