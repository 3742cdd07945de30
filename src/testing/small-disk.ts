/** A small disk that can be filled to the last byte, where the platform lets a test mount one. */
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  path: string
  /** Takes all the room that is left. */
  fill(): void
  /** Gives that room back. */
  empty(): void
  unmount(): void
}

/** Mounts a disk of `mebibytes` in memory on an empty folder; null where nobody may. */
export function mountSmallDisk(path: string, mebibytes: number): SmallDisk | null {
  const mount = ['mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=711`, 'none', path]
  const way = [[], ['sudo', '-n']].find((prefix) => succeeds([...prefix, ...mount]))
  if (!way) return null
  const filler = join(path, 'filler')
  return {
    path,
    fill() {
      const descriptor = openSync(filler, 'a')
      try {
        for (const bytes of [Buffer.alloc(1024 * 1024), Buffer.alloc(4096), Buffer.alloc(1)])
          fillWith(descriptor, bytes)
      } finally {
        closeSync(descriptor)
      }
    },
    empty: () => rmSync(filler),
    unmount: () => void succeeds([...way, 'umount', '-l', path]),
  }
}

function fillWith(descriptor: number, bytes: Buffer): void {
  try {
    while (writeSync(descriptor, bytes) === bytes.length);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
  }
}

function succeeds(command: readonly string[]): boolean {
  try {
    return Bun.spawnSync([...command], { stdio: ['ignore', 'ignore', 'ignore'] }).exitCode === 0
  } catch {
    return false
  }
}
