/** Reading the directory of an archive. Hostile directories are in bad-archives.test.ts. */
import { utf8Of } from '#platform'
import { describe, expect, test } from 'bun:test'
import { zipSync } from 'fflate'
import { analysisLimitsOf, loadConfig } from '../../config/config.ts'
import { PackageError } from '../../errors.ts'
import { createKernel } from '../../tests/support/judges/kernels.ts'
import { lyingZip } from '../../tests/support/hostile/lying-zip-writer.ts'
import { plainArchive, plainMembers } from '../../tests/support/hostile/plain-archive.ts'
import { openArchive } from './archive.ts'
import { BytesSource } from './byte-source.ts'
import { MemberReader } from './member.ts'

const limits = analysisLimitsOf(loadConfig({}))
const kernel = createKernel()

function open(bytes: Uint8Array) {
  return openArchive(new BytesSource(bytes), limits)
}

async function contentsOf(bytes: Uint8Array): Promise<[string, string][]> {
  const archive = open(bytes)
  const reader = new MemberReader(archive.source, limits, () => {}, kernel)
  const contents: [string, string][] = []
  for (const entry of archive.entries)
    contents.push([entry.name, utf8Of(await reader.readWhole(entry, 2 ** 26))])
  return contents
}

/** The contents, the detail of a PackageError, or any other error as it is. */
async function outcomeOf(bytes: Uint8Array): Promise<unknown> {
  try {
    return await contentsOf(bytes)
  } catch (error) {
    return error instanceof PackageError ? error.detail : error
  }
}

const plain = plainMembers.map(({ name, content }) => [name, content])

test('members keep the order of the directory', async () => {
  expect(await contentsOf(plainArchive())).toEqual(plain as [string, string][])
})

test('an archive that fflate wrote is read', async () => {
  const long = 'line\n'.repeat(500_000)
  const files = { 'a/b.txt': Buffer.from('text'), 'é.txt': Buffer.from(long), empty: new Uint8Array(0) }
  expect(await contentsOf(zipSync(files))).toEqual([
    ['a/b.txt', 'text'],
    ['é.txt', long],
    ['empty', ''],
  ])
})

test('names are normalized, separated by /, and have U+FFFD in place of invalid UTF-8', () => {
  const names = ['e\u0301/x.json', 'a\\b\\c.json', Buffer.from([0x61, 0xff])]
  const { entries } = open(lyingZip(names.map((name) => ({ name }))))
  expect(entries.map(({ name }) => name)).toEqual(['é/x.json', 'a/b/c.json', 'a\ufffd'])
})

describe('the day of the latest entry', () => {
  const dosDate = (year: number, month: number, day: number) => ((year - 1980) << 9) | (month << 5) | day
  const dated = (...dates: number[]) => {
    const bytes = lyingZip(dates.map((_, at) => ({ name: `${at}` })))
    let at = bytes.indexOf('PK\x01\x02')
    for (const date of dates) {
      bytes.writeUInt16LE(date, at + 14)
      at = bytes.indexOf('PK\x01\x02', at + 4)
    }
    return open(bytes).lastModifiedDay
  }
  test('is found', () =>
    expect(dated(dosDate(2024, 2, 29), dosDate(2026, 5, 20), dosDate(2020, 1, 1))).toBe('2026-05-20'))
  const invalid = [
    ...[0, 0xffff, dosDate(2024, 13, 1), dosDate(2024, 0, 1), dosDate(2024, 1, 0)],
    ...[dosDate(2025, 2, 29), dosDate(2024, 4, 31), dosDate(2107, 15, 1)],
  ]
  test('is null without any valid date', () => {
    expect([[], invalid, ...invalid.map((date) => [date])].map((dates) => dated(...dates))).toEqual(
      Array(invalid.length + 2).fill(null),
    )
  })
  test.each(invalid)('is found beside the invalid date %d', (date) => {
    expect(dated(dosDate(2024, 2, 29), date, dosDate(2024, 1, 31))).toBe('2024-02-29')
  })
})

test('an archive truncated at any byte is refused as not an archive', async () => {
  const bytes = plainArchive()
  for (let length = 0; length < bytes.length; length++) {
    expect([length, await outcomeOf(bytes.subarray(0, length))]).toEqual([length, 'archive_not_a_zip'])
  }
})

test('after a bit flip, reading either fails with a detail or returns the original content', async () => {
  const bytes = plainArchive()
  const seen = new Set<unknown>()
  for (let bit = 0; bit < bytes.length * 8; bit++) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    const outcome = await outcomeOf(flipped)
    seen.add(Array.isArray(outcome) ? 'read' : outcome)
    // Names have no checksum, and are used only for matching. Everything else must be unchanged.
    if (Array.isArray(outcome)) {
      expect(outcome.map(([, content]) => content)).toEqual(plain.map(([, content]) => content))
    } else expect(outcome).toBeString()
  }
  expect([...seen].toSorted()).toEqual([
    'archive_bomb',
    'archive_corrupt',
    'archive_encrypted',
    'archive_not_a_zip',
    'archive_unsupported',
    'read',
  ])
}, 60_000)
