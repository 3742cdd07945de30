/** Finds the text of a setting: in the environment or, for a secret, in a file that the environment names. */
import { readFileSync, statSync } from 'node:fs'
import type { Option } from './option.ts'

export type Environment = Record<string, string | undefined>

export interface GivenText {
  /** The name under which it was set. */
  env: string
  text: string
}

/** Larger than any secret. A larger file must be the wrong one. */
const fileBytesMax = 16 * 1024

/**
 * The text of a setting, or null if it is unset or empty. For a secret, NAME_FILE may name a file that
 * contains it, as container engines (`/run/secrets/…`) and systemd (`LoadCredential=`) provide them. Throws
 * an Error that names the setting. It quotes neither the value nor the path, because people confuse the two.
 */
export function givenText(option: Option<unknown>, environment: Environment): GivenText | null {
  for (const env of [option.env, ...(option.aliases ?? [])]) {
    const text = valueOf(env, environment)
    const path = option.isSecret ? valueOf(fileNameOf(env), environment) : null
    if (text !== null && path !== null) {
      throw new Error(`${env} and ${fileNameOf(env)} are both set: keep one of them`)
    }
    if (path !== null) return { env, text: readSecret(fileNameOf(env), path) }
    if (text !== null) return { env, text }
  }
  return null
}

/** The setting that names the file of a secret. */
export function fileNameOf(env: string): string {
  return `${env}_FILE`
}

/** The trimmed value of a variable, or null if it is unset or blank. */
export function valueOf(env: string, environment: Environment): string | null {
  return (Object.hasOwn(environment, env) && environment[env]?.trim()) || null
}

function readSecret(name: string, path: string): string {
  const text = readSmallFile(name, path)
  if (text.trim() === '') throw new Error(`${name} names an empty file`)
  return text
}

function readSmallFile(name: string, path: string): string {
  try {
    const { size } = statSync(path)
    // A pipe or a device could block the start forever. Its size may be 0, so the limit would not refuse it.
    if (!statSync(path).isFile()) throw new Error('it is not an ordinary file')
    if (size > fileBytesMax) throw new Error(`it is larger than ${fileBytesMax} bytes`)
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path))
  } catch (error) {
    const { code, message } = error as { code?: string; message: string }
    const why = code === undefined ? message : (reasons[code] ?? code)
    throw new Error(`${name} names a file that cannot be used: ${why}`)
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EACCES: 'this user may not read it',
  ENAMETOOLONG: 'this is not a path; put the value itself into the setting without _FILE',
  ERR_ENCODING_INVALID_ENCODED_DATA: 'it is not text in UTF-8',
}
