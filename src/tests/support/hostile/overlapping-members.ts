/** Archives whose members share bytes, or look as if they did, each with its expected outcome. */
import { type LyingMember, lyingZip } from './lying-zip-writer.ts'
import { type ArchiveCase, plainMembers, userJson, withMember, withMore } from './plain-archive.ts'

const activityName = plainMembers[4]!.name
const activityContent = plainMembers[4]!.content as string
const twinName = 'Account/old/user.json'

export const overlappingMembers: ArchiveCase[] = [
  [
    'two names for one member',
    'archive_corrupt',
    () => withMore({ name: 'Activity/tns/events-1.json', isGhost: true, headerOffset: 0 }),
  ],
  ['overlapping members', 'archive_corrupt', overlapping],
  [
    'an extra field that moves the data into another member',
    'archive_corrupt',
    () => withTwin({ extraLength: 30 + twinName.length + userJson.length }),
  ],
  ['a member twice under two names', 'fine', () => withTwin({})],
  [
    'an extra field that only the local header has',
    'fine',
    () =>
      withMember('Account', {
        ...{ content: userJson, stored: true, compressedSize: userJson.length, local: { extraLength: 28 } },
        data: Buffer.concat([Buffer.alloc(28), Buffer.from(userJson)]),
      }),
  ],
  [
    'overlapping members that nobody reads',
    'fine',
    () =>
      withMore(
        { name: 'a.bin', isGhost: true, headerOffset: 3 },
        { name: 'b.bin', isGhost: true, headerOffset: 3 },
      ),
  ],
]

/** The plain package whose user.json is there twice, stored. `local`: of the first one. */
function withTwin(local: LyingMember['local'] & object): Buffer {
  const [first, ...others] = plainMembers
  const twin: LyingMember = { name: twinName, content: userJson, stored: true }
  return lyingZip([{ ...first!, stored: true, local }, twin, ...others])
}

/** An archive with a stored member that contains the header and the data of another member. */
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
