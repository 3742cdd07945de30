/** Keeps the memory of this process, where KEYs and packages are while they are worked on, out of core dumps. */
import { dlopen, FFIType } from 'bun:ffi'

/** Both from the system's headers; the first is the same on Linux and macOS. */
const RLIMIT_CORE = 4
const PR_SET_DUMPABLE = 4

const { i32, u64, ptr } = FFIType
const libraries: { [platform: string]: string[] } = {
  linux: ['libc.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1'],
  darwin: ['libSystem.B.dylib'],
}

/**
 * Sets the limit for core dumps to 0, for this process and those that it starts, and on Linux marks this one as not
 * dumpable, which also keeps debuggers of the same user out. Gives what was done; on other systems, nothing.
 */
export function forbidCoreDumps(): { limit: boolean; undumpable: boolean } {
  const done = { limit: false, undumpable: false }
  for (const library of libraries[process.platform] ?? []) {
    try {
      const { symbols } = dlopen(library, { setrlimit: { args: [i32, ptr], returns: i32 } })
      done.limit = symbols.setrlimit(RLIMIT_CORE, new BigUint64Array([0n, 0n])) === 0
      if (process.platform !== 'linux') return done
      const linux = dlopen(library, { prctl: { args: [i32, u64, u64, u64, u64], returns: i32 } })
      done.undumpable = linux.symbols.prctl(PR_SET_DUMPABLE, 0n, 0n, 0n, 0n) === 0
      return done
    } catch {
      // Another C library, or none to speak to.
    }
  }
  return done
}
