/** The functions of the system's C library that Bun has no own ones for. */
import { type FFIFunction, dlopen } from 'bun:ffi'

const names: { [platform: string]: string[] } = {
  linux: ['libc.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1'],
  darwin: ['libSystem.B.dylib'],
}

/**
 * Some functions of the C library, by their signatures. Null on systems without one that is known, and
 * without one of the functions.
 */
export function openCLibrary<const Functions extends Record<string, FFIFunction>>(functions: Functions) {
  for (const name of names[process.platform] ?? []) {
    try {
      return dlopen(name, functions).symbols
    } catch {
      // Another C library, or an older one.
    }
  }
  return null
}
