/** Defines a setting: its name in the environment, its default, its parser, and its description. */

export interface Option<T> {
  env: string
  /** Other names with the same meaning, such as older ones and those of dumpus-api. */
  aliases?: string[]
  /** The value may also be in a file, whose path is in NAME_FILE. */
  isSecret?: true
  default: T
  /** For a default that depends on the machine: a description of it for the documents. */
  defaultText?: string
  /**
   * Parses the text. Throws an Error whose message continues after the name ("must be …") and never quotes
   * the value.
   */
  parse: (text: string) => T
  /** A phrase for `--help` and docs/configuration.md, with the unit if the name does not contain it. */
  help: string
}

/** For example 8589934592 → 8G. The result is a valid value of a setting. */
export function sizeText(bytes: number): string {
  const power = ['', 'K', 'M', 'G', 'T'].findLastIndex((_, index) => bytes % 1024 ** index === 0)
  return `${bytes / 1024 ** power}${['', 'K', 'M', 'G', 'T'][power]}`
}

export const KiB = 1024
export const MiB = 1024 * KiB
export const GiB = 1024 * MiB

/** A row in a table of settings. The default `null` means unset. */
export function option<T>(
  env: string,
  value: T,
  parse: (text: string) => T,
  help: string,
  aliases?: string[],
): Option<T> {
  return { env, default: value, parse, help, ...(aliases && { aliases }) }
}

/** A row whose value is a secret, which can also be read from a file (environment.ts). */
export function secretOption<T>(...row: Parameters<typeof option<T>>): Option<T> {
  return { ...option(...row), isSecret: true }
}
