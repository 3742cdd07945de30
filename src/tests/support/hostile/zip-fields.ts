/** Finds, reads and writes the fields of zip records, which it locates by their signatures. */
import type { Random } from '../../../synthetic-package/random.ts'

const signatures = [0x04034b50, 0x02014b50, 0x06054b50, 0x06064b50, 0x07064b50, 0x08074b50]
/** The offsets and sizes of fields in the records of each signature. */
const fields: { [signature: number]: readonly [at: number, bytes: 2 | 4 | 8][] } = {
  0x04034b50: [
    [6, 2],
    [8, 2],
    [14, 4],
    [18, 4],
    [22, 4],
    [26, 2],
    [28, 2],
  ],
  0x02014b50: [
    [8, 2],
    [10, 2],
    [14, 2],
    [16, 4],
    [20, 4],
    [24, 4],
    [28, 2],
    [30, 2],
    [32, 2],
    [42, 4],
  ],
  0x06054b50: [
    [4, 2],
    [8, 2],
    [10, 2],
    [12, 4],
    [16, 4],
    [20, 2],
  ],
  0x06064b50: [
    [4, 8],
    [24, 8],
    [32, 8],
    [40, 8],
    [48, 8],
  ],
  0x07064b50: [
    [4, 4],
    [8, 8],
    [16, 4],
  ],
  0x08074b50: [
    [4, 4],
    [8, 4],
    [12, 4],
  ],
}
/** The offsets of a signature. */
export function offsetsOf(bytes: Buffer, signature: number): number[] {
  const wanted = Buffer.alloc(4)
  wanted.writeUInt32LE(signature)
  const offsets: number[] = []
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + 1)) offsets.push(at)
  return offsets
}

/** The offset and size of a random field of a random record; the offset is −1 if none was found. */
export function randomField(bytes: Buffer, random: Random): [at: number, size: 2 | 4 | 8] {
  const signature = random.pick(signatures)
  const offsets = offsetsOf(bytes, signature)
  if (offsets.length === 0) return [-1, 2]
  const [at, size] = random.pick(fields[signature]!)
  const offset = random.pick(offsets) + at
  return offset + size <= bytes.length ? [offset, size] : [-1, size]
}

export function readField(bytes: Buffer, at: number, size: 2 | 4 | 8): bigint {
  return size === 8 ? bytes.readBigUInt64LE(at) : BigInt(bytes.readUIntLE(at, size))
}

/** Writes a number, truncated to the field's size; returns the same bytes. */
export function writeField(bytes: Buffer, at: number, size: 2 | 4 | 8, value: bigint): Buffer {
  const cut = BigInt.asUintN(size * 8, value)
  if (size === 8) bytes.writeBigUInt64LE(cut, at)
  else bytes.writeUIntLE(Number(cut), at, size)
  return bytes
}
