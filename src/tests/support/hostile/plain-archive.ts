/** A small package with an owner, a channel with messages and an event: healthy, or with false parts. */
import type { AnalysisLimits } from '../../../config/analysis-limits.ts'
import type { Detail } from '../../../errors.ts'
import { type LyingEnd, type LyingMember, lyingZip } from './lying-zip-writer.ts'

/**
 * One case: its name, its expected outcome, its bytes, and limits that differ from the defaults. The outcome
 * is the detail of a PackageError, 'fine' (the statistics of `plainArchive`), or 'without owner' (the same
 * statistics without the owner).
 */
export type ArchiveCase = [
  name: string,
  outcome: Detail | 'fine' | 'without owner',
  bytes: () => Uint8Array,
  limits?: Partial<AnalysisLimits>,
]

export const channelId = '100000000000000003'
export const userJson = '{"id":"100000000000000001","username":"ada"}'

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
/** The healthy package; `end` may contain false values. */
export function plainArchive(end?: LyingEnd): Buffer {
  return lyingZip(plainMembers, end)
}

/** The plain package with a change to each member whose name begins with `start`. */
export function withMember(start: string, change: Partial<LyingMember>, end?: LyingEnd): Buffer {
  const changed = plainMembers.map((member) =>
    (member.name as string).startsWith(start) ? { ...member, ...change } : member,
  )
  return lyingZip(changed, end)
}

/** The plain package with additional members. */
export function withMore(...members: LyingMember[]): Buffer {
  return lyingZip([...plainMembers, ...members])
}
