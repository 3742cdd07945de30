/** Writes zip archives whose records may have any values, for archives that an honest writer cannot make. */
import { constants, crc32, deflateRawSync } from 'node:zlib'

/**
 * One member. All fields are derived from name and content unless they are given; a given value is the lie.
 */
export interface LyingMember {
  name: string | Uint8Array
  /** What the member inflates to; '' if only `data` matters. */
  content?: string | Uint8Array
  stored?: boolean
  /** The bytes between the headers, in place of the compressed content. */
  data?: Uint8Array
  flags?: number
  method?: number
  crc32?: number
  size?: number
  compressedSize?: number
  /** The offset of the local header, as the directory states it. */
  headerOffset?: number
  /**
   * The values of the local header that differ from the directory. Of an extra field, only the length is
   * written: the bytes after the name are the field, and the data begins behind them.
   */
  local?: { name?: string; method?: number; size?: number; compressedSize?: number; extraLength?: number }
  /** Sizes and offset in a zip64 field. */
  isWide?: boolean
  /** A data descriptor after the data, and zeros in the local header. */
  isDescribed?: boolean
  /** Only in the directory: there is no local header and no data. */
  isGhost?: boolean
}

export interface LyingEnd {
  /** Bytes before the archive; the offsets ignore them. */
  prefix?: Uint8Array
  /** Bytes between the last member and the directory. */
  gap?: Uint8Array
  count?: number | bigint
  directorySize?: number | bigint
  directoryOffset?: number | bigint
  comment?: Uint8Array
  /** The stated length of the comment. */
  commentLength?: number
  /** Bytes after the archive. */
  tail?: Uint8Array
  /** Whether to write the zip64 end record; by default only if the numbers need it. */
  isWide?: boolean
  /** The stated offset of the zip64 end record. */
  wideEndOffset?: bigint
}

const all32 = 0xffff_ffff

/** The archive's bytes. */
export function lyingZip(members: readonly LyingMember[], end: LyingEnd = {}): Buffer {
  const body: Uint8Array[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const member of members) {
    const encoded = encode(member)
    directory.push(centralRecord(member, encoded, offset))
    if (member.isGhost) continue
    const parts = [
      localRecord(member, encoded),
      encoded.data,
      ...(member.isDescribed ? [descriptorOf(encoded)] : []),
    ]
    body.push(...parts)
    offset += parts.reduce((sum, { length }) => sum + length, 0)
  }
  const { prefix = none, gap = none, comment = none, tail = none } = end
  const records = Buffer.concat(directory)
  const start = offset + gap.length
  return Buffer.concat([
    prefix,
    ...body,
    gap,
    records,
    ...endRecords(end, members.length, start, records.length),
    comment,
    tail,
  ])
}

/**
 * A deflate stream of `count` times 64 MiB of zeros, at 1000:1. Only the first 64 MiB are really compressed.
 */
export function deflatedZeros(count: number): Buffer {
  const zeros = Buffer.alloc(64 * 1024 * 1024)
  const block = deflateRawSync(zeros, { finishFlush: constants.Z_FULL_FLUSH })
  const lastBlock = Buffer.from([3, 0])
  return Buffer.concat([...Array<Buffer>(count).fill(block), lastBlock])
}

/**
 * The content of a member of several parts, each repeated a number of times. Each part is compressed once.
 */
export function repeatedParts(
  ...parts: readonly [part: Uint8Array | string, copies: number][]
): Pick<LyingMember, 'data' | 'size' | 'crc32'> {
  const data: Uint8Array[] = []
  let size = 0
  let checksum = 0
  for (const [part, copies] of parts) {
    const bytes = Buffer.from(part as string)
    const block = deflateRawSync(bytes, { level: 1, finishFlush: constants.Z_FULL_FLUSH })
    for (let copy = 0; copy < copies; copy++) {
      data.push(block)
      checksum = crc32(bytes, checksum)
    }
    size += bytes.length * copies
  }
  return { data: Buffer.concat([...data, Buffer.from([3, 0])]), size, crc32: checksum }
}

const none = new Uint8Array(0)

interface EncodedMember {
  data: Uint8Array
  method: number
  crc: number
  size: number
  compressedSize: number
}

function encode(member: LyingMember): EncodedMember {
  const content = Buffer.from(member.content ?? '')
  const data = member.data ?? (member.stored ? content : deflateRawSync(content, { level: 1 }))
  return {
    data,
    method: member.method ?? (member.stored ? 0 : 8),
    crc: member.crc32 ?? crc32(content),
    size: member.size ?? content.length,
    compressedSize: member.compressedSize ?? data.length,
  }
}

function localRecord(member: LyingMember, encoded: EncodedMember): Buffer {
  const name = Buffer.from(member.local?.name ?? member.name)
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE((member.flags ?? 0x800) | (member.isDescribed ? 8 : 0), 6)
  header.writeUInt16LE(member.local?.method ?? encoded.method, 8)
  header.writeUInt32LE(stamp, 10)
  if (!member.isDescribed) {
    header.writeUInt32LE(encoded.crc, 14)
    header.writeUInt32LE(Math.min(all32, member.local?.compressedSize ?? encoded.compressedSize), 18)
    header.writeUInt32LE(Math.min(all32, member.local?.size ?? encoded.size), 22)
  }
  header.writeUInt16LE(name.length, 26)
  header.writeUInt16LE(member.local?.extraLength ?? 0, 28)
  return Buffer.concat([header, name])
}

function descriptorOf(encoded: EncodedMember): Buffer {
  const bytes = Buffer.alloc(16)
  bytes.writeUInt32LE(0x08074b50, 0)
  bytes.writeUInt32LE(encoded.crc, 4)
  bytes.writeUInt32LE(encoded.compressedSize, 8)
  bytes.writeUInt32LE(encoded.size, 12)
  return bytes
}

function centralRecord(member: LyingMember, encoded: EncodedMember, at: number): Buffer {
  const name = Buffer.from(member.name)
  const offset = member.headerOffset ?? at
  const numbers = [encoded.size, encoded.compressedSize, offset]
  const isWide = member.isWide ?? numbers.some((value) => value >= all32)
  const header = Buffer.alloc(46)
  header.writeUInt32LE(0x02014b50, 0)
  header.writeUInt16LE(0x0314, 4)
  header.writeUInt16LE(20, 6)
  header.writeUInt16LE((member.flags ?? 0x800) | (member.isDescribed ? 8 : 0), 8)
  header.writeUInt16LE(encoded.method, 10)
  header.writeUInt32LE(stamp, 12)
  header.writeUInt32LE(encoded.crc, 16)
  header.writeUInt32LE(isWide ? all32 : encoded.compressedSize, 20)
  header.writeUInt32LE(isWide ? all32 : encoded.size, 24)
  header.writeUInt16LE(name.length, 28)
  header.writeUInt32LE(isWide ? all32 : offset, 42)
  if (!isWide) return Buffer.concat([header, name])
  header.writeUInt16LE(28, 30)
  const extra = Buffer.alloc(28)
  extra.writeUInt16LE(1, 0)
  extra.writeUInt16LE(24, 2)
  numbers.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + index * 8))
  return Buffer.concat([header, name, extra])
}

function endRecords(end: LyingEnd, members: number, start: number, length: number): Buffer[] {
  const count = BigInt(end.count ?? members)
  const size = BigInt(end.directorySize ?? length)
  const offset = BigInt(end.directoryOffset ?? start)
  const isWide = end.isWide ?? (members >= 0xffff || start + length >= all32)
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(isWide ? 0xffff : Number(count & 0xffffn), 8)
  record.writeUInt16LE(isWide ? 0xffff : Number(count & 0xffffn), 10)
  record.writeUInt32LE(isWide ? all32 : Number(size & 0xffff_ffffn), 12)
  record.writeUInt32LE(isWide ? all32 : Number(offset & 0xffff_ffffn), 16)
  record.writeUInt16LE(end.commentLength ?? end.comment?.length ?? 0, 20)
  if (!isWide) return [record]
  const wide = Buffer.alloc(56)
  wide.writeUInt32LE(0x06064b50, 0)
  wide.writeBigUInt64LE(44n, 4)
  wide.writeUInt16LE(0x032d, 12)
  wide.writeUInt16LE(45, 14)
  wide.writeBigUInt64LE(count, 24)
  wide.writeBigUInt64LE(count, 32)
  wide.writeBigUInt64LE(size, 40)
  wide.writeBigUInt64LE(offset, 48)
  const locator = Buffer.alloc(20)
  locator.writeUInt32LE(0x07064b50, 0)
  locator.writeBigUInt64LE(end.wideEndOffset ?? BigInt(start + length), 8)
  locator.writeUInt32LE(1, 16)
  return [wide, locator, record]
}

/** 2026-05-20 12:00 in the DOS format of zip, time first. */
const stamp = ((((2026 - 1980) << 9) | (5 << 5) | 20) * 0x10000 + (12 << 11)) >>> 0
