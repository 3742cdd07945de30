/** Archives with members that are damaged, lie or inflate to too much, each with its expected outcome. */
import { deflatedZeros, type LyingMember, lyingZip } from './lying-zip-writer.ts'
import { overlappingMembers } from './overlapping-members.ts'
import {
  type ArchiveCase,
  channelId,
  plainArchive,
  plainMembers,
  userJson,
  withMember,
  withMore,
} from './plain-archive.ts'

const GiB = 1024 ** 3
const activityContent = plainMembers[4]!.content as string
/** More than 1 MiB of activity, which is read as a stream: the real event and lines that do not count. */
const longContent = activityContent + '{"event_type":"unknown"}\n'.repeat(60_000)

export const hostileMembers: ArchiveCase[] = [
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
    'a compressed size larger than the archive',
    'archive_corrupt',
    () => withMember('Account', { compressedSize: 4000 }),
  ],
  [
    'a compressed size of 32 MiB',
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
    'another name in the local header of a file that nobody reads',
    'fine',
    () => withMore({ name: 'README.txt', local: { name: 'EVIL.exe' } }),
  ],
  [
    'another method in the local header',
    'archive_corrupt',
    () => withMember('Account', { local: { method: 0 } }),
  ],
  ...overlappingMembers,
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
    'data that is not a deflate stream',
    'archive_corrupt',
    () => withMember('Account', { data: Buffer.alloc(40, 0xff) }),
  ],
  [
    'streamed data that is not a deflate stream',
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

export const bombs: ArchiveCase[] = [
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
  ['more in total than the limit', 'archive_bomb', plainArchive, { inflatedBytesMax: 500 }],
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

/** A deflate stream of the content, followed by bytes that the compressed size includes. */
function followed(content: string, bytes: number): Partial<LyingMember> {
  const data = lyingZip([{ name: '', content }]).subarray(30, -46 - 22)
  return { content, data: Buffer.concat([data, Buffer.alloc(bytes, 0x41)]) }
}
