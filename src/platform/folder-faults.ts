/** Explains why a folder cannot be created at a path or, if it exists, cannot be written to. */
import { accessSync, constants, lstatSync, type Stats, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Why this user cannot have a folder at a path, as a phrase such as `/srv/x is a file, not a folder`. Null if
 * it is possible. If the path, or a folder above it, is a symbolic link of another user, root does not follow
 * it, because that user could choose where root writes. A link of root's leads where root wants to write.
 */
export function folderFault(path: string): string | null {
  let existing = path
  try {
    existing = nearestExisting(path)
    const link = process.getuid?.() === 0 ? linkOfAnother(existing) : null
    if (link) return `${link.path} is a link of the user number ${link.uid}, which root does not follow`
    const stats = statSync(existing)
    if (!stats.isDirectory()) return `${existing} is ${kindOf(stats)}, not a folder`
    accessSync(existing, constants.W_OK | constants.X_OK)
    return null
  } catch (error) {
    return folderErrorOf(existing, error)
  }
}

/** The phrase for a system error. One can also occur after `folderFault` has found nothing. */
export function folderErrorOf(path: string, error: unknown): string {
  const { code = '' } = error as NodeJS.ErrnoException
  return sentences[code]?.(path) ?? `${path} cannot be used (${code || 'for an unknown reason'})`
}

/** The path itself, or the nearest existing path above it. A dangling link counts as existing. */
export function nearestExisting(path: string): string {
  const above = dirname(path)
  if (above === path) return path
  try {
    lstatSync(path)
    return path
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG') throw error
    return nearestExisting(above)
  }
}

/** The first link on the way to an existing path that does not belong to root. Null if there is none. */
function linkOfAnother(path: string): { path: string; uid: number } | null {
  const above = dirname(path)
  const before = above === path ? null : linkOfAnother(above)
  if (before) return before
  const stats = lstatSync(path)
  return stats.isSymbolicLink() && stats.uid !== 0 ? { path, uid: stats.uid } : null
}

const sentences: Record<string, (path: string) => string> = {
  ENOENT: (path) => `${path} is a link that leads nowhere`,
  ELOOP: (path) => `${path} is a link in a circle`,
  ENOTDIR: (path) => `${path} is a link, or is no folder`,
  EACCES: (path) => `this user may not write to ${path}`,
  EPERM: (path) => `this user may not write to ${path}`,
  EROFS: (path) => `the file system of ${path} is read-only`,
  ENAMETOOLONG: () => 'a name in it is too long for the file system',
  ENOSPC: (path) => `the disk of ${path} is full`,
}

function kindOf(stats: Stats): string {
  if (stats.isSocket()) return 'a socket'
  if (stats.isFIFO()) return 'a pipe'
  return stats.isFile() ? 'a file' : 'a device'
}
