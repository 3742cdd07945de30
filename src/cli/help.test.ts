/** The help texts: of the program, of each command, of groups, and of the settings. */
import { describe, expect, test } from 'bun:test'
import { describeOptions } from '../config/config.ts'
import { runCommand } from '../tests/support/servers/server-process.ts'
import { commands } from './commands.ts'
import { helpOn } from './help.ts'

test('the help of the program has every command, on one screen', () => {
  const text = helpOn([])!
  for (const { usage } of Object.values(commands))
    for (const [form] of usage) expect(text).toContain(`dumpus-server ${form}  `)
  expect(text.split('\n').length).toBeLessThan(50)
})

describe.each(Object.entries(commands))('%s', (name, command) => {
  const text = helpOn(name.split(' '))!

  test('its own usage, options and examples, and no option of another command', () => {
    const { usage, options = {}, examples = [] } = command
    for (const [form, help] of usage) {
      expect(text).toContain(`dumpus-server ${form}`)
      expect(text).toContain(help)
    }
    for (const { form, help } of Object.values(options)) {
      expect(text).toContain(`${form}  `)
      expect(text).toContain(help)
    }
    for (const [line] of examples) expect(text).toContain(line)
    const foreign = Object.values(commands)
      .flatMap((other) => Object.values(other.options ?? {}))
      .filter(({ form }) => !Object.values(options).some((own) => own.form === form))
    for (const { form } of foreign) expect(text).not.toContain(`  ${form}  `)
  })

  test('examples begin with the name of the command', () => {
    for (const [line] of command.examples ?? []) {
      const words = line
        .replace(/^(\w+=\S+ )*/, '')
        .split(/ \| | > /)[0]!
        .split(' ')
      expect(words.slice(0, 1 + (name === 'serve' ? 0 : name.split(' ').length)).join(' ')).toBe(
        name === 'serve' ? 'dumpus-server' : `dumpus-server ${name}`,
      )
    }
  })
})

test('the help of the settings lists each, with sizes in short form, and is a part of the help of serve', () => {
  const text = helpOn(['settings'])!
  for (const { env } of describeOptions()) expect(text).toContain(`  ${env}`)
  expect(text).toContain('(8G)')
  expect(text).not.toContain('8589934592')
  expect(helpOn(['serve'])).toContain(text.trimEnd())
})

test('a group has a help of its own, and unknown words have none', () => {
  expect(helpOn(['admin'])).toContain('dumpus-server admin list')
  expect(helpOn(['admin'])).not.toContain('analyze')
  expect(helpOn(['adm'])).toBeNull()
})

test.each([
  ['--help', 0, 'dumpus-server analyze ZIP'],
  ['help', 0, 'dumpus-server analyze ZIP'],
  ['help analyze', 0, '--report'],
  ['analyze -h', 0, '--report'],
  ['analyze package.zip -o --help', 0, '--report'],
  ['admin', 0, 'admin list'],
  ['admin --help', 0, 'admin list'],
  ['admin list --help', 0, '--state'],
  ['help settings', 0, 'DATABASE_URL'],
  ['help help', 0, 'dumpus-server analyze ZIP'],
  ['help --help', 0, 'dumpus-server analyze ZIP'],
  ['help analyze --help', 0, '--report'],
  ['admin nonsense', 2, 'Try: dumpus-server admin --help'],
  ['nonsense', 2, 'Try: dumpus-server --help'],
  ['help nonsense', 2, 'there is no command "nonsense"'],
  ['analyze', 2, 'Try: dumpus-server analyze --help'],
  ['doctor --state x', 2, 'doctor has no option --state'],
])('dumpus-server %s', async (line, code, text) => {
  const { exitCode, stdout, stderr } = await runCommand(line.split(' '))
  expect([exitCode, code === 0 ? stdout : stderr]).toEqual([code, expect.stringContaining(text)])
  expect(code === 0 ? stderr : stdout).toBe('')
})
