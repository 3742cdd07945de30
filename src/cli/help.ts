/** The help texts: for the whole program, one command, a group of commands, and the settings. */
import { describeOptions } from '../config/config.ts'
import type { Command } from './command.ts'
import { commands, defaultCommand } from './commands.ts'

/** The output of --help without a command: all commands, and where to find more help. */
function helpText(): string {
  return `dumpus-server: statistics from Discord data packages, readable only by their owners

Usage:
${table(Object.values(commands).flatMap(usageOf))}

Options:
${table([['-h, --help', 'Show help; also after the name of a command.'], version])}

${exitCodes}

dumpus-server COMMAND --help explains one command; dumpus-server help settings lists every setting.
`
}

/**
 * The help for the words after the program's name: a command, a group such as `admin`, or `settings`. Null if
 * nothing has that name.
 */
export function helpOn(words: readonly string[]): string | null {
  const name = words.join(' ')
  if (name === '') return helpText()
  if (name === 'settings') return settingsText()
  if (Object.hasOwn(commands, name)) return commandText(name, commands[name]!)
  const group = Object.entries(commands).filter(([other]) => other.startsWith(`${name} `))
  return group.length === 0 ? null : groupText(name, Object.fromEntries(group))
}

/** Whether a word is not a command but the first word of several commands. */
export function isGroup(word: string): boolean {
  return !Object.hasOwn(commands, word) && Object.keys(commands).some((name) => name.startsWith(`${word} `))
}

function commandText(name: string, command: Command): string {
  const { examples = [], options = {} } = command
  const ownOptions = Object.values(options).map(({ form, help }): Row => [form, help])
  return [
    `Usage:\n${table(usageOf(command))}`,
    `Options:\n${table([...ownOptions, help])}`,
    ...(examples.length === 0 ? [] : [`Examples:\n${table(examples)}`]),
    name === defaultCommand ? settingsText().trimEnd() : settingsHint,
    `${exitCodes}\n`,
  ].join('\n\n')
}

function groupText(name: string, group: Record<string, Command>): string {
  return `Usage:
${table(Object.values(group).flatMap(usageOf))}

dumpus-server ${name} COMMAND --help explains one of them.
`
}

function settingsText(): string {
  const rows = describeOptions().map(({ env, isSecret, default: value, help }): Row => [
    isSecret ? `${env}[_FILE]` : env,
    value === '' ? help : `${help} (${value})`,
  ])
  return `Settings (environment variables, all optional; sizes like 512K, 64M, 2G; for a secret, NAME_FILE may name a file that contains it):
${table(rows)}
`
}

const help: Row = ['-h, --help', 'Show this text.']
const version: Row = ['-v, --version', 'Show the version.']
const settingsHint = 'This command uses the settings of the server: dumpus-server help settings lists them.'
const exitCodes = 'Exit codes: 0 success · 1 failure, explained in the output · 2 wrong usage or settings'

type Row = [name: string, help: string]

function usageOf({ usage }: Command): Row[] {
  return usage.map(([form, help]) => [`dumpus-server ${form}`, help])
}

function table(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`).join('\n')
}
