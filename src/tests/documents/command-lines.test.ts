/**
 * Checks every command line of the documents: its commands, options, settings and scripts exist. The test
 * src/tests/end-to-end/command-lines.test.ts also runs each block, unless a comment before the block gives a
 * reason: `<!-- not run: … -->`.
 */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'bun:test'
import { commands } from '../../cli/commands.ts'
import { describeOptions } from '../../config/config.ts'
import { blocks, documents, inline, root } from '../support/judges/command-blocks.ts'

test('the documents were read', () => {
  expect(blocks.length).toBeGreaterThan(20)
  const runs = blocks.filter(({ excuse }) => excuse === null).map(({ document }) => document)
  expect(runs.length).toBeGreaterThan(8)
  // Only these documents have blocks that are run. Every other block gives a reason for not being run.
  expect([...new Set(runs)]).toEqual(['README.md', 'docs/api.md', 'docs/operating.md'])
  for (const { excuse } of blocks) if (excuse !== null) expect(excuse.length).toBeGreaterThan(10)
})

test('the documents of every folder are read', () => {
  for (const document of ['README.md', 'SECURITY.md', 'ARCHITECTURE.md', 'patches/README.md', 'docs/page.md'])
    expect(documents).toContain(document)
  expect(inline.map(({ document }) => document)).toContain('docs/troubleshooting.md')
})

const named = inline.map(({ document, lines }) => ({
  document,
  // A sentence may name a command without its arguments.
  lines: lines.map((line) => (/dumpus-server [\w-]+( [a-z]+)?$/.test(line) ? `${line} --help` : line)),
}))
const lines = [...blocks, ...named].flatMap(({ document, lines }) =>
  lines.map((line): [string, string] => [document, line]),
)

test.each(lines)('%s: %s', (_, line) => expect(problemsOf(line)).toEqual([]))

test('the check reports lines that are wrong', () => {
  expect(problemsOf('dumpus-server admin nonsense')).toEqual(['no command: admin nonsense'])
  expect(problemsOf('dumpus-server analyze x.zip --no-such')).toEqual(['no option --no-such of analyze'])
  expect(problemsOf('RESULT_DAY=3 scripts/start')).toEqual(['no setting RESULT_DAY'])
  expect(problemsOf('scripts/no-such')).toEqual(['no scripts/no-such'])
  expect(problemsOf('dumpus-server help nonsense')).toEqual(['no command: nonsense'])
  expect(problemsOf('dumpus-server admin show')).toEqual(['admin show needs PACKAGE_ID'])
})

/**
 * The names in a line that do not exist, and missing arguments. Comments are ignored. If a line calls the
 * server several times, only the first call is checked.
 */
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
  // `help` accepts any command. The documents write COMMAND for any command.
  const [first = 'COMMAND', ...others] = plain[0] === 'help' ? plain.slice(1) : plain
  if (first === 'COMMAND' || (plain[0] === 'help' && first === 'settings')) return []
  if (plain[0] === 'help') return problemsOfCall([first, ...others, '--help'])
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
    ...(own < needed.length && !words.includes('--help') ? [`${name} needs ${needed.join(' ')}`] : []),
  ]
}
