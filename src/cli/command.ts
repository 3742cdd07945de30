/**
 * What a command is: how it is called, what it takes, what it does. commands.ts has them all; help.ts prints
 * them.
 */
import type { Config, ConfigError } from '../config/config.ts'
import type { Threads } from '../server/threads.ts'

/** Wrong usage; the message says what is right. */
export class UsageError extends Error {
  override readonly name = 'UsageError'

  constructor(
    message: string,
    /** The command or group whose help says more; '' for the whole program. */
    public about = '',
  ) {
    super(message)
  }
}

/** The command was right and did not succeed; the message says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

export interface CommandOption {
  type: 'string' | 'boolean'
  short?: string
  /** As help shows the option, like `-o, --output FILE`. */
  form: string
  help: string
}

/** The one form of answers for programs. */
export const jsonOption: CommandOption = {
  type: 'boolean',
  form: '--json',
  help: 'Answer in JSON, for programs.',
}

/** What was given to a command, already known to be of its form. */
export interface Given {
  /** One for each name in `Command.arguments`. */
  arguments: string[]
  /** By the option's long name; absent when not given. */
  options: Record<string, string | boolean | undefined>
}

export interface Command {
  /** Ways to call it, as help shows them: what follows the program's name, and what it does. */
  usage: [form: string, help: string][]
  /** Whole command lines for its own help, each with what it does. */
  examples?: [line: string, does: string][]
  /** Names of the words it needs after its own name, in order; the last may be `NAME ...` for one or more. */
  arguments?: string[]
  options?: Record<string, CommandOption>
  /**
   * Gives the exit code. Throws UsageError, ConfigError or PackageError for what run.ts explains in a
   * sentence.
   */
  run(given: Given, config: Config, threads: Threads): Promise<number>
  /** Instead of the usual sentences on standard error, when the settings are wrong. Gives the exit code. */
  onConfigError?(error: ConfigError, given: Given): number
}
