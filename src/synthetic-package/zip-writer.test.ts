/** Forms of an archive that small packages lack: very many entries, empty members, streamed members. */
import { expect, test } from 'bun:test'
import { unzipSync } from 'fflate'
import { ZipWriter } from './zip-writer.ts'
import type { Member } from './zip-writer.ts'

const plain = { modified: Date.UTC(2026, 4, 20, 12, 0, 0), forceZip64: false, dataDescriptors: false }

async function zip(members: Iterable<Member>, options = plain): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  const writer = new ZipWriter((chunk) => void chunks.push(chunk), options)
  for (const member of members) await writer.add(member)
  expect(await writer.finish()).toBe(chunks.reduce((sum, { length }) => sum + length, 0))
  return Buffer.concat(chunks)
}

test('text and bytes come back in their order, names in UTF-8', async () => {
  const archive = await zip([
    { name: 'メッセージ/a.txt', content: () => ['één ', Buffer.from([0xff, 0x00]), ' two'] },
    { name: 'empty', content: () => [] },
    { name: 'folder/', content: () => [''] },
  ])
  const files = unzipSync(archive)
  expect(Object.keys(files)).toEqual(['メッセージ/a.txt', 'empty', 'folder/'])
  expect(Buffer.from(files['メッセージ/a.txt']!).toString('latin1')).toBe('Ã©Ã©n \xff\x00 two')
})

test('a streamed member of text and bytes is read back whole, with each kind of header', async () => {
  function* parts(): Generator<string | Uint8Array> {
    for (let number = 0; number < 9000; number++) {
      yield number % 7 === 0
        ? Buffer.alloc(300, number % 251)
        : `line ${number} ${'é'.repeat(number % 400)}\n`
    }
  }
  const expected = Buffer.concat([...parts()].map((part) => Buffer.from(part as string)))
  expect(expected.length).toBeGreaterThan(2 << 20)
  for (const options of [plain, { ...plain, forceZip64: true }, { ...plain, dataDescriptors: true }]) {
    const { big, after } = unzipSync(
      await zip(
        [
          { name: 'big', content: parts },
          { name: 'after', content: () => ['x'] },
        ],
        options,
      ),
    )
    expect(Buffer.from(big!).equals(expected)).toBeTrue()
    expect(after).toEqual(new Uint8Array([0x78]))
  }
})

test('70,000 entries: the directory needs zip64', async () => {
  const count = 70_000
  const archive = await zip(
    Array.from({ length: count }, (_, index) => ({ name: `${index}`, content: () => [] })),
  )
  expect(Object.keys(unzipSync(archive))).toHaveLength(count)
  const end = archive.subarray(-22)
  expect([end.readUInt32LE(0), end.readUInt16LE(10)]).toEqual([0x06054b50, 0xffff])
})

test('the modification time comes from the options', async () => {
  const archive = await zip([{ name: 'a', content: () => ['x'] }])
  const date = ((2026 - 1980) << 9) | (5 << 5) | 20
  expect([archive.readUInt16LE(10), archive.readUInt16LE(12)]).toEqual([12 << 11, date])
})
