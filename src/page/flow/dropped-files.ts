/** Lists the files of a drop or of a file input, those in folders included. Reads none of them. */
import { depthMax, isRubbish } from '../../data-package/archive/folder-rules.ts'
import { tabLimits } from '../engine/limits.ts'
import type { PackageFile } from '../engine/messages.ts'

/** To be taken while the event is handled: afterwards a browser gives nothing any more. */
export function droppedEntries(transfer: DataTransfer | null): FileSystemEntry[] {
  return [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? [])
}

/**
 * Everything below the entries. Stops one above the limit of the engine, which then says so. Rejects with the
 * browser's error for what may not be read.
 */
export async function filesBelow(entries: readonly FileSystemEntry[]): Promise<PackageFile[]> {
  const files: PackageFile[] = []
  const visit = async (entry: FileSystemEntry, path: string, depth: number): Promise<void> => {
    if (isRubbish(entry.name) || files.length > tabLimits.entriesMax) return
    if (isFile(entry)) files.push({ path, file: await fileOf(entry) })
    else if (depth < depthMax) {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      // Browsers give a hundred at a time: so many are looked at together.
      for (let some = await read(reader); some.length > 0; some = await read(reader)) {
        await Promise.all(some.map((inside) => visit(inside, `${path}/${inside.name}`, depth + 1)))
      }
    }
  }
  await Promise.all(entries.map((entry) => visit(entry, entry.name, 0)))
  return files
}

/** Of a folder input, the paths begin with the folder's name. */
export function chosenFiles(list: FileList): PackageFile[] {
  return [...list]
    .map((file) => ({ path: file.webkitRelativePath || file.name, file }))
    .filter(({ path }) => !path.split('/').some(isRubbish))
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile
}

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => entry.file(resolve, reject))
}

function read(reader: FileSystemDirectoryReader): Promise<FileSystemEntry[]> {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject))
}
