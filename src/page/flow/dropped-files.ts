/** Lists the files of a drop or of a file input, including those inside folders. It reads no contents. */
import { depthMax, isRubbish } from '../../data-package/archive/folder-rules.ts'
import { tabLimits } from '../engine/limits.ts'
import type { PackageFile } from '../engine/messages.ts'

/** Must be called inside the event handler: browsers clear the DataTransfer afterwards. */
export function droppedEntries(transfer: DataTransfer | null): FileSystemEntry[] {
  return [...(transfer?.items ?? [])].flatMap((item) => item.webkitGetAsEntry() ?? [])
}

/**
 * Lists the files below the entries, except macOS's leftovers (`isRubbish`) and files in folders nested
 * deeper than `depthMax`. It stops when there are more files than the analysis accepts; the analysis then
 * reports that. Rejects with the browser's error for an unreadable entry.
 */
export async function filesBelow(entries: readonly FileSystemEntry[]): Promise<PackageFile[]> {
  const files: PackageFile[] = []
  const visit = async (entry: FileSystemEntry, path: string, depth: number): Promise<void> => {
    if (isRubbish(entry.name) || files.length > tabLimits.entriesMax) return
    if (isFile(entry)) files.push({ path, file: await fileOf(entry) })
    else if (depth < depthMax) {
      const reader = (entry as FileSystemDirectoryEntry).createReader()
      // Some browsers return at most a hundred entries per call. Those of one call are visited in parallel.
      for (let some = await read(reader); some.length > 0; some = await read(reader)) {
        await Promise.all(some.map((inside) => visit(inside, `${path}/${inside.name}`, depth + 1)))
      }
    }
  }
  await Promise.all(entries.map((entry) => visit(entry, entry.name, 0)))
  return files
}

/** The paths of a folder input begin with the folder's name. */
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
