/**
 * Root writes to folders that another user can replace with symbolic links. These functions keep such a
 * folder open, so that a link in its place cannot mislead root.
 */
import { closeSync, constants, existsSync, fchmodSync, fchownSync, openSync } from 'node:fs'
import { lchown, lstat, readdir } from 'node:fs/promises'
import { ConfigError } from '../../config/config.ts'
import { folderErrorOf } from '../../platform/folder-faults.ts'
import type { ServiceUser } from './service-user.ts'

/** Root must not follow links: through a link, root can reach what the link's creator cannot reach. */
const followNoLink = process.getuid?.() === 0 ? constants.O_NOFOLLOW : 0
const flags = constants.O_RDONLY | constants.O_DIRECTORY | followNoLink

/**
 * Runs work in a folder, with a path that leads to exactly that folder even if it has been renamed (on Linux;
 * elsewhere, the plain path). Throws ConfigError if there is no folder at the path or, for root, if the path
 * is a symbolic link.
 */
export async function inFolder<T>(
  path: string,
  work: (heldPath: string, descriptor: number) => Promise<T>,
): Promise<T> {
  const descriptor = open(path)
  try {
    const held = `/proc/self/fd/${descriptor}`
    return await work(existsSync(held) ? held : path, descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Sets the mode and the owner of a folder (null: the owner stays the same). For root, it throws ConfigError
 * if the path is a symbolic link.
 */
export function claimFolder(path: string, mode: number, user: ServiceUser | null): void {
  const descriptor = open(path)
  try {
    fchmodSync(descriptor, mode)
    if (user) fchownSync(descriptor, user.uid, user.gid)
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Changes the owner of a folder and of everything in it. A symbolic link in it is changed itself, not its
 * target. Throws ConfigError for a file with several hard links, because it may belong to somebody else.
 */
export async function giveTree(path: string, user: ServiceUser): Promise<void> {
  await inFolder(path, async (held, descriptor) => {
    fchownSync(descriptor, user.uid, user.gid)
    for (const name of await readdir(held)) {
      const stats = await lstat(`${held}/${name}`)
      if (stats.isDirectory()) await giveTree(`${held}/${name}`, user)
      else if (stats.isFile() && stats.nlink > 1) {
        throw new ConfigError(
          `${name} in the database’s folder is a hard link of another file: remove one of the two`,
        )
      } else await lchown(`${held}/${name}`, user.uid, user.gid)
    }
  })
}

function open(path: string): number {
  try {
    return openSync(path, flags)
  } catch (error) {
    throw new ConfigError(
      `${folderErrorOf(path, error)}: put a folder in its place; root follows no link there`,
    )
  }
}
