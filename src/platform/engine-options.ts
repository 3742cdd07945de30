/**
 * Options of the JavaScript engine, which reads them from the environment alone, before the first line of a
 * program runs.
 */
import { FFIType, ptr } from 'bun:ffi'
import { readFileSync } from 'node:fs'
import { openCLibrary } from './c-library.ts'

/**
 * The last of the engine's compilers begins when a function was called 64,000 times; in a package that are
 * 250 functions, most of them for the rest of a second. See docs/performance.md for what waiting longer
 * saves.
 */
const options = { BUN_JSC_thresholdForFTLOptimizeAfterWarmUp: '1000000' }

/**
 * Starts the program again in this process, with `words` (its name and its arguments) and with the options
 * above, unless they are set: whoever sets them decides. Returns when there is nothing to do, or no way to do
 * it: then the engine's own options hold. On Linux alone.
 */
export function startAgainWithEngineOptions(
  words: readonly string[],
  environmentFile = '/proc/self/environ',
): void {
  if (process.platform !== 'linux') return
  const environment = textsIn(environmentFile)
  // The system keeps it from programs with capabilities of their own, of another user, or that may not be
  // read.
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

/**
 * Texts that each end with a zero byte, as the system keeps them: they need not be UTF-8. Null when they
 * cannot be read.
 */
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

/** Texts as C has them: their addresses, zero, and behind that the texts themselves. */
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
