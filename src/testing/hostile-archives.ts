/** Archives that are damaged, lie or attack, each with what must come of it. */
import type { AnalysisLimits } from '../config.ts'
import type { Detail } from '../errors.ts'
import { deflatedZeros, type LyingEnd, type LyingMember, lyingZip } from './lying-zip-writer.ts'

export interface HostileArchive {
  name: string
  /** The detail of the PackageError; 'fine' when it must give the statistics of `plainArchive`. */
  outcome: Detail | 'fine'
  /** Limits to try it with, besides the defaults. */
  limits?: Partial<AnalysisLimits>
  bytes: () => Uint8Array
}

const GiB = 1024 ** 3
const channelId = '100000000000000003'
const userJson = '{"id":"100000000000000001","username":"ada"}'

/** A package of one person, one channel with three messages, and one counted event. */
export const plainMembers: readonly LyingMember[] = [
  { name: 'Account/user.json', content: userJson },
  { name: 'Messages/index.json', content: `{"${channelId}":"general in Home"}` },
  {
    name: `Messages/c${channelId}/channel.json`,
    content: `{"id":"${channelId}","type":"GUILD_TEXT","name":"general","guild":{"id":"100000000000000004","name":"Home"}}`,
  },
  {
    name: `Messages/c${channelId}/messages.json`,
    content: `[\n${[1, 2, 3].map((day) => `{"ID": 10000000000000001${day}, "Timestamp": "2024-03-0${day} 04:05:06", "Contents": "hello", "Attachments": ""}`).join(',\n')}\n]`,
  },
  {
    name: 'Activity/reporting/events-2024-00000-of-00001.json',
    content: '{"event_type":"login_successful","event_id":"a","timestamp":"2024-03-04T05:06:07Z"}\n',
  },
]
const activityName = plainMembers[4]!.name
const activityContent = plainMembers[4]!.content as string
/** Activity of more than a MiB, which is read in a stream: the true events and lines that nobody counts. */
const longContent = activityContent + '{"event_type":"unknown"}\n'.repeat(60_000)

/** The package itself, healthy; `end` may lie. */
export function plainArchive(end?: LyingEnd): Buffer {
  return lyingZip(plainMembers, end)
}

/** The plain package with one of its members changed, found by the beginning of its name. */
function withMember(start: string, change: Partial<LyingMember>, end?: LyingEnd): Buffer {
  const changed = plainMembers.map((member) =>
    (member.name as string).startsWith(start) ? { ...member, ...change } : member,
  )
  return lyingZip(changed, end)
}

function withMore(...members: LyingMember[]): Buffer {
  return lyingZip([...plainMembers, ...members])
}

function fillers(count: number): Buffer {
  const more = count - plainMembers.length
  return withMore(
    ...Array.from({ length: more }, (_, at) => ({ name: `f/${at}`, stored: true, isGhost: at > 10 })),
  )
}

const halfOf = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1)
const text = (content: string) => Buffer.from(content)

const containers: HostileArchive[] = [
  ['an empty file', 'archive_not_a_zip', () => new Uint8Array(0)],
  ['HTML', 'archive_not_a_zip', () => text('<!doctype html><title>Verify</title>')],
  ['only a signature', 'archive_not_a_zip', () => text('PK\x05\x06')],
  ['an archive without entries', 'package_without_owner', () => lyingZip([])],
  ['half an archive', 'archive_not_a_zip', () => halfOf(plainArchive())],
  ['no end record', 'archive_not_a_zip', () => plainArchive().subarray(0, -22)],
  ['a tail after the end', 'archive_not_a_zip', () => plainArchive({ tail: text('tail') })],
  ['a comment', 'fine', () => plainArchive({ comment: text('made by nobody') })],
  [
    'a comment that is longer than it says',
    'archive_not_a_zip',
    () => plainArchive({ comment: text('made by nobody'), commentLength: 3 }),
  ],
  ['a comment that is shorter than it says', 'archive_not_a_zip', () => plainArchive({ commentLength: 9 })],
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
  ['one entry more than there is', 'archive_corrupt', () => plainArchive({ count: 6 })],
  ['one entry less than there is', 'archive_corrupt', () => plainArchive({ count: 4 })],
  ['no entries, says the end', 'archive_corrupt', () => plainArchive({ count: 0 })],
  [
    'four billion entries, says the end',
    'archive_corrupt',
    () => plainArchive({ isWide: true, count: 0xffff_fffen }),
  ],
  ['2^63 entries, says the end', 'archive_corrupt', () => plainArchive({ isWide: true, count: 1n << 63n })],
  ['a directory larger than the file', 'archive_corrupt', () => plainArchive({ directorySize: 0xffff_fff0 })],
  [
    'a directory of 2^52 bytes',
    'archive_corrupt',
    () => plainArchive({ isWide: true, directorySize: 1n << 52n }),
  ],
  ['a directory that is smaller than it is', 'archive_corrupt', () => plainArchive({ directorySize: 60 })],
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

const counts: HostileArchive[] = [
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

const members: HostileArchive[] = [
  ['a wrong CRC', 'archive_corrupt', () => withMember('Account', { crc32: 1 })],
  [
    'a wrong CRC of a streamed member',
    'archive_corrupt',
    () => withMember('Activity', { content: longContent, crc32: 1 }),
  ],
  ['a healthy streamed member', 'fine', () => withMember('Activity', { content: longContent })],
  [
    'a healthy stored streamed member',
    'fine',
    () => withMember('Activity', { content: longContent, stored: true }),
  ],
  ['data descriptors', 'fine', () => withMember('Activity', { content: longContent, isDescribed: true })],
  ['stored members', 'fine', () => withMember('Messages', { stored: true })],
  ['a size that is too small', 'archive_corrupt', () => withMember('Account', { size: 9 })],
  ['a size that is too large', 'archive_corrupt', () => withMember('Account', { size: 99 })],
  [
    'a stored size that is too small',
    'archive_corrupt',
    () => withMember('Account', { stored: true, size: 9 }),
  ],
  [
    'a streamed size that is too small',
    'archive_corrupt',
    () => withMember('Activity', { content: longContent, size: longContent.length - 1 }),
  ],
  [
    'a streamed size that is too large',
    'archive_corrupt',
    () => withMember('Activity', { content: longContent, size: longContent.length + 1 }),
  ],
  [
    'a small member that says it is a streamed one',
    'archive_corrupt',
    () => withMember('Activity', { size: 2 ** 21 }),
  ],
  [
    'a streamed member that says it is a small one',
    'archive_corrupt',
    () => withMember('Activity', { content: longContent, size: 900_000 }),
  ],
  [
    'a compressed size that is too small',
    'archive_corrupt',
    () => withMember('Account', { compressedSize: 9 }),
  ],
  [
    'a compressed size that is too large',
    'archive_corrupt',
    () => withMember('Account', { compressedSize: 60 }),
  ],
  [
    'a compressed size of the whole archive',
    'archive_corrupt',
    () => withMember('Account', { compressedSize: 4000 }),
  ],
  [
    'a compressed size beyond the end',
    'archive_corrupt',
    () => withMember('Account', { size: 2 ** 26, compressedSize: 2 ** 25 }),
  ],
  [
    'a streamed compressed size that is too small',
    'archive_corrupt',
    () => withMember('Activity', { content: longContent, compressedSize: 2000 }),
  ],
  [
    'sizes of the local header that lie',
    'fine',
    () => withMember('Account', { local: { size: 1, compressedSize: 7 } }),
  ],
  [
    'sizes and offsets in zip64 fields',
    'fine',
    () =>
      lyingZip(
        plainMembers.map((member) => ({ ...member, isWide: true })),
        { isWide: true },
      ),
  ],
  ['a zip64 size of 2^60', 'archive_corrupt', () => withMember('Account', { isWide: true, size: 2 ** 60 })],
  [
    'a zip64 offset of 2^52',
    'archive_corrupt',
    () => withMember('Account', { isWide: true, headerOffset: 2 ** 52 }),
  ],
  [
    'an offset into the directory',
    'archive_corrupt',
    () => withMember('Account', { headerOffset: plainArchive().length - 40 }),
  ],
  ['an offset into other data', 'archive_corrupt', () => withMember('Account', { headerOffset: 12 })],
  [
    'another name in the local header',
    'archive_corrupt',
    () => withMember('Account', { local: { name: 'Account/uses.json' } }),
  ],
  [
    'another name where nobody looks',
    'fine',
    () => withMore({ name: 'README.txt', local: { name: 'EVIL.exe' } }),
  ],
  [
    'another method in the local header',
    'archive_corrupt',
    () => withMember('Account', { local: { method: 0 } }),
  ],
  [
    'two names for one member',
    'archive_corrupt',
    () => withMore({ name: 'Activity/tns/events-1.json', isGhost: true, headerOffset: 0 }),
  ],
  ['overlapping members', 'archive_corrupt', overlapping],
  [
    'overlapping members that nobody reads',
    'fine',
    () =>
      withMore(
        { name: 'a.bin', isGhost: true, headerOffset: 3 },
        { name: 'b.bin', isGhost: true, headerOffset: 3 },
      ),
  ],
  ['an encrypted member', 'archive_encrypted', () => withMember('Account', { flags: 0x801 })],
  [
    'an encrypted streamed member',
    'archive_encrypted',
    () => withMember('Activity', { content: longContent, flags: 0x801 }),
  ],
  ['an encrypted picture', 'fine', () => withMore({ name: 'Account/avatar.png', flags: 0x801 })],
  ['an unknown method', 'archive_unsupported', () => withMember('Account', { method: 14 })],
  ['an unknown method of a picture', 'fine', () => withMore({ name: 'Account/avatar.png', method: 99 })],
  [
    'data that is no deflate stream',
    'archive_corrupt',
    () => withMember('Account', { data: Buffer.alloc(40, 0xff) }),
  ],
  [
    'streamed data that is no deflate stream',
    'archive_corrupt',
    () => withMember('Activity', { content: longContent, data: Buffer.alloc(2 ** 20, 0xff) }),
  ],
  [
    'data after the end of a deflate stream',
    'archive_corrupt',
    () => withMember('Account', followed(userJson, 99)),
  ],
  [
    'data after the end of a streamed deflate stream',
    'archive_corrupt',
    () => withMember('Activity', followed(longContent, 99)),
  ],
  [
    'megabytes after the end of a streamed deflate stream',
    'archive_corrupt',
    () => withMember('Activity', followed(longContent, 2_000_000)),
  ],
]

const bombs: HostileArchive[] = [
  [
    '10 GiB of zeros as activity',
    'archive_bomb',
    () => withMember('Activity', { data: deflatedZeros(160), size: 10 * GiB }),
  ],
  [
    '10 GiB of zeros that say they are 2 MiB',
    'archive_corrupt',
    () => withMember('Activity', { data: deflatedZeros(160), size: 2 ** 21 }),
  ],
  [
    '10 GiB of zeros that say they are 20 MiB',
    'archive_corrupt',
    () => withMember('Activity', { data: deflatedZeros(160), size: 20 * 2 ** 20 }),
  ],
  [
    '10 GiB of zeros as messages',
    'archive_bomb',
    () => withMember(`Messages/c${channelId}/messages`, { data: deflatedZeros(160), size: 10 * GiB }),
  ],
  [
    '1 GiB of zeros as messages',
    'archive_bomb',
    () => withMember(`Messages/c${channelId}/messages`, { data: deflatedZeros(16), size: GiB }),
  ],
  ['1 GiB of user.json', 'archive_bomb', () => withMember('Account', { data: deflatedZeros(16), size: GiB })],
  ['a user.json above the limit', 'archive_bomb', plainArchive, { jsonBytesMax: 40 }],
  ['an activity file above the limit', 'archive_bomb', plainArchive, { activityBytesMax: 40 }],
  ['a messages file above the limit', 'archive_bomb', plainArchive, { messagesBytesMax: 40 }],
  ['more in all than the limit', 'archive_bomb', plainArchive, { inflatedBytesMax: 500 }],
  [
    'a bomb that nobody reads',
    'fine',
    () => withMore({ name: 'Account/avatar.png', data: deflatedZeros(16), size: GiB }),
  ],
  [
    'a nested archive',
    'fine',
    () => withMore({ name: 'Messages/more.zip', stored: true, content: plainArchive({ count: 1 }) }),
  ],
]

const names: HostileArchive[] = [
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
    'names that are no UTF-8',
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

/** All of them, in groups. */
export const hostileArchives = { containers, counts, members, bombs, names }

/** A deflate stream of the content, with more bytes behind its end that the sizes include. */
function followed(content: string, bytes: number): Partial<LyingMember> {
  const data = lyingZip([{ name: '', content }]).subarray(30, -46 - 22)
  return { content, data: Buffer.concat([data, Buffer.alloc(bytes, 0x41)]) }
}

/** A stored member that contains the header and data of another one which is used as well. */
function overlapping(): Buffer {
  const inner = lyingZip([{ name: activityName, content: activityContent, stored: true }]).subarray(
    0,
    30 + activityName.length + activityContent.length,
  )
  const outer: LyingMember = { name: 'Activity/tns/events-1.json', content: inner, stored: true }
  const before =
    lyingZip(plainMembers.slice(0, 4)).length -
    lyingZip(plainMembers.slice(0, 4).map((member) => ({ ...member, isGhost: true }))).length
  const ghost: LyingMember = {
    name: activityName,
    content: activityContent,
    stored: true,
    isGhost: true,
    headerOffset: before + 30 + outer.name.length,
  }
  return lyingZip([...plainMembers.slice(0, 4), outer, ghost])
}
