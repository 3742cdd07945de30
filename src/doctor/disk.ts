/** Examines the folders: whether they are writable, large enough, permanent, and closed to other users. */
import { existsSync, statfsSync, statSync } from 'node:fs'
import type { Config } from '../config/config.ts'
import { folderFault, nearestExisting } from '../platform/folder-faults.ts'
import { fail, type Finding, ok, size, warn } from './finding.ts'

/** PostgreSQL stops when its disk is full, and needs room for its write-ahead log. */
const bytesNeeded = 1024 ** 3
/** The size of the largest known archives. */
const archiveBytes = 2 * 1024 ** 3

/** File systems that are unsuitable for a database, by their magic number in Linux's statfs(2). */
const unfit: Record<number, { what: string; advice: string }> = {
  0x01021994: {
    what: 'is in memory (tmpfs): results are lost at a restart',
    advice: 'set DATA_DIR to a folder on a disk',
  },
  0x794c7630: {
    what: 'is in the container’s own layer (overlay): results are lost with the container',
    advice: 'mount a volume there, or set DATABASE_URL',
  },
  0x6969: { what: 'is on NFS, which is risky for PostgreSQL', advice: 'set DATA_DIR to a local disk' },
  0xff534d42: {
    what: 'is on CIFS, which PostgreSQL does not support',
    advice: 'set DATA_DIR to a local disk',
  },
  0xfe534d42: {
    what: 'is on SMB, which PostgreSQL does not support',
    advice: 'set DATA_DIR to a local disk',
  },
}

export function examineDisk(config: Config): Finding[] {
  const { dataDir, spoolDir, databaseUrl } = config
  const isEmbedded = databaseUrl === null
  const spoolBytes = spoolBytesOf(config)
  return [
    ...(isEmbedded
      ? [
          examineWriting('DATA_DIR', dataDir),
          examineSpace('DATA_DIR', dataDir, bytesNeeded, bytesNeeded * 5),
          ...examineKind(dataDir),
          ...examineMode(dataDir),
        ]
      : []),
    examineWriting('spool', spoolDir),
    examineSpace('spool', spoolDir, Math.min(bytesNeeded, spoolBytes), spoolBytes),
    ...examineMemoryDisk(spoolDir),
  ].filter((finding) => finding !== null)
}

/**
 * The space needed if as many packages as possible are downloaded, wait and are analyzed at the same time,
 * and if each archive has the largest known size, within the limits of the settings.
 */
export function spoolBytesOf({
  downloadsMax,
  workers,
  archiveBytesMax,
  spoolBytesMax,
}: Pick<Config, 'downloadsMax' | 'workers' | 'archiveBytesMax' | 'spoolBytesMax'>): number {
  return Math.min((downloadsMax + workers) * Math.min(archiveBytes, archiveBytesMax), spoolBytesMax)
}

/**
 * Whether the folder can be written to. The server creates a missing folder if it may write to the existing
 * folder above.
 */
function examineWriting(check: string, folder: string): Finding {
  const fault = folderFault(folder)
  if (fault === null) return ok(check, existsSync(folder) ? folder : `${folder} (the server creates it)`)
  return fail(
    check,
    `${folder} cannot be used: ${fault}`,
    'choose another folder, or run the command as the user that runs the server',
  )
}

function examineSpace(check: string, folder: string, needed: number, wanted: number): Finding | null {
  const free = statsOf(folder)?.free
  return free === undefined ? null : judgeSpace(check, free, needed, wanted)
}

/** `needed`: less is a failure. `wanted`: less is a warning, because the space will run out eventually. */
export function judgeSpace(check: string, free: number, needed: number, wanted: number): Finding {
  const what = `${size(free)} free`
  if (free >= wanted) return ok(`${check} space`, what)
  const judge = free < needed ? fail : warn
  return judge(
    `${check} space`,
    `${what}; ${size(wanted)} are recommended`,
    'free up space, or use a larger disk',
  )
}

function examineKind(dataDir: string): Finding[] {
  return judgeKind(statsOf(dataDir)?.kind)
}

/** For the embedded database: whether the file system of its folder is permanent and suitable. */
export function judgeKind(kind: number | undefined): Finding[] {
  const fault = kind === undefined ? undefined : unfit[kind]
  return fault ? [warn('DATA_DIR kind', `DATA_DIR ${fault.what}`, fault.advice)] : []
}

function examineMode(dataDir: string): Finding[] {
  if (!existsSync(dataDir) || !statSync(dataDir).isDirectory()) return []
  const mode = statSync(dataDir).mode & 0o777
  const written = mode.toString(8).padStart(4, '0')
  if ((mode & 0o022) !== 0) {
    return [fail('DATA_DIR mode', `${written}: others can change its content`, `chmod 700 ${dataDir}`)]
  }
  if ((mode & 0o044) !== 0) {
    return [
      warn(
        'DATA_DIR mode',
        `${written}: others can list it`,
        `chmod 700 ${dataDir} (711 when root starts the server)`,
      ),
    ]
  }
  return [ok('DATA_DIR mode', written)]
}

/** Downloads are encrypted, so any disk is safe. A file system in memory takes memory from the jobs. */
function examineMemoryDisk(spoolDir: string): Finding[] {
  if (statsOf(spoolDir)?.kind !== 0x01021994) return []
  return [
    warn(
      'spool kind',
      'is in memory (tmpfs): archives of up to 2 GB each take memory from the jobs',
      'set DL_ZIP_TMP_PATH to a folder on a disk; the files there are encrypted',
    ),
  ]
}

function statsOf(folder: string): { free: number; kind: number } | undefined {
  try {
    const { bavail, bsize, type } = statfsSync(nearestExisting(folder))
    return { free: bavail * bsize, kind: type >>> 0 }
  } catch {
    return undefined
  }
}
