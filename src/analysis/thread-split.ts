/**
 * Shares the activity files between two threads. Which of two equal events counts, and how voice sessions and
 * app sessions pair, is settled in one place, by the activity thread, in the order of the files. The other
 * thread spares it the bytes: it reads the last files and hands over the fields that matter, a fiftieth of
 * them.
 */
import { createActivityReader } from '../data-package/records/activity-lines.ts'
import { type PackedFile, RecordPacker } from '../data-package/records/transferred-records.ts'
import type { Sections } from '../data-package/archive/sections.ts'
import { identityFields, wantedEvents, wantedFields } from './statistics/registry.ts'
import type { OpenPackage } from './open-package.ts'

/**
 * A byte of a messages file takes so many times as long as one of an activity file: all of them are parsed.
 * Measured: 27 times where all texts are taken to words, 13 times where one in six is.
 */
const messageWeight = 20

/**
 * How many activity files, from the first on, the activity thread reads itself, so that both threads end at
 * about the same time.
 */
export function ownFilesOf({ activity, channels }: Sections): number {
  const messageBytes = channels
    .values()
    .reduce((sum, { messages }) => sum + messages.reduce((bytes, { size }) => bytes + size, 0), 0)
  const sizes = activity.map(({ entry }) => entry.size)
  let here = 0
  let elsewhere = messageBytes * messageWeight + sizes.reduce((sum, size) => sum + size, 0)
  let own = 0
  // Each next file goes to the activity thread as long as that makes the longer of both parts shorter.
  for (const size of sizes) {
    if (Math.max(here + size, elsewhere - size) > Math.max(here, elsewhere)) break
    here += size
    elsewhere -= size
    own++
  }
  return own
}

/**
 * Reads the activity files from number `from` on into packed records. Throws as the reading of members does.
 */
export async function packActivity(opened: OpenPackage, from: number): Promise<PackedFile[]> {
  const { reader, sections, limits, budget } = opened
  const events = wantedEvents()
  const wanted = { types: new Set(events.keys()), fields: wantedFields() }
  const namesOf = new Map(
    [...events].map(([type, fields]) => {
      const own = ['event_type', 'timestamp', 'event_id', ...fields]
      return [type, { withId: [...new Set(own)], without: [...new Set([...own, ...identityFields])] }]
    }),
  )
  const files: PackedFile[] = []
  let packer: RecordPacker
  const readLines = createActivityReader(reader.kernel, wanted, limits, (record) => {
    const { withId, without } = namesOf.get(record.type!)!
    packer.add(record, record.idFingerprint ? withId : without)
  })
  for (const { entry } of sections.activity.slice(from)) {
    packer = new RecordPacker((bytes) => budget.spend(bytes))
    const counts = await readLines(reader.stream(entry, limits.activityBytesMax))
    files.push({ counts, blocks: packer.finish() })
  }
  return files
}
