/** Gives access to functions of the system's C library that Bun does not provide. */
import { type FFIFunction, dlopen } from 'bun:ffi'

const names: { [platform: string]: string[] } = {
  linux: ['libc.so.6', 'libc.musl-x86_64.so.1', 'libc.musl-aarch64.so.1'],
  darwin: ['libSystem.B.dylib'],
}

/**
 * Functions of the C library by their signatures. Null if no known C library is found or it lacks one of
 * them.
 */
export function openCLibrary<const Functions extends Record<string, FFIFunction>>(functions: Functions) {
  for (const name of names[process.platform] ?? []) {
    try {
      return dlopen(name, functions).symbols
    } catch {
      // The system has another or an older C library.
    }
  }
  return null
}
