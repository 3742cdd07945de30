/** One setting: its name in the environment, its default, how its text is read, and what it is for. */

export interface Option<T> {
  env: string
  /** Other names with the same meaning: older ones, and those of dumpus-api. */
  aliases?: string[]
  /** The value may be in a file instead, whose path is then in NAME_FILE. */
  isSecret?: true
  default: T
  /** For a default that depends on the machine: how it is computed, for the documents. */
  defaultText?: string
  /** Throws an Error whose message continues after the name ("must be …") and never quotes the value. */
  parse: (text: string) => T
  /** A fragment for `--help` and docs/configuration.md, with the unit where the name does not say it. */
  help: string
}

/** 8589934592 → 8G, the form in which a setting may be written. */
export function sizeText(bytes: number): string {
  const power = ['', 'K', 'M', 'G', 'T'].findLastIndex((_, index) => bytes % 1024 ** index === 0)
  return `${bytes / 1024 ** power}${['', 'K', 'M', 'G', 'T'][power]}`
}

export const KiB = 1024
export const MiB = 1024 * KiB
export const GiB = 1024 * MiB

/** A row of a table of settings; `null` as the default means unset. */
export function option<T>(
  env: string,
  value: T,
  parse: (text: string) => T,
  help: string,
  aliases?: string[],
): Option<T> {
  return { env, default: value, parse, help, ...(aliases && { aliases }) }
}

/** A row whose value is a secret: it may also be read from a file (environment.ts). */
export function secretOption<T>(...row: Parameters<typeof option<T>>): Option<T> {
  return { ...option(...row), isSecret: true }
}
