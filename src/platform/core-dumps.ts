/** Keeps the memory of this process, which contains KEYs and packages, out of core dumps. */
import { FFIType } from 'bun:ffi'
import { openCLibrary } from './c-library.ts'

/** Constants from the system's headers; the first is the same on Linux and macOS. */
const RLIMIT_CORE = 4
const PR_SET_DUMPABLE = 4

const { i32, u64, ptr } = FFIType

/**
 * Sets the core dump limit to 0 for this process and its children. On Linux it also marks this process as not
 * dumpable, which keeps out debuggers of the same user. Returns which of the two succeeded; on Windows, none.
 */
export function forbidCoreDumps(): { limit: boolean; undumpable: boolean } {
  const library = openCLibrary({ setrlimit: { args: [i32, ptr], returns: i32 } })
  const limit = library?.setrlimit(RLIMIT_CORE, new BigUint64Array([0n, 0n])) === 0
  if (process.platform !== 'linux') return { limit, undumpable: false }
  const linux = openCLibrary({ prctl: { args: [i32, u64, u64, u64, u64], returns: i32 } })
  return { limit, undumpable: linux?.prctl(PR_SET_DUMPABLE, 0n, 0n, 0n, 0n) === 0 }
}
