/**
 * Folders that root writes to and another user may rename: held open, so that a link that is put in their
 * place meanwhile leads root nowhere.
 */
import { closeSync, constants, existsSync, fchmodSync, fchownSync, openSync } from 'node:fs'
import { lchown, lstat, readdir } from 'node:fs/promises'
import { ConfigError } from '../../config/config.ts'
import { folderErrorOf } from '../../platform/folder-faults.ts'
import type { ServiceUser } from './service-user.ts'

/** Only root reaches by a link what the one who put it there does not. */
const followNoLink = process.getuid?.() === 0 ? constants.O_NOFOLLOW : 0
const flags = constants.O_RDONLY | constants.O_DIRECTORY | followNoLink

/**
 * Does work in a folder by a path that leads into that very folder, whatever has its name by then (on Linux;
 * elsewhere it is the name). Throws ConfigError when it is no folder, or for root a link.
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
 * Gives a folder its mode, and its owner (null: it stays this user's); never those of what a link leads to.
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
 * Gives a folder and all that is in it to a user; of a link the link itself. Throws ConfigError for a file
 * that has another name elsewhere: it may be anybody's.
 */
export async function giveTree(path: string, user: ServiceUser): Promise<void> {
  await inFolder(path, async (held, descriptor) => {
    fchownSync(descriptor, user.uid, user.gid)
    for (const name of await readdir(held)) {
      const stats = await lstat(`${held}/${name}`)
      if (stats.isDirectory()) await giveTree(`${held}/${name}`, user)
      else if (stats.isFile() && stats.nlink > 1) {
        throw new ConfigError(
          `${name} in the database’s folder has another name elsewhere: remove one of them`,
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
