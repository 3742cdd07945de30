/**
 * Shares the activity files between two threads. The activity thread alone decides, in the order of the
 * files, which of two equal events counts and how sessions are paired. The analysis thread only reads the
 * last files for it, and transfers the fields that the statistics need, which are a fiftieth of the bytes.
 */
import { createActivityReader } from '../data-package/records/activity-lines.ts'
import { type TransferredFile, RecordEncoder } from '../data-package/records/transferred-records.ts'
import type { Entry } from '../data-package/archive/archive.ts'
import type { Sections } from '../data-package/archive/sections.ts'
import { identityFields, wantedEvents, wantedFields } from './statistics/registry.ts'
import type { OpenPackage } from './open-package.ts'

/**
 * How many times longer a byte of a messages file takes than a byte of an activity file, since all messages
 * are parsed. Measured: 27 times where all texts are split into words, 13 times where one in six is.
 */
const messageWeight = 20

/**
 * The work of a package for one thread, in bytes of activity files. Starting a second thread takes as long as
 * 50 to 100 million of them.
 */
export function workOf({ activity, channels }: Sections): number {
  const messages = [...channels.values()].flatMap((channel) => channel.messages)
  return bytesOf(activity.map(({ entry }) => entry)) + messageWeight * bytesOf(messages)
}

function bytesOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { size }) => sum + size, 0)
}

/**
 * How many activity files the activity thread reads itself, starting with the first. The number is chosen so
 * that both threads end at about the same time.
 */
export function ownFilesOf(sections: Sections): number {
  const sizes = sections.activity.map(({ entry }) => entry.size)
  let here = 0
  let elsewhere = workOf(sections)
  let own = 0
  // The next file goes to the activity thread unless this lengthens the longer of the two parts.
  for (const size of sizes) {
    if (Math.max(here + size, elsewhere - size) > Math.max(here, elsewhere)) break
    here += size
    elsewhere -= size
    own++
  }
  return own
}

/**
 * Reads the activity files from index `from` on and encodes their records. Throws PackageError when a member
 * cannot be read or the memory budget is exceeded.
 */
export async function encodeActivityFiles(opened: OpenPackage, from: number): Promise<TransferredFile[]> {
  const { reader, sections, limits, budget } = opened
  const events = wantedEvents()
  const wanted = { types: new Set(events.keys()), fields: wantedFields() }
  const namesOf = new Map(
    [...events].map(([type, fields]) => {
      const own = ['event_type', 'timestamp', 'event_id', ...fields]
      return [type, { withId: [...new Set(own)], without: [...new Set([...own, ...identityFields])] }]
    }),
  )
  const files: TransferredFile[] = []
  let encoder: RecordEncoder
  const readLines = createActivityReader(reader.kernel, wanted, limits, (record) => {
    const { withId, without } = namesOf.get(record.type!)!
    encoder.add(record, record.idFingerprint ? withId : without)
  })
  for (const { entry } of sections.activity.slice(from)) {
    encoder = new RecordEncoder((bytes) => budget.spend(bytes))
    const counts = await readLines(reader.stream(entry, limits.activityBytesMax))
    files.push({ counts, blocks: encoder.finish() })
  }
  return files
}
