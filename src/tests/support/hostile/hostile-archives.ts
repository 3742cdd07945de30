/** Archives that are damaged, lie or attack, in groups, each with its expected outcome. */
import { bombs, hostileMembers } from './hostile-members.ts'
import { lyingZip } from './lying-zip-writer.ts'
import { type ArchiveCase, plainArchive, plainMembers, withMore } from './plain-archive.ts'

const halfOf = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1)
const text = (content: string) => Buffer.from(content)

const containers: ArchiveCase[] = [
  ['an empty file', 'archive_not_a_zip', () => new Uint8Array(0)],
  ['HTML', 'archive_not_a_zip', () => text('<!doctype html><title>Verify</title>')],
  ['only a signature', 'archive_not_a_zip', () => text('PK\x05\x06')],
  ['an archive without entries', 'package_without_owner', () => lyingZip([])],
  ['half an archive', 'archive_not_a_zip', () => halfOf(plainArchive())],
  ['no end record', 'archive_not_a_zip', () => plainArchive().subarray(0, -22)],
  ['a tail after the end', 'archive_not_a_zip', () => plainArchive({ tail: text('tail') })],
  ['a comment', 'fine', () => plainArchive({ comment: text('made by nobody') })],
  [
    'a comment that is longer than stated',
    'archive_not_a_zip',
    () => plainArchive({ comment: text('made by nobody'), commentLength: 3 }),
  ],
  ['a comment that is shorter than stated', 'archive_not_a_zip', () => plainArchive({ commentLength: 9 })],
  ['a second end record in the comment', 'archive_corrupt', () => plainArchive({ comment: lyingZip([]) })],
  [
    'a whole second archive in the comment',
    'archive_corrupt',
    () => plainArchive({ comment: lyingZip([{ name: 'Account/user.json', content: '{"id":"2"}' }]) }),
  ],
  ['junk in front', 'fine', () => plainArchive({ prefix: text('#!/bin/sh\n'.repeat(1000)) })],
  ['junk in front, zip64', 'fine', () => plainArchive({ prefix: text('junk'), isWide: true })],
  ['a gap before the directory', 'fine', () => plainArchive({ gap: Buffer.alloc(999) })],
  ['the zip64 end record', 'fine', () => plainArchive({ isWide: true })],
  ['a zip64 locator that points away', 'fine', () => plainArchive({ isWide: true, wideEndOffset: 5n })],
  [
    'a zip64 locator beyond 2^53',
    'archive_corrupt',
    () => plainArchive({ isWide: true, wideEndOffset: 1n << 60n }),
  ],
  ['a stated number of one entry too many', 'archive_corrupt', () => plainArchive({ count: 6 })],
  ['a stated number of one entry too few', 'archive_corrupt', () => plainArchive({ count: 4 })],
  ['a stated number of 0 entries', 'archive_corrupt', () => plainArchive({ count: 0 })],
  [
    'a stated number of four billion entries',
    'archive_corrupt',
    () => plainArchive({ isWide: true, count: 0xffff_fffen }),
  ],
  [
    'a stated number of 2^63 entries',
    'archive_corrupt',
    () => plainArchive({ isWide: true, count: 1n << 63n }),
  ],
  ['a directory larger than the file', 'archive_corrupt', () => plainArchive({ directorySize: 0xffff_fff0 })],
  [
    'a directory of 2^52 bytes',
    'archive_corrupt',
    () => plainArchive({ isWide: true, directorySize: 1n << 52n }),
  ],
  ['a directory that is larger than stated', 'archive_corrupt', () => plainArchive({ directorySize: 60 })],
  ['a directory beyond the end', 'archive_corrupt', () => plainArchive({ directoryOffset: 0x7fff_0000 })],
  ['an archive above the limit', 'archive_too_large', plainArchive, { archiveBytesMax: 500 }],
  ['a directory above the limit', 'archive_too_large', plainArchive, { directoryBytesMax: 100 }],
  [
    'a 60 MiB directory of slashes',
    'fine',
    () =>
      withMore(
        ...Array.from({ length: 950 }, (_, at) => ({ name: `${at}${'/'.repeat(65_000)}`, isGhost: true })),
      ),
  ],
]

const counts: ArchiveCase[] = [
  ['65,535 entries', 'fine', () => fillers(65_535)],
  ['65,536 entries', 'fine', () => fillers(65_536)],
  ['70,000 entries', 'fine', () => fillers(70_000)],
  ['500,001 entries', 'archive_too_many_entries', () => fillers(500_001)],
  ['one entry above the limit', 'archive_too_many_entries', plainArchive, { entriesMax: 4 }],
  [
    '100,000 guild files of one guild',
    'fine',
    () =>
      withMore(
        ...Array.from({ length: 100_000 }, (_, at) => ({
          name: `${at}/100000000000000004/guild.json`,
          content: '',
          data: Buffer.alloc(0),
          stored: true,
        })),
      ),
  ],
]

const names: ArchiveCase[] = [
  [
    '../ in names',
    'fine',
    () =>
      withMore(
        { name: '../../../etc/passwd', content: 'x' },
        { name: '../../evil/user.json', content: '{"id":"2"}' },
      ),
  ],
  [
    'absolute names',
    'fine',
    () => withMore({ name: '/etc/passwd', content: 'x' }, { name: 'C:\\Windows\\x', content: 'x' }),
  ],
  ['NUL in names', 'fine', () => withMore({ name: 'user.json\0.png', content: '{"id":"2"}' })],
  [
    'names that are not UTF-8',
    'fine',
    () => withMore({ name: Buffer.from([0xff, 0xfe, 0x2f, 0xc3]), content: 'x' }),
  ],
  ['an empty name', 'fine', () => withMore({ name: '', content: 'x' })],
  [
    'a name twice, the last one counts',
    'fine',
    () => lyingZip([{ name: 'Account/user.json', content: '{"id":"2","username":"eve"}' }, ...plainMembers]),
  ],
  [
    'a broken member whose name comes again',
    'fine',
    () => lyingZip([{ name: 'Account/user.json', content: 'x', crc32: 1, flags: 1 }, ...plainMembers]),
  ],
]

/** All archives, by group. */
export const hostileArchives = { containers, counts, members: hostileMembers, bombs, names }

function fillers(count: number): Buffer {
  const more = count - plainMembers.length
  return withMore(
    ...Array.from({ length: more }, (_, at) => ({ name: `f/${at}`, stored: true, isGhost: at > 10 })),
  )
}
