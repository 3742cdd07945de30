/** Reading members whole and as streams. Hostile members are in bad-archives.test.ts. */
import { describe, expect, test } from 'bun:test'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { PackageError } from '../../errors.ts'
import { deflatedZeros, type LyingMember, lyingZip } from '../../tests/support/hostile/lying-zip-writer.ts'
import { openArchive } from './archive.ts'
import { type ByteSource, BytesSource } from './byte-source.ts'
import { checkOverlaps, MemberReader } from './member.ts'

const MiB = 2 ** 20
const limits = analysisLimitsOf(loadConfig({}))

function open(member: LyingMember, changed: object = {}) {
  const archive = openArchive(new BytesSource(lyingZip([member])), limits)
  const counted: number[] = []
  const reader = new MemberReader(archive.source, { ...limits, ...changed }, (bytes) => counted.push(bytes))
  return { reader, entry: archive.entries[0]!, counted }
}

async function detailOf(action: () => Promise<unknown>): Promise<unknown> {
  try {
    await action()
  } catch (error) {
    return error instanceof PackageError ? error.detail : error
  }
}

async function drain(stream: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}

/** Decimal numbers, which deflate compresses to less than half. */
function textOf(length: number): Buffer {
  return Buffer.alloc(length, Array.from({ length: 5000 }, (_, at) => `${at * 7919} `).join(''))
}

describe.each([true, false])('stored: %p', (stored) => {
  test.each([0, 1, 1000, MiB - 1, MiB, MiB + 1, 3 * MiB, 9 * MiB + 17])(
    '%d bytes, whole and as a stream',
    async (length) => {
      const content = textOf(length)
      const { reader, entry, counted } = open({ name: 'x', content, stored })
      expect(content.equals(await reader.readWhole(entry, 10 * MiB))).toBeTrue()
      expect((await drain(reader.stream(entry, 10 * MiB))).equals(content)).toBeTrue()
      expect(counted.reduce((sum, bytes) => sum + bytes, 0)).toBe(2 * length)
    },
  )
})

test('chunks are at most 256 KiB', async () => {
  const { reader, entry } = open({ name: 'x', data: deflatedZeros(1), size: 64 * MiB, crc32: 0x1eb2_5b7a })
  let longest = 0
  await detailOf(async () => {
    for await (const chunk of reader.stream(entry, 64 * MiB)) longest = Math.max(longest, chunk.length)
  })
  expect(longest).toBeLessThanOrEqual(MiB / 4)
  expect(longest).toBeGreaterThan(MiB / 8)
})

test('the reader still works after streams of which only the beginning was read', async () => {
  const { reader, entry } = open({ name: 'x', content: textOf(9 * MiB) })
  for (let time = 0; time < 20; time++) {
    for await (const chunk of reader.stream(entry, 10 * MiB)) if (chunk.length > 0) break
  }
  expect((await reader.readWhole(entry, 10 * MiB)).length).toBe(9 * MiB)
})

test('an error thrown in the loop over the chunks is passed on', async () => {
  const { reader, entry } = open({ name: 'x', content: textOf(9 * MiB) })
  const stop = async () => {
    for await (const chunk of reader.stream(entry, 10 * MiB))
      if (chunk.length > 0) throw new RangeError('mine')
  }
  expect(await detailOf(stop)).toBeInstanceOf(RangeError)
})

test('an error of the source is passed on', async () => {
  const archive = openArchive(new BytesSource(lyingZip([{ name: 'x', content: textOf(9 * MiB) }])), limits)
  const source = archive.source
  const failing: ByteSource = {
    size: source.size,
    read: (offset, length) => source.read(offset, length),
    readInto: (target, place, offset, length) => {
      if (offset > MiB) throw new PackageError('disk_full')
      return source.readInto(target, place, offset, length)
    },
  }
  const reader = new MemberReader(failing, limits)
  expect(await detailOf(() => reader.readWhole(archive.entries[0]!, 10 * MiB))).toBe('disk_full')
})

test('the last chunk is not yielded if the checksum is wrong', async () => {
  const content = textOf(3 * MiB)
  const { reader, entry } = open({ name: 'x', content, crc32: 1 })
  let given = 0
  const read = async () => {
    for await (const chunk of reader.stream(entry, 10 * MiB)) given += chunk.length
  }
  expect(await detailOf(read)).toBe('archive_corrupt')
  expect(given).toBeLessThan(content.length)
})

test.each([true, false])('the checksum of an empty member is checked (stored: %p)', async (stored) => {
  const { reader, entry } = open({ name: 'x', content: '', stored, crc32: 1 })
  expect(await detailOf(() => reader.readWhole(entry, 10))).toBe('archive_corrupt')
})

test('the size of a member, and of all members together, is limited', async () => {
  const content = textOf(1000)
  const { reader, entry } = open({ name: 'x', content })
  expect(await detailOf(() => reader.readWhole(entry, 999))).toBe('archive_bomb')
  expect(await detailOf(() => drain(reader.stream(entry, 999)))).toBe('archive_bomb')
  expect(await detailOf(() => reader.readWhole(entry, 1000))).toBeUndefined()
  const all = open({ name: 'x', content }, { inflatedBytesMax: 2500 })
  await all.reader.readWhole(all.entry, 1000)
  await all.reader.readWhole(all.entry, 1000)
  expect(await detailOf(() => all.reader.readWhole(all.entry, 1000))).toBe('archive_bomb')
})

test('the ratio is limited only above 64 MiB', async () => {
  const small = open({ name: 'x', data: deflatedZeros(1), size: 64 * MiB })
  // All 64 MiB are inflated, at about 1000:1. Only the checksum is wrong.
  expect(await detailOf(() => drain(small.reader.stream(small.entry, 2 ** 40)))).toBe('archive_corrupt')
  const large = open({ name: 'x', data: deflatedZeros(2), size: 128 * MiB })
  expect(await detailOf(() => drain(large.reader.stream(large.entry, 2 ** 40)))).toBe('archive_bomb')
})

test('overlapping entries are refused, adjacent ones are not', () => {
  const at = (headerOffset: number, compressedSize: number) => ({
    ...open({ name: 'x' }).entry,
    headerOffset,
    compressedSize,
  })
  expect(() => checkOverlaps([at(131, 5), at(0, 100), at(200, 1)])).not.toThrow()
  expect(() => checkOverlaps([at(130, 5), at(0, 100)])).toThrow(PackageError)
  expect(() => checkOverlaps([at(0, 1), at(0, 1)])).toThrow(PackageError)
  expect(() => checkOverlaps([])).not.toThrow()
  const [last, first] = [at(131, 5), at(0, 100)]
  checkOverlaps([last!, first!])
  expect([first!.dataEndMax, last!.dataEndMax]).toEqual([131, at(0, 0).dataEndMax])
})
