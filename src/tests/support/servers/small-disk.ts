/** A small disk that can be filled to the last byte, on platforms where a test can mount one. */
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

export interface SmallDisk {
  path: string
  /** Fills all the remaining space. */
  fill(): void
  /** Frees that space again. */
  empty(): void
  /** Makes all further writes fail. */
  makeReadOnly(): void
  unmount(): void
}

/**
 * The name of a disk among the mounts. It contains the id of its process, so that disks of killed processes
 * can be recognized.
 */
const nameOf = (pid: number | string) => `dumpus-test-disk-${pid}`

/**
 * Mounts an in-memory disk of `mebibytes` on an empty folder; null if that is not permitted. It also unmounts
 * disks that killed tests left behind.
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
