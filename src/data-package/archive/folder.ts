/** Lists and reads a package that was unzipped into a local folder. */
import { accessSync, closeSync, constants, fstatSync, lstatSync, openSync, readdirSync } from 'node:fs'
import type { Stats } from 'node:fs'
import { PackageError, isShortage } from '../../errors.ts'
import type { AnalysisLimits } from '../../config/analysis-limits.ts'
import { FileSource } from './file-source.ts'
import { depthMax, isRubbish, localDayOf } from './folder-rules.ts'
import { type LooseFile, type LooseList, LooseSource, type OpenFile } from './loose-files.ts'

/** Windows has neither of the last two flags. There, links are detected only when the folder is listed. */
const openFlags = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

/**
 * Lists the regular files of a folder and its subfolders. Symbolic links, devices, pipes, files of macOS and
 * folders deeper than `depthMax` are skipped. An unreadable file is an error, because leaving it out silently
 * would make every number too small. Throws PackageError archive_too_many_entries, and the system's errors
 * with the path.
 */
export function listFolder(folder: string, limits: Pick<AnalysisLimits, 'entriesMax'>): LooseList {
  const files: LooseFile[] = []
  let seen = 0
  let latestMs = 0
  const visit = (inside: string, depth: number) => {
    const names = readdirSync(pathOf(folder, inside), { encoding: 'buffer' }).map(latin1).sort()
    for (const name of names) {
      if (isRubbish(name)) continue
      if (++seen > limits.entriesMax) throw new PackageError('archive_too_many_entries')
      const rawName = inside === '' ? name : `${inside}/${name}`
      const stats: Stats = lstatSync(pathOf(folder, rawName))
      if (stats.isDirectory() && depth < depthMax) visit(rawName, depth + 1)
      if (!stats.isFile()) continue
      accessSync(pathOf(folder, rawName), constants.R_OK)
      files.push({ rawName, size: stats.size })
      latestMs = Math.max(latestMs, stats.mtimeMs)
    }
  }
  visit('', 0)
  return { files, lastModifiedDay: files.length === 0 ? null : localDayOf(latestMs) }
}

/**
 * Opens a listed folder in any thread. Reading throws PackageError file_unreadable for a file that was
 * listed, but has since been removed, made unreadable, or replaced by a link or a pipe.
 */
export function openFolder(folder: string, list: LooseList): LooseSource {
  return new LooseSource(list, (number) => {
    const descriptor = readable(() => openSync(pathOf(folder, list.files[number]!.rawName), openFlags))
    if (fstatSync(descriptor).isFile()) return readableFile(new FileSource(descriptor))
    closeSync(descriptor)
    throw new PackageError('file_unreadable')
  })
}

function readableFile(file: FileSource): ReturnType<OpenFile> {
  return {
    size: file.size,
    read: (offset, length) => readable(() => file.read(offset, length)),
    readInto: (target, place, offset, length) => readable(() => file.readInto(target, place, offset, length)),
    close: () => file.close(),
  }
}

/**
 * Turns the system's errors into file_unreadable, except for a shortage of descriptors or memory, which is
 * transient.
 */
function readable<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw isShortage(error) ? error : new PackageError('file_unreadable', { cause: error })
  }
}

/** The path is built from bytes, because names unpacked in another encoding may not be valid UTF-8. */
function pathOf(folder: string, rawName: string): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(rawName, 'latin1')])
}

function latin1(name: Buffer): string {
  return name.toString('latin1')
}
