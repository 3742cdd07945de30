/** The records of the zip format as bytes: headers, data descriptors, the end of the central directory. */

/** The facts about one member that the records contain. Sizes and offset are in bytes. */
export interface Entry {
  name: Buffer
  method: number
  flags: number
  crc: number
  compressed: number
  size: number
  offset: number
  zip64: boolean
}

/** Date and time in the encoding of zip. */
export interface Stamp {
  date: number
  time: number
}

/** Bit 11: the name is UTF-8. */
export const utf8Flag = 0x800
/** Bit 3: sizes and checksum follow the data. */
export const descriptorFlag = 0x8

const max32 = 0xffff_ffff

/** Encodes a time for zip: in steps of two seconds, without a time zone. */
export function dosStamp(modified: number): Stamp {
  const at = new Date(modified)
  return {
    date: ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate(),
    time: (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1),
  }
}

/** The record before the data of a member. */
export function localHeader(entry: Entry, stamp: Stamp): Buffer {
  const described = (entry.flags & descriptorFlag) !== 0
  const extra = entry.zip64
    ? zip64Extra(described ? [0, 0] : [entry.size, entry.compressed])
    : Buffer.alloc(0)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(entry.zip64 ? 45 : 20, 4)
  writeShared(header, 6, entry, stamp)
  header.writeUInt32LE(described ? 0 : entry.crc, 14)
  header.writeUInt32LE(entry.zip64 ? max32 : described ? 0 : entry.compressed, 18)
  header.writeUInt32LE(entry.zip64 ? max32 : described ? 0 : entry.size, 22)
  header.writeUInt16LE(entry.name.length, 26)
  header.writeUInt16LE(extra.length, 28)
  return Buffer.concat([header, entry.name, extra])
}

/** The record with sizes and checksum after the data of a member that has `descriptorFlag`. */
export function descriptor(entry: Entry): Buffer {
  const bytes = Buffer.alloc(entry.zip64 ? 24 : 16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(entry.crc, 4)
  if (entry.zip64) {
    bytes.writeBigUInt64LE(BigInt(entry.compressed), 8)
    bytes.writeBigUInt64LE(BigInt(entry.size), 16)
  } else {
    bytes.writeUInt32LE(entry.compressed, 8)
    bytes.writeUInt32LE(entry.size, 12)
  }
  return bytes
}

/** True when the 32-bit fields are too small for this member. */
export function isWide({ size, compressed, offset }: Entry): boolean {
  return size >= max32 || compressed >= max32 || offset >= max32
}

/** The entry of a member in the central directory. `forced` uses zip64 fields even without need. */
export function centralHeader(entry: Entry, stamp: Stamp, forced: boolean): Buffer {
  const wide = forced || isWide(entry)
  const extra = wide ? zip64Extra([entry.size, entry.compressed, entry.offset]) : Buffer.alloc(0)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(0x0300 | (wide ? 45 : 20), 4)
  header.writeUInt16LE(wide ? 45 : 20, 6)
  writeShared(header, 8, entry, stamp)
  header.writeUInt32LE(entry.crc, 16)
  header.writeUInt32LE(wide ? max32 : entry.compressed, 20)
  header.writeUInt32LE(wide ? max32 : entry.size, 24)
  header.writeUInt16LE(entry.name.length, 28)
  header.writeUInt16LE(extra.length, 30)
  // Unix permissions of a plain file or a directory, so that an unpacked package can be read.
  const isDirectory = entry.name.at(-1) === 0x2f
  header.writeUInt32LE(isDirectory ? 0x41ed0010 : 0x81a40000, 38)
  header.writeUInt32LE(wide ? max32 : entry.offset, 42)
  return Buffer.concat([header, entry.name, extra])
}

function writeShared(header: Buffer, at: number, entry: Entry, stamp: Stamp): void {
  header.writeUInt16LE(entry.flags, at)
  header.writeUInt16LE(entry.method, at + 2)
  header.writeUInt16LE(stamp.time, at + 4)
  header.writeUInt16LE(stamp.date, at + 6)
}

function zip64Extra(values: number[]): Buffer {
  const extra = Buffer.alloc(4 + values.length * 8)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(values.length * 8, 2)
  values.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + index * 8))
  return extra
}

/** The end of the archive. `forced` writes the zip64 records even without need. */
export function endOfDirectory(count: number, start: number, length: number, forced: boolean): Buffer {
  const wide = forced || count >= 0xffff || start >= max32 || length >= max32
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(wide ? 0xffff : count, 8)
  end.writeUInt16LE(wide ? 0xffff : count, 10)
  end.writeUInt32LE(wide ? max32 : length, 12)
  end.writeUInt32LE(wide ? max32 : start, 16)
  if (!wide) return end
  const record = Buffer.alloc(56)
  record.writeUInt32LE(0x06064b50, 0)
  record.writeBigUInt64LE(44n, 4)
  record.writeUInt16LE(0x032d, 12)
  record.writeUInt16LE(45, 14)
  record.writeBigUInt64LE(BigInt(count), 24)
  record.writeBigUInt64LE(BigInt(count), 32)
  record.writeBigUInt64LE(BigInt(length), 40)
  record.writeBigUInt64LE(BigInt(start), 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(BigInt(start + length), 8)
  locator.writeUInt32LE(1, 16)
  return Buffer.concat([record, locator, end])
}
