/** Checks that archives are read completely, with the dates of their entries. */
import { expect, test } from 'bun:test'
import { zipSync } from 'fflate'
import { oracle } from './oracle.ts'
import { readArchive } from './read-archive.ts'
import { packageId, rowsOf, today, zipOf } from './sample-package.ts'

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes)

test('of two entries with the same name, the last counts', () => {
  const { files } = readArchive(
    zipOf([
      ['a.json', 'first'],
      ['b.json', 'b'],
      ['a.json', 'second'],
    ]),
  )
  expect(textOf(files.get('a.json'))).toBe('second')
  expect(files.size).toBe(2)
})

test('compressed entries are read, and folders and macOS’s extra files are skipped', () => {
  const bytes = new TextEncoder().encode('hello '.repeat(100))
  const { files } = readArchive(
    zipSync({
      'package/': new Uint8Array(),
      'package/a.txt': bytes,
      'package/._a.txt': bytes,
      '__MACOSX/package/a.txt': bytes,
      'b\\c': bytes,
    }),
  )
  expect([...files.keys()]).toEqual(['package/a.txt', 'b/c'])
  expect(textOf(files.get('package/a.txt'))).toBe('hello '.repeat(100))
})

test('the days of all entries are found', () => {
  expect(readArchive(zipOf({ a: 'a', b: 'b', 'c/': '' }, '2021-12-31')).days).toEqual(
    Array(3).fill('2021-12-31'),
  )
})

test('the directory of a zip64 archive is found through its own end records', () => {
  const zip = zipOf({ 'a.json': 'a', 'b.json': 'b' }, '2022-02-03')
  const end = new DataView(zip.buffer, zip.length - 22)
  const end64 = new DataView(new ArrayBuffer(76))
  end64.setUint32(0, 0x06064b50, true)
  end64.setBigUint64(4, 44n, true)
  end64.setBigUint64(24, 2n, true)
  end64.setBigUint64(32, 2n, true)
  end64.setBigUint64(40, BigInt(end.getUint32(12, true)), true)
  end64.setBigUint64(48, BigInt(end.getUint32(16, true)), true)
  end64.setUint32(56, 0x07064b50, true)
  end64.setBigUint64(64, BigInt(zip.length - 22), true)
  end64.setUint32(72, 1, true)
  end.setUint16(10, 0xffff, true)
  end.setUint32(16, 0xffffffff, true)
  const whole = Buffer.concat([zip.subarray(0, -22), new Uint8Array(end64.buffer), zip.subarray(-22)])
  const { files, days } = readArchive(new Uint8Array(whole))
  expect([...files.keys()]).toEqual(['a.json', 'b.json'])
  expect(days).toEqual(['2022-02-03', '2022-02-03'])
})

test('reading bytes that are not an archive throws', () => {
  expect(() => oracle(new TextEncoder().encode('<html>no</html>'), { packageId, today })).toThrow()
})

test('the export day is that of the latest modification, or today if that day is out of range', () => {
  expect(rowsOf({}, '2024-06-01').lastDay).toBe('2024-06-02')
  expect(rowsOf({}, today).lastDay).toBe('2024-07-01')
  expect(rowsOf({}, '2024-07-01').lastDay).toBe('2024-07-01')
  expect(rowsOf({}, '2015-05-13').lastDay).toBe('2015-05-14')
  expect(rowsOf({}, '2015-05-12').lastDay).toBe('2024-07-01')
  expect(rowsOf({}, '1980-01-01').lastDay).toBe('2024-07-01')
})
