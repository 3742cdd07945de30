/**
 * How a server starts, stops and reports: JSON lines on standard output, text for people on standard error,
 * reasons in sentences.
 */
import { chownSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'bun:test'
import { command, createDataDir, removeDataDir, runCommand } from '../tests/support/servers/server-process.ts'
import { freshDatabase } from '../tests/support/servers/database.ts'
import { createUsedDataDir } from '../tests/support/servers/used-data-dir.ts'

const folders: string[] = []
const folder = () => {
  const made = createDataDir()
  folders.push(made)
  return made
}
afterAll(() => folders.forEach(removeDataDir))

/** Starts a server, sends it the signal when it says that it is running, and returns its output. */
async function served(environment: Record<string, string>, signal: NodeJS.Signals) {
  const child = Bun.spawn([...command, 'serve'], {
    env: { PATH: process.env.PATH ?? '', PORT: '0', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const stdout = new Response(child.stdout).text()
  let stderr = ''
  let isSignalled = false
  for await (const chunk of child.stderr.pipeThrough(new TextDecoderStream())) {
    stderr += chunk
    if (isSignalled || !stderr.includes('running at')) continue
    isSignalled = true
    child.kill(signal)
  }
  return { exitCode: await child.exited, stdout: await stdout, stderr }
}

describe('output and signals', () => {
  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    '%s stops it completely; standard output has only JSON lines',
    async (signal) => {
      const dataDir = await createUsedDataDir()
      folders.push(dataDir)
      const { exitCode, stdout, stderr } = await served({ DATA_DIR: dataDir }, signal)
      expect(exitCode).toBe(0)
      const events = stdout
        .trim()
        .split('\n')
        .map((line) => (JSON.parse(line) as { event: string }).event)
      expect(events).toContain('postgres_started')
      expect(events.at(-1)).toBe('stopped')
      expect(stderr).toContain('open it in a browser')
      expect(stderr).not.toContain('"event"')
      // Its database stopped with it, so nothing locks the folder.
      const again = await runCommand(['admin', 'stats', '--json'], { DATA_DIR: dataDir })
      expect([again.exitCode, again.stderr]).toEqual([0, `database: embedded, in ${dataDir}\n`])
    },
    90_000,
  )
})

/**
 * How to start a program that may not use port 80: root becomes an ordinary user in a separate network,
 * because in many containers every user may use all ports. Null if that is impossible here.
 */
function portsOfOthers(): { before: string[]; user?: number } | null {
  if (process.getuid?.() !== 0) {
    const file = '/proc/sys/net/ipv4/ip_unprivileged_port_start'
    return process.platform === 'linux' && Number(readFileSync(file, 'utf8')) > 80 ? { before: [] } : null
  }
  const user = 65534
  const before = ['unshare', '--net', 'setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', '--']
  const isThere = Bun.which('unshare') && Bun.spawnSync([...before, 'true']).exitCode === 0
  return isThere ? { before, user } : null
}

describe('a failed start explains why', () => {
  test.each([
    ['an address of another machine', { HOST: '192.0.2.1' }, 'HOST is no address of this machine'],
    ['a port that is taken', { PORT: 'TAKEN' }, 'another program is using it'],
  ])('%s', async (_, settings: Record<string, string>, sentence) => {
    const fresh = await freshDatabase()
    using taken = Bun.serve({ port: 0, fetch: () => new Response() })
    const environment = Object.fromEntries(
      Object.entries(settings).map(([name, value]) => [name, value.replace('TAKEN', String(taken.port))]),
    )
    const { exitCode, stderr } = await runCommand(['serve'], {
      ...{ DATABASE_URL: fresh.url, DATA_DIR: folder(), PORT: '0' },
      ...environment,
    })
    expect([exitCode, stderr]).toEqual([2, expect.stringContaining(sentence)])
    await fresh.drop()
  })

  const ports = portsOfOthers()
  test.skipIf(ports === null)('a port that is not for ordinary users', async () => {
    const dataDir = folder()
    if (ports!.user) chownSync(dataDir, ports!.user, ports!.user)
    const child = Bun.spawn([...ports!.before, ...command, 'serve'], {
      env: { PATH: process.env.PATH ?? '', DATA_DIR: dataDir, PORT: '80' },
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    expect([await child.exited, await new Response(child.stderr).text()]).toEqual([
      2,
      'PORT 80 of HOST 0.0.0.0 cannot be listened on: ports below 1024 are not for ordinary users. ' +
        'Set PORT to a higher number, and let a proxy have 80 and 443\n',
    ])
  })

  test('a read-only database', async () => {
    const fresh = await freshDatabase()
    const name = new URL(fresh.url).pathname.slice(1)
    await fresh.database.sql.unsafe(`ALTER DATABASE ${name} SET default_transaction_read_only = on`)
    const { exitCode, stderr } = await runCommand(['serve'], {
      DATABASE_URL: fresh.url,
      DATA_DIR: folder(),
      PORT: '0',
    })
    expect([exitCode, stderr]).toEqual([
      2,
      expect.stringContaining('is read-only: default_transaction_read_only'),
    ])
    await fresh.drop()
  })

  test('no database of that name, without user and password in the sentence', async () => {
    const fresh = await freshDatabase()
    const url = Object.assign(new URL(fresh.url), { pathname: '/nowhere' }).href
    const { exitCode, stdout, stderr } = await runCommand(['serve'], {
      DATABASE_URL: url,
      DATA_DIR: folder(),
      PORT: '0',
    })
    expect([exitCode, stderr]).toEqual([
      2,
      'the database at DATABASE_URL does not exist: the server has no database of that name: compare DATABASE_URL with the user, password and database that you created, or create it\n',
    ])
    // Error classes keep their names, also in the executable.
    expect(stdout).toContain('"error":"PostgresError","errorCode":"3D000"')
    await fresh.drop()
  })
})
