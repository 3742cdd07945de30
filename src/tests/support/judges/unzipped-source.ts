/** An archive presented in memory as if it were unzipped into a folder. */
import { BytesSource } from '../../../data-package/archive/byte-source.ts'
import { type LooseFile, LooseSource } from '../../../data-package/archive/loose-files.ts'
import { readArchive } from '../../oracle/read-archive.ts'

/** The latest day of the entries becomes the day of the folder's files. */
export function unzippedSource(zip: Uint8Array): LooseSource {
  const { files, days } = readArchive(zip)
  const contents = [...files.values()]
  const listed = [...files].map(([path, { length }]): LooseFile => ({
    rawName: Buffer.from(path).toString('latin1'),
    size: length,
  }))
  const list = { files: listed, lastModifiedDay: days.toSorted().at(-1) ?? null }
  return new LooseSource(list, (number) =>
    Object.assign(new BytesSource(contents[number]!), { close: () => {} }),
  )
}
