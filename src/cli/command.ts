/** The shape of a command: its usage, options and action. commands.ts lists them all; help.ts prints them. */
import type { Config, ConfigError } from '../config/config.ts'
import type { Threads } from '../server/threads.ts'

/** Wrong usage; the message says what is expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError'

  constructor(
    message: string,
    /** The command or group whose help explains it; '' for the whole program. */
    public about = '',
  ) {
    super(message)
  }
}

/** The command was used correctly but failed; the message says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

export interface CommandOption {
  type: 'string' | 'boolean'
  short?: string
  /** The option as help shows it, like `-o, --output FILE`. */
  form: string
  help: string
}

/** The option for machine-readable output. */
export const jsonOption: CommandOption = {
  type: 'boolean',
  form: '--json',
  help: 'Print JSON, for programs.',
}

/** The arguments and options of a command, already validated. */
export interface Given {
  /** One for each name in `Command.arguments`. */
  arguments: string[]
  /** By the option's long name; absent when not given. */
  options: Record<string, string | boolean | undefined>
}

export interface Command {
  /** Ways to call it, as help shows them: the text after the program's name, and what it does. */
  usage: [form: string, help: string][]
  /** Whole command lines for its own help, each with what it does. */
  examples?: [line: string, does: string][]
  /** Names of its arguments, in order; the last may be `NAME ...` for one or more. */
  arguments?: string[]
  options?: Record<string, CommandOption>
  /**
   * Returns the exit code. Throws UsageError, CommandError, ConfigError or PackageError, which run.ts turns
   * into a sentence.
   */
  run(given: Given, config: Config, threads: Threads): Promise<number>
  /** Replaces the usual error output if the settings are wrong. Returns the exit code. */
  onConfigError?(error: ConfigError, given: Given): number
}
