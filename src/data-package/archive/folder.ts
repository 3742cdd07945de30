/** A package that somebody has unzipped into a folder of this machine. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readdirSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { PackageError } from '../../errors.ts'
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import { FileSource } from './file-source.ts'
import { type LooseFile, type LooseList, LooseSource } from './loose-files.ts'

/** Windows knows neither flag; its links are told by `lstat` when the folder is listed. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)
/** What Finder and zip programs of macOS leave behind; it would also be the latest change. */
const rubbish = /^(__MACOSX|\.DS_Store|\._.*)$/i
const depthMax = 32

/**
 * Lists the regular files of a folder and of the folders in it. Symbolic links, devices and pipes are passed
 * over. Throws PackageError archive_too_many_entries, and the system's errors for what may not be read.
 */
export function listFolder(folder: string, limits: Pick<AnalysisLimits, 'entriesMax'>): LooseList {
  const files: LooseFile[] = []
  let seen = 0
  let latestMs = 0
  const visit = (inside: string, depth: number) => {
    const names = readdirSync(pathOf(folder, inside), { encoding: 'buffer' }).map(latin1).sort()
    for (const name of names) {
      if (rubbish.test(name)) continue
      if (++seen > limits.entriesMax) throw new PackageError('archive_too_many_entries')
      const rawName = inside === '' ? name : `${inside}/${name}`
      const stats: Stats = lstatSync(pathOf(folder, rawName))
      if (stats.isDirectory() && depth < depthMax) visit(rawName, depth + 1)
      if (!stats.isFile()) continue
      files.push({ rawName, size: stats.size })
      latestMs = Math.max(latestMs, stats.mtimeMs)
    }
  }
  visit('', 0)
  return { files, lastModifiedDay: files.length === 0 ? null : localDayOf(latestMs) }
}

/** Reads a listed folder, in any thread. A file that became a link or a pipe meanwhile is refused. */
export function openFolder(folder: string, list: LooseList): LooseSource {
  return new LooseSource(list, (number) => {
    const descriptor = openSync(pathOf(folder, list.files[number]!.rawName), openFlags)
    if (fstatSync(descriptor).isFile()) return new FileSource(descriptor)
    closeSync(descriptor)
    throw new PackageError('archive_corrupt')
  })
}

/** As bytes: names that were unpacked in another encoding are no UTF-8. */
function pathOf(folder: string, rawName: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(rawName, 'latin1')])
}

function latin1(name: Buffer): string {
  return name.toString('latin1')
}

/** Zip programs note and restore the time of the machine: its day is the one that the archive had. */
function localDayOf(timeMs: number): string {
  const time = new Date(timeMs)
  const pad = (value: number) => String(value).padStart(2, '0')
  return `${time.getFullYear()}-${pad(time.getMonth() + 1)}-${pad(time.getDate())}`
}
