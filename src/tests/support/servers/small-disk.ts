/** A small disk that can be filled to the last byte, where the platform lets a test mount one. */
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  path: string
  /** Takes all the room that is left. */
  fill(): void
  /** Gives that room back. */
  empty(): void
  /** From now on nobody may write there. */
  makeReadOnly(): void
  unmount(): void
}

/** How a disk of ours is called among the mounts: whose it is can be seen when that process was killed. */
const nameOf = (pid: number | string) => `dumpus-test-disk-${pid}`

/**
 * Mounts a disk of `mebibytes` in memory on an empty folder; null where nobody may. Disks that killed tests
 * left behind are unmounted.
 */
export function mountSmallDisk(path: string, mebibytes: number): SmallDisk | null {
  const mount = ['mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m,mode=711`, nameOf(process.pid), path]
  const way = [[], ['sudo', '-n']].find((prefix) => succeeds([...prefix, ...mount]))
  if (!way) return null
  const unmount = (mounted: string) => void succeeds([...way, 'umount', '-l', mounted])
  mountedDisks()
    .filter(({ pid }) => !existsSync(`/proc/${pid}`))
    .forEach((left) => unmount(left.path))
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
    makeReadOnly: () => void succeeds([...way, 'mount', '-o', 'remount,ro', path]),
    unmount: () => unmount(path),
  }
}

/** The disks of this and of other test runs, on Linux. */
export function mountedDisks(): { path: string; pid: number }[] {
  if (!existsSync('/proc/self/mounts')) return []
  const mounts = readFileSync('/proc/self/mounts', 'utf8')
  const lines = mounts.matchAll(new RegExp(`^${nameOf('(\\d+)')} (\\S+) `, 'gm'))
  return [...lines].map(([, pid, path]) => ({ pid: Number(pid), path: path! }))
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
