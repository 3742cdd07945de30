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
  { name: 'an empty file', outcome: 'archive_not_a_zip', bytes: () => new Uint8Array(0) },
  { name: 'HTML', outcome: 'archive_not_a_zip', bytes: () => text('<!doctype html><title>Verify</title>') },
  { name: 'only a signature', outcome: 'archive_not_a_zip', bytes: () => text('PK\x05\x06') },
  { name: 'an archive without entries', outcome: 'package_without_owner', bytes: () => lyingZip([]) },
  { name: 'half an archive', outcome: 'archive_not_a_zip', bytes: () => halfOf(plainArchive()) },
  { name: 'no end record', outcome: 'archive_not_a_zip', bytes: () => plainArchive().subarray(0, -22) },
  {
    name: 'a tail after the end',
    outcome: 'archive_not_a_zip',
    bytes: () => plainArchive({ tail: text('tail') }),
  },
  { name: 'a comment', outcome: 'fine', bytes: () => plainArchive({ comment: text('made by nobody') }) },
  {
    name: 'a comment that is longer than it says',
    outcome: 'archive_not_a_zip',
    bytes: () => plainArchive({ comment: text('made by nobody'), commentLength: 3 }),
  },
  {
    name: 'a comment that is shorter than it says',
    outcome: 'archive_not_a_zip',
    bytes: () => plainArchive({ commentLength: 9 }),
  },
  {
    name: 'a second end record in the comment',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ comment: lyingZip([]) }),
  },
  {
    name: 'a whole second archive in the comment',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ comment: lyingZip([{ name: 'Account/user.json', content: '{"id":"2"}' }]) }),
  },
  {
    name: 'junk in front',
    outcome: 'fine',
    bytes: () => plainArchive({ prefix: text('#!/bin/sh\n'.repeat(1000)) }),
  },
  {
    name: 'junk in front, zip64',
    outcome: 'fine',
    bytes: () => plainArchive({ prefix: text('junk'), isWide: true }),
  },
  {
    name: 'a gap before the directory',
    outcome: 'fine',
    bytes: () => plainArchive({ gap: Buffer.alloc(999) }),
  },
  { name: 'the zip64 end record', outcome: 'fine', bytes: () => plainArchive({ isWide: true }) },
  {
    name: 'a zip64 locator that points away',
    outcome: 'fine',
    bytes: () => plainArchive({ isWide: true, wideEndOffset: 5n }),
  },
  {
    name: 'a zip64 locator beyond 2^53',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ isWide: true, wideEndOffset: 1n << 60n }),
  },
  {
    name: 'one entry more than there is',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ count: 6 }),
  },
  {
    name: 'one entry less than there is',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ count: 4 }),
  },
  { name: 'no entries, says the end', outcome: 'archive_corrupt', bytes: () => plainArchive({ count: 0 }) },
  {
    name: 'four billion entries, says the end',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ isWide: true, count: 0xffff_fffen }),
  },
  {
    name: '2^63 entries, says the end',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ isWide: true, count: 1n << 63n }),
  },
  {
    name: 'a directory larger than the file',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ directorySize: 0xffff_fff0 }),
  },
  {
    name: 'a directory of 2^52 bytes',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ isWide: true, directorySize: 1n << 52n }),
  },
  {
    name: 'a directory that is smaller than it is',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ directorySize: 60 }),
  },
  {
    name: 'a directory beyond the end',
    outcome: 'archive_corrupt',
    bytes: () => plainArchive({ directoryOffset: 0x7fff_0000 }),
  },
  {
    name: 'an archive above the limit',
    outcome: 'archive_too_large',
    limits: { archiveBytesMax: 500 },
    bytes: plainArchive,
  },
  {
    name: 'a directory above the limit',
    outcome: 'archive_too_large',
    limits: { directoryBytesMax: 100 },
    bytes: plainArchive,
  },
  {
    name: 'a 60 MiB directory of slashes',
    outcome: 'fine',
    bytes: () =>
      withMore(
        ...Array.from({ length: 950 }, (_, at) => ({ name: `${at}${'/'.repeat(65_000)}`, isGhost: true })),
      ),
  },
]

const counts: HostileArchive[] = [
  { name: '65,535 entries', outcome: 'fine', bytes: () => fillers(65_535) },
  { name: '65,536 entries', outcome: 'fine', bytes: () => fillers(65_536) },
  { name: '70,000 entries', outcome: 'fine', bytes: () => fillers(70_000) },
  { name: '500,001 entries', outcome: 'archive_too_many_entries', bytes: () => fillers(500_001) },
  {
    name: 'one entry above the limit',
    outcome: 'archive_too_many_entries',
    limits: { entriesMax: 4 },
    bytes: plainArchive,
  },
  {
    name: '100,000 guild files of one guild',
    outcome: 'fine',
    bytes: () =>
      withMore(
        ...Array.from({ length: 100_000 }, (_, at) => ({
          name: `${at}/100000000000000004/guild.json`,
          content: '',
          data: Buffer.alloc(0),
          stored: true,
        })),
      ),
  },
]

const members: HostileArchive[] = [
  { name: 'a wrong CRC', outcome: 'archive_corrupt', bytes: () => withMember('Account', { crc32: 1 }) },
  {
    name: 'a wrong CRC of a streamed member',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { content: longContent, crc32: 1 }),
  },
  {
    name: 'a healthy streamed member',
    outcome: 'fine',
    bytes: () => withMember('Activity', { content: longContent }),
  },
  {
    name: 'a healthy stored streamed member',
    outcome: 'fine',
    bytes: () => withMember('Activity', { content: longContent, stored: true }),
  },
  {
    name: 'data descriptors',
    outcome: 'fine',
    bytes: () => withMember('Activity', { content: longContent, isDescribed: true }),
  },
  { name: 'stored members', outcome: 'fine', bytes: () => withMember('Messages', { stored: true }) },
  {
    name: 'a size that is too small',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { size: 9 }),
  },
  {
    name: 'a size that is too large',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { size: 99 }),
  },
  {
    name: 'a stored size that is too small',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { stored: true, size: 9 }),
  },
  {
    name: 'a streamed size that is too small',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { content: longContent, size: longContent.length - 1 }),
  },
  {
    name: 'a streamed size that is too large',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { content: longContent, size: longContent.length + 1 }),
  },
  {
    name: 'a small member that says it is a streamed one',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { size: 2 ** 21 }),
  },
  {
    name: 'a streamed member that says it is a small one',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { content: longContent, size: 900_000 }),
  },
  {
    name: 'a compressed size that is too small',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { compressedSize: 9 }),
  },
  {
    name: 'a compressed size that is too large',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { compressedSize: 60 }),
  },
  {
    name: 'a compressed size of the whole archive',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { compressedSize: 4000 }),
  },
  {
    name: 'a compressed size beyond the end',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { size: 2 ** 26, compressedSize: 2 ** 25 }),
  },
  {
    name: 'a streamed compressed size that is too small',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { content: longContent, compressedSize: 2000 }),
  },
  {
    name: 'sizes of the local header that lie',
    outcome: 'fine',
    bytes: () => withMember('Account', { local: { size: 1, compressedSize: 7 } }),
  },
  {
    name: 'sizes and offsets in zip64 fields',
    outcome: 'fine',
    bytes: () =>
      lyingZip(
        plainMembers.map((member) => ({ ...member, isWide: true })),
        { isWide: true },
      ),
  },
  {
    name: 'a zip64 size of 2^60',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { isWide: true, size: 2 ** 60 }),
  },
  {
    name: 'a zip64 offset of 2^52',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { isWide: true, headerOffset: 2 ** 52 }),
  },
  {
    name: 'an offset into the directory',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { headerOffset: plainArchive().length - 40 }),
  },
  {
    name: 'an offset into other data',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { headerOffset: 12 }),
  },
  {
    name: 'another name in the local header',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { local: { name: 'Account/uses.json' } }),
  },
  {
    name: 'another name where nobody looks',
    outcome: 'fine',
    bytes: () => withMore({ name: 'README.txt', local: { name: 'EVIL.exe' } }),
  },
  {
    name: 'another method in the local header',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { local: { method: 0 } }),
  },
  {
    name: 'two names for one member',
    outcome: 'archive_corrupt',
    bytes: () => withMore({ name: 'Activity/tns/events-1.json', isGhost: true, headerOffset: 0 }),
  },
  { name: 'overlapping members', outcome: 'archive_corrupt', bytes: overlapping },
  {
    name: 'overlapping members that nobody reads',
    outcome: 'fine',
    bytes: () =>
      withMore(
        { name: 'a.bin', isGhost: true, headerOffset: 3 },
        { name: 'b.bin', isGhost: true, headerOffset: 3 },
      ),
  },
  {
    name: 'an encrypted member',
    outcome: 'archive_encrypted',
    bytes: () => withMember('Account', { flags: 0x801 }),
  },
  {
    name: 'an encrypted streamed member',
    outcome: 'archive_encrypted',
    bytes: () => withMember('Activity', { content: longContent, flags: 0x801 }),
  },
  {
    name: 'an encrypted picture',
    outcome: 'fine',
    bytes: () => withMore({ name: 'Account/avatar.png', flags: 0x801 }),
  },
  {
    name: 'an unknown method',
    outcome: 'archive_unsupported',
    bytes: () => withMember('Account', { method: 14 }),
  },
  {
    name: 'an unknown method of a picture',
    outcome: 'fine',
    bytes: () => withMore({ name: 'Account/avatar.png', method: 99 }),
  },
  {
    name: 'data that is no deflate stream',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', { data: Buffer.alloc(40, 0xff) }),
  },
  {
    name: 'streamed data that is no deflate stream',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { content: longContent, data: Buffer.alloc(2 ** 20, 0xff) }),
  },
  {
    name: 'data after the end of a deflate stream',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Account', followed(userJson, 99)),
  },
  {
    name: 'data after the end of a streamed deflate stream',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', followed(longContent, 99)),
  },
  {
    name: 'megabytes after the end of a streamed deflate stream',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', followed(longContent, 2_000_000)),
  },
]

const bombs: HostileArchive[] = [
  {
    name: '10 GiB of zeros as activity',
    outcome: 'archive_bomb',
    bytes: () => withMember('Activity', { data: deflatedZeros(160), size: 10 * GiB }),
  },
  {
    name: '10 GiB of zeros that say they are 2 MiB',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { data: deflatedZeros(160), size: 2 ** 21 }),
  },
  {
    name: '10 GiB of zeros that say they are 20 MiB',
    outcome: 'archive_corrupt',
    bytes: () => withMember('Activity', { data: deflatedZeros(160), size: 20 * 2 ** 20 }),
  },
  {
    name: '10 GiB of zeros as messages',
    outcome: 'archive_bomb',
    bytes: () => withMember(`Messages/c${channelId}/messages`, { data: deflatedZeros(160), size: 10 * GiB }),
  },
  {
    name: '1 GiB of zeros as messages',
    outcome: 'archive_bomb',
    bytes: () => withMember(`Messages/c${channelId}/messages`, { data: deflatedZeros(16), size: GiB }),
  },
  {
    name: '1 GiB of user.json',
    outcome: 'archive_bomb',
    bytes: () => withMember('Account', { data: deflatedZeros(16), size: GiB }),
  },
  {
    name: 'a user.json above the limit',
    outcome: 'archive_bomb',
    limits: { jsonBytesMax: 40 },
    bytes: plainArchive,
  },
  {
    name: 'an activity file above the limit',
    outcome: 'archive_bomb',
    limits: { activityBytesMax: 40 },
    bytes: plainArchive,
  },
  {
    name: 'a messages file above the limit',
    outcome: 'archive_bomb',
    limits: { messagesBytesMax: 40 },
    bytes: plainArchive,
  },
  {
    name: 'more in all than the limit',
    outcome: 'archive_bomb',
    limits: { inflatedBytesMax: 500 },
    bytes: plainArchive,
  },
  {
    name: 'a bomb that nobody reads',
    outcome: 'fine',
    bytes: () => withMore({ name: 'Account/avatar.png', data: deflatedZeros(16), size: GiB }),
  },
  {
    name: 'a nested archive',
    outcome: 'fine',
    bytes: () => withMore({ name: 'Messages/more.zip', stored: true, content: plainArchive({ count: 1 }) }),
  },
]

const names: HostileArchive[] = [
  {
    name: '../ in names',
    outcome: 'fine',
    bytes: () =>
      withMore(
        { name: '../../../etc/passwd', content: 'x' },
        { name: '../../evil/user.json', content: '{"id":"2"}' },
      ),
  },
  {
    name: 'absolute names',
    outcome: 'fine',
    bytes: () => withMore({ name: '/etc/passwd', content: 'x' }, { name: 'C:\\Windows\\x', content: 'x' }),
  },
  {
    name: 'NUL in names',
    outcome: 'fine',
    bytes: () => withMore({ name: 'user.json\0.png', content: '{"id":"2"}' }),
  },
  {
    name: 'names that are no UTF-8',
    outcome: 'fine',
    bytes: () => withMore({ name: Buffer.from([0xff, 0xfe, 0x2f, 0xc3]), content: 'x' }),
  },
  { name: 'an empty name', outcome: 'fine', bytes: () => withMore({ name: '', content: 'x' }) },
  {
    name: 'a name twice, the last one counts',
    outcome: 'fine',
    bytes: () =>
      lyingZip([{ name: 'Account/user.json', content: '{"id":"2","username":"eve"}' }, ...plainMembers]),
  },
  {
    name: 'a broken member whose name comes again',
    outcome: 'fine',
    bytes: () => lyingZip([{ name: 'Account/user.json', content: 'x', crc32: 1, flags: 1 }, ...plainMembers]),
  },
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
