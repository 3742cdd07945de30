/**
 * The database that a command works on. If root runs it without a DATA_DIR and both default folders have a
 * database, the command refuses.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fallbackDataDir } from '../db/embedded/data-dir.ts'
import { createLegacyTables } from '../tests/support/fakes/legacy-database.ts'
import { freshDatabase } from '../tests/support/servers/database.ts'
import { command } from '../tests/support/servers/server-process.ts'

/** An isolated /var/lib with the second database, like that of a service. */
const isolated = [
  ...['unshare', '--mount', 'sh', '-c'],
  `mount -t tmpfs tmpfs /var/lib && mkdir -p ${fallbackDataDir}/cluster && exec "$@"`,
  'sh',
]
const isRoot = process.getuid?.() === 0
const canIsolate = isRoot && Bun.spawnSync([...isolated, 'true']).exitCode === 0

let folder: string
beforeAll(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'dumpus-two-')))
  mkdirSync(join(folder, 'data/cluster'), { recursive: true })
})
afterAll(() => rmSync(folder, { recursive: true }))

async function run(line: string, environment: Record<string, string> = {}) {
  const child = Bun.spawn([...isolated, ...command, ...line.split(' ')], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PORT: '1', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [stdout, stderr] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  return { exitCode: await child.exited, stdout, stderr }
}

const both = () =>
  `there are two databases, in ${folder}/data (stopped) and in ${fallbackDataDir} (stopped): name the one that you mean with DATA_DIR`

// For other users, the second default folder does not count.
if (isRoot) {
  test
    .skipIf(!canIsolate)
    .each([
      'admin stats',
      'admin list',
      `admin delete ${'0'.repeat(32)}`,
      'move-results --to postgres',
      'backup x.backup',
    ])('refused: %s', async (line) => {
    expect(await run(line)).toEqual({ exitCode: 2, stdout: '', stderr: `${both()}\n` })
  })

  test.skipIf(!canIsolate)('refused: import-legacy', async () => {
    const old = await freshDatabase({ isEmpty: true })
    await createLegacyTables(old.database, 'with data')
    expect(await run(`import-legacy --from ${old.url}`)).toMatchObject({ exitCode: 2, stderr: `${both()}\n` })
    await old.drop()
  })

  test.skipIf(!canIsolate)(
    'doctor reports both databases as a failure, and examines the one that DATA_DIR names',
    async () => {
      const { exitCode, stdout } = await run('doctor --json')
      const { findings } = JSON.parse(stdout) as { findings: { check: string; level: string }[] }
      expect(findings.find(({ check }) => check === 'database')).toMatchObject({
        level: 'fail',
        advice: both(),
      })
      expect(exitCode).toBe(1)
      const named = await run('doctor --json', { DATA_DIR: fallbackDataDir })
      expect(named.stdout).toContain(`embedded, in ${fallbackDataDir}; not running`)
    },
  )
}
