/**
 * Defines a command: its usage, options and action. commands.ts lists all commands; help.ts prints their
 * help.
 */
import type { Config, ConfigError } from '../config/config.ts'
import type { Threads } from '../server/threads.ts'

/** Thrown for wrong usage. The message says what is wrong or what is expected. */
export class UsageError extends Error {
  override readonly name = 'UsageError'

  constructor(
    message: string,
    /** The command or group whose help explains the usage; '' for the whole program. */
    public about = '',
  ) {
    super(message)
  }
}

/** Thrown when a command was used correctly but failed. The message says why. */
export class CommandError extends Error {
  override readonly name = 'CommandError'
}

export interface CommandOption {
  type: 'string' | 'boolean'
  short?: string
  /** The option in the form that help shows, for example `-o, --output FILE`. */
  form: string
  help: string
}

/** The option for machine-readable output. */
export const jsonOption: CommandOption = {
  type: 'boolean',
  form: '--json',
  help: 'Print JSON, for programs.',
}

/** The arguments and options of a command. Their number and names are checked, but not their values. */
export interface Given {
  /** One argument for each name in `Command.arguments`, and any number of further ones for `NAME ...`. */
  arguments: string[]
  /** Options by their long name. Options that were not given are missing. */
  options: Record<string, string | boolean | undefined>
}

export interface Command {
  /** Ways to call it, as in its help: the text after the program's name, and the effect. */
  usage: [form: string, help: string][]
  /** Complete command lines for its help, each with its effect. */
  examples?: [line: string, does: string][]
  /** Names of its arguments, in order. The last may be `NAME ...` for one or more. */
  arguments?: string[]
  options?: Record<string, CommandOption>
  /**
   * Runs the command and returns the exit code. Throws UsageError, CommandError, ConfigError or PackageError;
   * run.ts turns these into a sentence.
   */
  run(given: Given, config: Config, threads: Threads): Promise<number>
  /** Replaces the usual error output for wrong settings. Returns the exit code. */
  onConfigError?(error: ConfigError, given: Given): number
}
