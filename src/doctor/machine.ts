/**
 * Examines the machine: memory, swap, core dumps, open files. What only Linux reports is not known elsewhere.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { totalmem } from 'node:os'
import { basename, join } from 'node:path'
import type { Config } from '../config/config.ts'
import { forbidCoreDumps } from '../platform/core-dumps.ts'
import { openFiles } from '../telemetry/process-meter.ts'
import { fail, type Finding, ok, size, warn } from './finding.ts'

/** Memory of the server without its jobs, including the embedded database. */
const ownBytes = 512 * 1024 * 1024
const filesWanted = 4096
const filesNeeded = 1024

/** `root` is the folder that contains the machine's /proc and /sys. */
export function examineMachine(config: Config, root: string): Finding[] {
  return [
    examineMemory(config, root),
    examineSwap(root),
    judgeCoreDumps(forbidCoreDumps(), process.platform),
    ...examineFiles(),
  ]
}

function examineMemory({ workers, jobMemoryBytesMax }: Config, root: string): Finding {
  const limit = memoryLimits(root).memory
  const isLimited = limit > 0 && limit < totalmem()
  const available = isLimited ? limit : totalmem()
  // One package more than WORKERS may be analyzed at a time (see worker/analysis-line.ts).
  const needed = ownBytes + (workers + 1) * jobMemoryBytesMax
  const what = `${size(available)}${isLimited ? ' (limit of this container or service)' : ''}`
  if (available >= needed) return ok('memory', what)
  return warn(
    'memory',
    `${what}, but with WORKERS=${workers} and one extra worker the server may need up to ${size(needed)}: the system could kill it`,
    'lower WORKERS or JOB_MEMORY_BYTES_MAX, or give the server more memory',
  )
}

/** KEYs and packages are in memory, and swapping would write them to disk. */
function examineSwap(root: string): Finding {
  if (process.platform === 'darwin') return ok('swap', 'macOS encrypts it')
  const table = readText(join(root, 'proc/swaps'))
  if (table === null) return warn('swap', 'cannot be checked', 'make sure that it is off or encrypted')
  const places = table
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(/\s+/)[0]!)
  const open = places.filter((place) => !isInMemory(place) && !isEncrypted(place, root))
  if (places.length === 0) return ok('swap', 'off')
  if (open.length === 0) return ok('swap', 'in memory or encrypted')
  if (!memoryLimits(root).maySwap) {
    return ok('swap', 'on, but not for this container or service')
  }
  return warn(
    'swap',
    `on (${open.join(', ')}) and apparently not encrypted: KEYs and packages can reach the disk`,
    'turn it off (swapoff -a), encrypt it, or disable it for the server: MemorySwapMax=0 (systemd), memswap_limit = mem_limit (compose)',
  )
}

function isInMemory(place: string): boolean {
  return /^\/dev\/zram\d+$/.test(place)
}

/** Whether the device is a dm-crypt device, or consists only of such devices, as LVM on LUKS does. */
function isEncrypted(place: string, root: string): boolean {
  const device = join(root, 'sys/block', basename(place))
  if (readLine(join(device, 'dm/uuid'))?.startsWith('CRYPT-')) return true
  const slaves = existsSync(join(device, 'slaves')) ? readdirSync(join(device, 'slaves')) : []
  return slaves.length > 0 && slaves.every((slave) => isEncrypted(slave, root))
}

/** The server disables its own core dumps when it starts. This process tests whether that is possible. */
export function judgeCoreDumps(done: ReturnType<typeof forbidCoreDumps>, platform: string): Finding {
  if (done.limit && (done.undumpable || platform !== 'linux'))
    return ok('core dumps', 'the server disables its own')
  return warn(
    'core dumps',
    'the server cannot disable its own on this system: after a crash, KEYs could be on disk',
    'disable them from outside: LimitCORE=0 (systemd), ulimits: core: 0 (compose), ulimit -c 0',
  )
}

function examineFiles(): Finding[] {
  const { max } = openFiles()
  if (max === null) return []
  if (max >= filesWanted) return [ok('open files', max === Infinity ? 'unlimited' : `up to ${max}`)]
  const judge = max < filesNeeded ? fail : warn
  return [
    judge(
      'open files',
      `limited to ${max}: each waiting user keeps a connection open`,
      `raise the limit to ${filesWanted} or more: LimitNOFILE= (systemd), ulimits: nofile (compose), ulimit -n`,
    ),
  ]
}

/**
 * The memory limits of this process's control group, version 2 or version 1 (where memory and swap have one
 * common limit). NaN means no known limit. Inside a container, its limits are at the root of the hierarchy.
 */
function memoryLimits(root: string): { memory: number; maySwap: boolean } {
  const groups = readText(join(root, 'proc/self/cgroup')) ?? ''
  const old = /^\d+:(?:[\w,]+,)?memory(?:,[\w,]+)?:(\/.*)$/m.exec(groups)?.[1]
  const number = (...path: string[]) => Number(readLine(join(root, 'sys/fs/cgroup', ...path)) ?? NaN)
  if (old === undefined) {
    const path = /^0::(\/.*)$/m.exec(groups)?.[1] ?? '/'
    return { memory: number(path, 'memory.max'), maySwap: number(path, 'memory.swap.max') !== 0 }
  }
  const [own] = [old, '/'].filter((path) => !Number.isNaN(number('memory', path, 'memory.limit_in_bytes')))
  const memory = number('memory', own ?? '/', 'memory.limit_in_bytes')
  return { memory, maySwap: number('memory', own ?? '/', 'memory.memsw.limit_in_bytes') !== memory }
}

function readLine(path: string): string | null {
  return readText(path)?.trim() ?? null
}

function readText(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
