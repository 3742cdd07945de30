/**
 * Every command line of the documents: its commands, options, settings and scripts exist; and it is run, literally, or its block says
 * why not: `<!-- not run: … -->` before it.
 */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'bun:test'
import { commands } from '../../cli/commands.ts'
import { describeOptions } from '../../config/config.ts'

const root = join(import.meta.dir, '../../..')
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

interface Block {
  document: string
  lines: string[]
  /** Why nobody runs it here; null when it is run. */
  excuse: string | null
}

const blocks = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), 'utf8')
  return [...text.matchAll(/(?:<!-- not run: ([^>]+) -->\n\n?)?^```sh\n([\s\S]*?)^```$/gm)].map(
    ([, excuse, body]): Block => ({
      document,
      // A line that ends with a backslash goes on.
      lines: body!
        .replace(/\\\n\s*/g, '')
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
      excuse: excuse ?? null,
    }),
  )
})

test('the documents were read', () => {
  expect(blocks.length).toBeGreaterThan(20)
  const runs = blocks.filter(({ excuse }) => excuse === null).map(({ document }) => document)
  expect(runs.length).toBeGreaterThan(8)
  // Below, the blocks of these two are run; every other block says why it is not.
  expect([...new Set(runs)]).toEqual(['README.md', 'docs/api.md'])
  for (const { excuse } of blocks) if (excuse !== null) expect(excuse.length).toBeGreaterThan(10)
})

const lines = blocks.flatMap(({ document, lines }) => lines.map((line): [string, string] => [document, line]))

test.each(lines)('%s: %s', (_, line) => expect(problemsOf(line)).toEqual([]))

test('the check finds what it looks for', () => {
  expect(problemsOf('dumpus-server admin nonsense')).toEqual(['no command: admin nonsense'])
  expect(problemsOf('dumpus-server analyze x.zip --no-such')).toEqual(['no option --no-such of analyze'])
  expect(problemsOf('RESULT_DAY=3 scripts/start')).toEqual(['no setting RESULT_DAY'])
  expect(problemsOf('scripts/no-such')).toEqual(['no scripts/no-such'])
  expect(problemsOf('dumpus-server admin show')).toEqual(['admin show needs PACKAGE_ID'])
})

/** What of a line does not exist. Comments are left out; a line may call several programs. */
function problemsOf(line: string): string[] {
  const words = line
    .replace(/\s#\s.*$/, '')
    .split(/\s+/)
    .filter(Boolean)
  const settings = describeOptions().flatMap(({ env, isSecret }) => (isSecret ? [env, `${env}_FILE`] : [env]))
  const program = words.findIndex((word) => /^(scripts\/start|([\w/.-]*\/)?dumpus-server)$/.test(word))
  const calls =
    program >= 0 &&
    /^(\w+=\S*|docker|exec|[a-z-]*|--?\S+|\S+\/dumpus-server|scripts\/start)$/.test(words[program]!)
  const isCalled =
    calls &&
    !words
      .slice(0, program)
      .some((word) => ['useradd', 'install', 'systemctl', 'build', 'run'].includes(word))
  const before = isCalled ? words.slice(0, program) : []
  return [
    ...before
      .flatMap((word) => /^([A-Z][A-Z0-9_]+)=/.exec(word)?.[1] ?? [])
      .filter((name) => !settings.includes(name))
      .map((name) => `no setting ${name}`),
    ...words
      .filter((word) => /^(\.\/)?scripts\/[\w-]+$/.test(word) && !existsSync(join(root, word)))
      .map((word) => `no ${word}`),
    ...(isCalled ? problemsOfCall(words.slice(program + 1)) : []),
  ]
}

function problemsOfCall(all: string[]): string[] {
  const end = all.findIndex((word) => /^[|&>;]/.test(word))
  const words = end < 0 ? all : all.slice(0, end)
  const plain = words.filter((word) => !word.startsWith('-'))
  if (plain.length === 0) return []
  const name = [plain.slice(0, 2).join(' '), plain[0]!].find((name) => Object.hasOwn(commands, name))
  if (name === undefined) return [`no command: ${plain.slice(0, 2).join(' ')}`]
  const { options = {}, arguments: needed = [] } = commands[name]!
  const forms = Object.values(options).flatMap(({ form }) => form.split(/[ ,]+/))
  const given = words.filter((word) => /^--?[a-z]/.test(word))
  const valued = given.filter((word) =>
    Object.values(options).some(({ type, form }) => type === 'string' && form.split(/[ ,]+/).includes(word)),
  )
  const own = plain.length - name.split(' ').length - valued.length
  return [
    ...given
      .filter((word) => !forms.includes(word) && word !== '--help')
      .map((word) => `no option ${word} of ${name}`),
    ...(own < needed.length ? [`${name} needs ${needed.join(' ')}`] : []),
  ]
}

/** A network of its own, so that the ports of the documents are free; root can have one. */
const isolated = ['unshare', '--net', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
const canIsolate =
  process.getuid?.() === 0 && Bun.which('ip') !== null && Bun.spawnSync([...isolated, 'true']).exitCode === 0

/** Runs lines as one session of a shell in an empty folder, with the repository's scripts. Gives what it printed. */
async function run(session: string, environment: Record<string, string> = {}): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-commands-'))
  // A server that root starts runs its database as an ordinary user, who must be able to come here.
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

describe('run, as they are written', () => {
  const textOf = (document: string) =>
    blocks
      .filter((block) => block.document === document && block.excuse === null)
      .map(({ lines }) => lines.join('\n'))

  test('README.md: analyze', async () => {
    // The browser of a machine is nobody's here.
    const analyze = textOf('README.md')[0]!.replace(/^.* --open .*$/m, '')
    const out = await run(
      `scripts/make-package -o package.zip --messages 200 --events 500\n${analyze}\ntest -s stats.sqlite`,
    )
    expect(out).toContain('Coverage')
  }, 120_000)

  test('docs/api.md: the session', async () => {
    // The first block ends with a server that serves; the others are typed in another terminal.
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
})
