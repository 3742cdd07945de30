/**
 * Runs the commands of README.md, docs/api.md and docs/operating.md. Replaces their ids and folders, waits
 * where a person would wait, and leaves out the command that serves charts until Ctrl-C.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'bun:test'
import { packageIdOf } from '../../crypto.ts'
import { blocks, root } from '../support/judges/command-blocks.ts'
import { command } from '../support/servers/server-process.ts'

/** A separate network namespace, in which the documents' ports are free. Only root can create one. */
const isolated = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
const canIsolate =
  process.getuid?.() === 0 && Bun.which('ip') !== null && Bun.spawnSync([...isolated, 'true']).exitCode === 0

/**
 * Runs the lines as one shell session in an empty folder, with the repository's scripts. Returns the output.
 */
async function run(session: string, environment: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-commands-'))
  // A server started by root runs its database as an ordinary user, who must be able to enter this folder.
  chmodSync(folder, 0o711)
  const script = session.replaceAll(/(^|\s)scripts\//gm, `$1${root}/scripts/`)
  const child = Bun.spawn([...(canIsolate ? isolated : []), 'bash', '-euo', 'pipefail', '-c', script], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [out, err, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  rmSync(folder, { recursive: true, force: true })
  if (code !== 0) throw new Error(`the session ended with ${code}:\n${out}\n${err}`)
  return out
}

describe('the documents’ commands work', () => {
  const textOf = (document: string) =>
    blocks
      .filter((block) => block.document === document && block.excuse === null)
      .map(({ lines }) => lines.join('\n'))

  test('README.md: analyze', async () => {
    // Leaves out the command that serves charts until it is stopped.
    const analyze = textOf('README.md')[0]!.replace(/^.* --open .*$/m, '')
    const make = 'scripts/make-package --messages 200 --events 500'
    const packages = `${make} -o package.zip\ncp package.zip newer.zip\n${make} --quirk withoutMessages -o older.zip`
    const out = await run(`${packages}\n${analyze}\ntest -s stats.sqlite -a -s all.sqlite`)
    expect(out).toContain('Coverage')
    expect(out).toContain('has all messages, voice sessions, people, servers and payments of the older one')
  }, 120_000)

  test('docs/api.md: the session', async () => {
    // The first block ends by starting a server. The others are typed in another terminal.
    const [begin, ...blocks] = textOf('docs/api.md')
    const [variables, post, status, ...rest] = blocks
    const processed = `until ${status} | grep -q PROCESSED; do kill -0 $SERVER_PID || exit 1; sleep 0.2; done`
    const script = [
      `trap 'kill $(jobs -p) 2>/dev/null; cat server.log >&2' EXIT`,
      `${begin} >server.log 2>&1 & SERVER_PID=$!`,
      `until curl -sf http://localhost:5000/health >/dev/null; do kill -0 $SERVER_PID || exit 1; sleep 0.2; done`,
      ...[variables!, post!, status!, processed, ...rest],
      'test -s stats.sqlite -a -s demo.sqlite',
      'kill $SERVER_PID; wait $SERVER_PID',
    ].join('\n')
    const out = await run(script, { METRICS_TOKEN: 'of-this-session-0123456789-abcdefgh' })
    expect(out).toContain('"isAccepted":true')
    expect(out).toContain('"isDeleted":true')
  }, 180_000)

  test('docs/operating.md: administration (by commands and by HTTP), backup and restore', async () => {
    const [backup, commands, start, requests] = textOf('docs/operating.md')
    const post = (name: string, port: number) =>
      `curl -sf http://localhost:5000/process -H 'Content-Type: application/json' -d '{"package_link": "http://127.0.0.1:${port}/${name}.zip?upn=${name}"}'`
    const idOf = (name: string) => `$(printf %s ${name} | md5sum | cut -c1-32)`
    const script = [
      `dumpus-server() { ${command.join(' ')} "$@"; }`,
      `trap 'kill $(jobs -p) 2>/dev/null; cat server.log >&2' EXIT`,
      // One package cannot be downloaded, so it waits for another attempt. The other is not a package, so it
      // fails.
      'mkdir served && echo none > served/failed.zip && export DATA_DIR=$PWD/data',
      'python3 -m http.server 8000 --bind 127.0.0.1 --directory served 2>/dev/null &',
      'export DL_ZIP_WHITELISTED_DOMAINS=http://127.0.0.1:8000,http://127.0.0.1:9',
      `${start!} >server.log 2>&1 & SERVER_PID=$!`,
      `until curl -sf http://localhost:5000/health >/dev/null; do kill -0 $SERVER_PID || exit 1; sleep 0.2; done`,
      post('waiting', 9),
      `until ${post('failed', 8000)}; do sleep 0.2; done`,
      `until dumpus-server admin list --state errored | grep -q ${idOf('failed')}; do sleep 0.2; done`,
      commands!
        .replace('retry PACKAGE_ID', `retry ${idOf('failed')}`)
        .replaceAll('PACKAGE_ID', idOf('waiting'))
        .replace(/^.* delete /m, `ID=${idOf('waiting')}\n${requests!.replaceAll('$', '$$$$')}\n$&`),
      'mkdir backups',
      backup!.replaceAll('/backups/', 'backups/').replace(/^.* restore /m, 'DATA_DIR=$PWD/new $&'),
      'DATA_DIR=$PWD/new dumpus-server admin list --json',
      'kill $SERVER_PID; wait $SERVER_PID',
    ].join('\n')
    const out = await run(script)
    expect(out).toContain('upgraded\n')
    expect(out).toContain('deleted\n')
    // The backup contains the failed package, and nothing of the package that was deleted before.
    const copied = out.trim().split('\n').at(-1)
    expect(copied).toContain(packageIdOf('failed'))
    expect(copied).not.toContain(packageIdOf('waiting'))
  }, 300_000)
})
