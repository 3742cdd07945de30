/** Presents the files of an unzipped package, dropped as a folder, as one byte source. */
import { latin1Of } from '#platform'
import { localDayOf } from '../../data-package/archive/folder-rules.ts'
import { LooseSource } from '../../data-package/archive/loose-files.ts'
import { BlobSource } from './blob-source.ts'
import type { PackageFile } from './messages.ts'

export function folderSource(files: readonly PackageFile[]): LooseSource {
  const encoder = new TextEncoder()
  const latestMs = files.reduce((latest, { file }) => Math.max(latest, file.lastModified), 0)
  const list = {
    files: files.map(({ path, file }) => ({ rawName: latin1Of(encoder.encode(path)), size: file.size })),
    lastModifiedDay: files.length === 0 ? null : localDayOf(latestMs),
  }
  return new LooseSource(list, (number) => new BlobSource(files[number]!.file))
}
