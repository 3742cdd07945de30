/** Reads a whole zip archive into memory: its files, and the modification days of its entries. */
import { unzipSync } from 'fflate'

export interface Archive {
  /**
   * path → content. Of two entries with the same name, the last counts.
   */
  files: Map<string, Uint8Array>
  /**
   * YYYY-MM-DD of every entry, including folders, as written (DOS dates have no zone); unreadable dates are
   * left out.
   */
  days: string[]
}

/** Throws fflate's error if the bytes are not an archive that it can read. */
export function readArchive(zip: Uint8Array): Archive {
  const files = new Map<string, Uint8Array>()
  for (const [name, content] of Object.entries(unzipSync(zip))) {
    const path = name.replaceAll('\\', '/')
    if (path.endsWith('/') || isMacJunk(path)) continue
    files.set(path, content)
  }
  return { files, days: readDays(zip) }
}

function isMacJunk(path: string): boolean {
  return path.split('/').some((part) => part === '__MACOSX' || part.startsWith('._'))
}

const endSignature = 0x06054b50
const endSignature64 = 0x06064b50
const locatorSignature64 = 0x07064b50
const entrySignature = 0x02014b50

function readDays(zip: Uint8Array): string[] {
  const view = new DataView(zip.buffer, zip.byteOffset, zip.byteLength)
  let { offset, count } = findDirectory(view)
  const days: string[] = []
  for (; count > 0 && view.getUint32(offset, true) === entrySignature; count--) {
    const day = dayOfDosDate(view.getUint16(offset + 14, true))
    if (day) days.push(day)
    const lengths = [28, 30, 32].map((field) => view.getUint16(offset + field, true))
    offset += 46 + lengths.reduce((sum, length) => sum + length, 0)
  }
  return days
}

function findDirectory(view: DataView): { offset: number; count: number } {
  let end = view.byteLength - 22
  while (end >= 0 && view.getUint32(end, true) !== endSignature) end--
  if (end < 0) throw new Error('not a zip archive')
  const count = view.getUint16(end + 10, true)
  const offset = view.getUint32(end + 16, true)
  if (count !== 0xffff && offset !== 0xffffffff) return { offset, count }
  const locator = end - 20
  if (locator < 0 || view.getUint32(locator, true) !== locatorSignature64) return { offset, count }
  const end64 = Number(view.getBigUint64(locator + 8, true))
  if (view.getUint32(end64, true) !== endSignature64) throw new Error('not a zip archive')
  return {
    offset: Number(view.getBigUint64(end64 + 48, true)),
    count: Number(view.getBigUint64(end64 + 32, true)),
  }
}

function dayOfDosDate(date: number): string | null {
  const year = 1980 + (date >> 9)
  const month = (date >> 5) & 15
  const day = date & 31
  const time = new Date(Date.UTC(year, month - 1, day))
  if (time.getUTCMonth() !== month - 1 || time.getUTCDate() !== day) return null
  return time.toISOString().slice(0, 10)
}
