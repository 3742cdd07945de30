/** Selects the command, and turns every error into a sentence and an exit code. */
import { parseArgs } from 'node:util'
import { type Config, ConfigError, loadConfig } from '../config/config.ts'
import type { Environment } from '../config/environment.ts'
import { PackageError, details } from '../errors.ts'
import { safeError } from '../telemetry/logger.ts'
import { type Command, CommandError, type Given, UsageError } from './command.ts'
import type { Threads } from '../server/threads.ts'
import { commands, defaultCommand } from './commands.ts'
import { helpOn, isGroup } from './help.ts'
import { version } from '../version.ts'

const exitCode = { success: 0, failure: 1, usage: 2 }

/** Runs a command line and returns the exit code: 0, 1 for a failure, 2 for wrong usage or settings. */
export async function run(args: string[], environment: Environment, threads: Threads): Promise<number> {
  try {
    if (asksForHelp(args)) return help(wordsOf(args))
    const given = parse(args)
    if (given.options.version) return print(`dumpus-server ${version}`)
    const [first = ''] = given.arguments
    if (first === 'help') return help(given.arguments)
    if (given.arguments.length === 1 && isGroup(first)) return help(given.arguments)
    const { name, command, words } = chosen(given.arguments)
    return await about(name, () => {
      const options = ownOptions(name, command, given.options)
      const own: Given = { arguments: exactly(words, command.arguments ?? []), options }
      return runWithSettings(command, own, environment, threads)
    })
  } catch (error) {
    return explain(error)
  }
}

/** Adds the name of the command to usage errors, so that they can refer to its help. */
async function about<T>(name: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof UsageError) error.about ||= name
    throw error
  }
}

async function runWithSettings(
  command: Command,
  given: Given,
  environment: Environment,
  threads: Threads,
): Promise<number> {
  let config: Config
  try {
    config = loadConfig(environment)
  } catch (error) {
    if (error instanceof ConfigError && command.onConfigError) return command.onConfigError(error, given)
    throw error
  }
  return command.run(given, config, threads)
}

function parse(args: string[]): Given {
  const options = Object.assign({}, ...Object.values(commands).map((command) => command.options))
  const general = { version: { type: 'boolean', short: 'v' } } as const
  try {
    const { positionals, values } = parseArgs({
      args,
      allowPositionals: true,
      options: { ...options, ...general },
    })
    return { arguments: positionals, options: { ...values } as Given['options'] }
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

/** Help is recognized even if the rest is wrong, because that is often why people ask for it. */
function asksForHelp(args: string[]): boolean {
  const end = args.indexOf('--')
  return args.slice(0, end < 0 ? undefined : end).some((word) => word === '--help' || word === '-h')
}

function wordsOf(args: string[]): string[] {
  return args.filter((word) => !word.startsWith('-'))
}

/**
 * Prints the help of the longest prefix that names something: `analyze package.zip --help` and `help analyze`
 * are about analyze.
 */
function help([first, ...others]: string[]): number {
  // `help help` prints the help of the whole program.
  const words = [first ?? 'help', ...others].filter((word) => word !== 'help')
  for (let count = words.length; count > 0; count--) {
    const text = helpOn(words.slice(0, count))
    if (text !== null) return print(text.trimEnd())
  }
  if (words.length === 0) return print(helpOn([])!.trimEnd())
  throw new UsageError(`there is no command "${words[0]}"`)
}

/**
 * A name of two words takes precedence over a name of one word. The remaining words are arguments of the
 * command.
 */
function chosen([first = defaultCommand, second, ...rest]: string[]) {
  const long = `${first} ${second}`
  if (Object.hasOwn(commands, long)) return { name: long, command: commands[long]!, words: rest }
  if (isGroup(first)) throw new UsageError(`there is no command "${long}"`, first)
  if (!Object.hasOwn(commands, first)) throw new UsageError(`there is no command "${first}"`)
  return { name: first, command: commands[first]!, words: second === undefined ? [] : [second, ...rest] }
}

function ownOptions(name: string, command: Command, options: Given['options']): Given['options'] {
  const foreign = Object.keys(options).find((option) => !Object.hasOwn(command.options ?? {}, option))
  if (foreign !== undefined) throw new UsageError(`${name} has no option --${foreign}`)
  return options
}

function exactly(given: string[], names: string[]): string[] {
  const hasMore = names.at(-1)?.endsWith(' ...') && given.length > names.length
  if (given.length === names.length || hasMore) return given
  throw new UsageError(names.length === 0 ? `unexpected "${given[0]}"` : `expected ${names.join(' ')}`)
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return exitCode.success
}

function explain(error: unknown): number {
  if (error instanceof UsageError)
    return complain(
      `${error.message}\nTry: dumpus-server ${error.about === '' ? '' : `${error.about} `}--help`,
      exitCode.usage,
    )
  if (error instanceof ConfigError) return complain(error.message, exitCode.usage)
  if (error instanceof CommandError) return complain(error.message, exitCode.failure)
  if (error instanceof PackageError) {
    return complain(`${error.code}: ${details[error.detail].sentence} (${error.detail})`, exitCode.failure)
  }
  return complain(`something went wrong: ${JSON.stringify(safeError(error))}`, exitCode.failure)
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`)
  return code
}
