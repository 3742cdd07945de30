/**
 * Sets options of the JavaScript engine, which reads them only from the environment and before any code runs.
 */
import { FFIType, ptr } from 'bun:ffi'
import { readFileSync } from 'node:fs'
import { openCLibrary } from './c-library.ts'

/**
 * By default, the engine's last compiler tier compiles a function after 64,000 calls. In an analysis 250
 * functions reach that number, and most of them then run for less than a second. docs/experiments.md shows
 * what a higher threshold saves.
 */
const options = { BUN_JSC_thresholdForFTLOptimizeAfterWarmUp: '1000000' }

/**
 * Restarts the program in this process, with `words` (its name and arguments) and the options above. It
 * returns if these options are already set. It also returns if a restart is impossible, as on all systems but
 * Linux; the engine's defaults then apply.
 */
export function startAgainWithEngineOptions(
  words: readonly string[],
  environmentFile = '/proc/self/environ',
): void {
  if (process.platform !== 'linux') return
  const environment = textsIn(environmentFile)
  // The environment is unreadable if the program's file has capabilities or the setuid bit, or if this user
  // may only execute it.
  if (environment === null) return
  const missing = Object.entries(options)
    .filter(([name]) => !environment.some((text) => text.toString('latin1').startsWith(`${name}=`)))
    .map(([name, value]) => Buffer.from(`${name}=${value}`))
  if (missing.length === 0) return
  const { ptr: pointer, i32 } = FFIType
  const library = openCLibrary({ execve: { args: [pointer, pointer, pointer], returns: i32 } })
  const path = Buffer.from(`${process.execPath}\0`)
  const given = words.map((word) => Buffer.from(word))
  library?.execve(path, listOf(given), listOf([...environment, ...missing]))
}

/** NUL-terminated strings, which need not be UTF-8. Null if the file cannot be read. */
function textsIn(file: string): Buffer[] | null {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch {
    return null
  }
  const texts: Buffer[] = []
  for (let end = bytes.indexOf(0), start = 0; end >= 0; start = end + 1, end = bytes.indexOf(0, start))
    texts.push(bytes.subarray(start, end))
  return texts
}

/** A C array of strings: their addresses, a null pointer, and the strings themselves. */
function listOf(texts: readonly Buffer[]): Buffer {
  const addressBytes = 8 * (texts.length + 1)
  const list = Buffer.alloc(addressBytes + texts.reduce((sum, { length }) => sum + length + 1, 0))
  const address = BigInt(ptr(list))
  let place = addressBytes
  for (const [index, text] of texts.entries()) {
    list.writeBigUInt64LE(address + BigInt(place), 8 * index)
    list.set(text, place)
    place += text.length + 1
  }
  return list
}
