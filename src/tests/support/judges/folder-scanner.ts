/** Searches the files of a folder for secrets. */
import { type BigIntStats, closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { type Leak, leaksIn, magicsIn, plainLeaksIn, type Secret } from './leak-scanner.ts'

/**
 * The files in which scans found nothing, by path, with their state at that time. A file in the same state is
 * not searched again, because secrets that were made later cannot be in it.
 */
export type CleanFiles = Map<string, string>

const windowBytes = 16 * 1024 * 1024
/** The overlap of consecutive windows in bytes. No form of a fragment is longer. */
const overlapBytes = 4096
/** A younger file is not recorded as clean: two changes within a few milliseconds can have the same time. */
const youngMs = 1000

/**
 * Searches the names and the contents of all files below a folder. Files for which `isEncrypted` is true must
 * not contain readable formats. `files` and `bytes` include the files that are skipped because of `clean`.
 */
export function leaksInFolder(
  folder: string,
  secrets: readonly Secret[],
  isEncrypted: (path: string) => boolean = () => false,
  clean: CleanFiles = new Map(),
): { leaks: Leak[]; files: number; bytes: number } {
  const found = { leaks: [] as Leak[], files: 0, bytes: 0 }
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name)
    found.leaks.push(...plainLeaksIn(Buffer.from(name), secrets, `the name of ${path}`))
    const stat = statSync(path, { throwIfNoEntry: false, bigint: true })
    if (!stat?.isFile()) continue
    found.files++
    found.bytes += Number(stat.size)
    const state = stateOf(stat)
    if (clean.get(path) === state) continue
    const isYoung = Date.now() - Number(stat.ctimeMs) < youngMs
    const before = found.leaks.length
    for (const window of windowsOf(path, Number(stat.size))) {
      found.leaks.push(...leaksIn(window, secrets, path))
      if (isEncrypted(path)) found.leaks.push(...magicsIn(window, path))
    }
    if (found.leaks.length === before && !isYoung) clean.set(path, state)
    else clean.delete(path)
  }
  return found
}

/** Changes with every write to the file. */
function stateOf({ ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [ino, size, mtimeNs, ctimeNs].join(' ')
}

function* windowsOf(path: string, size: number): Generator<Buffer> {
  const descriptor = openSync(path, 'r')
  // A file that grows meanwhile has more windows.
  const length = Math.min(windowBytes, Math.max(size + 1, 2 * overlapBytes))
  try {
    for (let at = 0; ; at += length - overlapBytes) {
      const window = Buffer.allocUnsafe(length)
      const filled = readSync(descriptor, window, 0, length, at)
      if (filled > 0) yield window.subarray(0, filled)
      if (filled < length) return
    }
  } finally {
    closeSync(descriptor)
  }
}
