/**
 * A zip reader that is as simple as possible, to judge the server's reader. The two share no code, not even
 * zlib.
 */
import { inflateSync } from 'fflate'

/** `content` is null for a member that cannot be read, has more than 16 MiB, or has a wrong CRC-32. */
export type PlainMember = { name: string; content: Uint8Array } | { name: string; content: null }

/**
 * The members in the order of the central directory; null if the bytes are not an archive. Names have one
 * character for each byte.
 */
export function plainUnzip(bytes: Uint8Array): PlainMember[] | null {
  try {
    return readDirectory(bytes)
  } catch {
    return null
  }
}

function readDirectory(bytes: Uint8Array): PlainMember[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const u16 = (at: number) => view.getUint16(at, true)
  const u32 = (at: number) => view.getUint32(at, true)
  const u64 = (at: number) => Number(view.getBigUint64(at, true))

  let end = bytes.length - 22
  while (u32(end) !== 0x06054b50 || end + 22 + u16(end + 20) !== bytes.length) end--
  let [size, offset] = [u32(end + 12), u32(end + 16)]
  if (end >= 20 && u32(end - 20) === 0x07064b50 && [u16(end + 10), size, offset].some(isAllOnes)) {
    const end64 = u64(end - 12)
    end = end64 + 56 <= end && u32(end64) === 0x06064b50 ? end64 : end - 76
    ;[size, offset] = [u64(end + 40), u64(end + 48)]
  }
  // The directory ends where its end record begins. Bytes before the archive shift all offsets.
  const start = end - size
  const moved = start - offset

  const members: PlainMember[] = []
  for (let at = start; u32(at) === 0x02014b50;) {
    const [nameLength, extraLength, commentLength] = [u16(at + 28), u16(at + 30), u16(at + 32)]
    const wide = wideNumbers(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const [size = 0, encodedSize = 0, headerAt = 0] = [24, 20, 42].map((field) => {
      const number = u32(at + field)
      return isAllOnes(number) ? (wide.shift() ?? number) : number
    })
    const name = Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString('latin1')
    members.push({
      name,
      content: contentAt(headerAt + moved, encodedSize, size, u16(at + 10), u32(at + 16)),
    })
    at += 46 + nameLength + extraLength + commentLength
  }
  return members

  function wideNumbers(from: number, to: number): number[] {
    for (let at = from; at + 4 <= to; at += 4 + u16(at + 2)) {
      if (u16(at) !== 1) continue
      const last = Math.min(to, at + 4 + u16(at + 2))
      return Array.from({ length: Math.floor((last - at - 4) / 8) }, (_, number) => u64(at + 4 + number * 8))
    }
    return []
  }

  function contentAt(header: number, encodedSize: number, size: number, method: number, crc: number) {
    if (Math.max(size, encodedSize) > 2 ** 24 || header < 0 || header + 30 > bytes.length) return null
    const from = header + 30 + u16(header + 26) + u16(header + 28)
    const encoded = bytes.subarray(from, from + encodedSize)
    const content = method === 0 ? encoded : method === 8 ? inflated(encoded, size) : null
    return content?.length === size && Bun.hash.crc32(content) === crc ? content : null
  }
}

function inflated(encoded: Uint8Array, size: number): Uint8Array | null {
  try {
    return inflateSync(encoded, { out: new Uint8Array(size + 1) })
  } catch {
    return null
  }
}

function isAllOnes(number: number): boolean {
  return number === 0xffff || number === 0xffff_ffff
}
