/** Searches the memory of another process for texts, as somebody with its permissions could. Linux only. */
import { closeSync, openSync, readFileSync, readSync } from 'node:fs'

const pieceBytes = 4 * 1024 * 1024

/**
 * For each text, the number of occurrences in the writable memory of a process, in either of the two string
 * encodings of the JavaScript engine.
 */
export function countInMemory(pid: number, texts: readonly string[]): number[] {
  const needles = texts.map((text) => [Buffer.from(text, 'latin1'), Buffer.from(text, 'utf16le')])
  const overlap = Math.max(...needles.flat().map(({ length }) => length)) - 1
  const counts = texts.map(() => 0)
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const piece = Buffer.alloc(pieceBytes + overlap)
  const zeros = Buffer.alloc(piece.length)
  try {
    for (const { start, end } of writableRegions(pid)) {
      for (let at = start; at < end; at += pieceBytes) {
        const length = readAt(memory, piece, at, Math.min(pieceBytes + overlap, end - at))
        const found = piece.subarray(0, length)
        // Most of the memory was only reserved, and is zero.
        if (found.equals(zeros.subarray(0, length))) continue
        needles.forEach((forms, index) => {
          for (const form of forms) counts[index]! += occurrences(found, form, Math.min(length, pieceBytes))
        })
      }
    }
  } finally {
    closeSync(memory)
  }
  return counts
}

function writableRegions(pid: number): { start: number; end: number }[] {
  return readFileSync(`/proc/${pid}/maps`, 'utf8')
    .split('\n')
    .flatMap((line) => {
      const match = /^([0-9a-f]+)-([0-9a-f]+) rw/.exec(line)
      return match ? [{ start: parseInt(match[1]!, 16), end: parseInt(match[2]!, 16) }] : []
    })
}

/** 0 if nothing can be read: the region is only reserved, or was unmapped meanwhile. */
function readAt(file: number, into: Buffer, at: number, length: number): number {
  try {
    return readSync(file, into, 0, length, at)
  } catch {
    return 0
  }
}

/** Counts occurrences that begin before `limit`; later ones are counted in the next piece. */
function occurrences(bytes: Buffer, needle: Buffer, limit: number): number {
  let count = 0
  for (let at = bytes.indexOf(needle); at >= 0 && at < limit; at = bytes.indexOf(needle, at + 1)) count++
  return count
}
