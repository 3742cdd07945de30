/** Reads the activity files of a package and feeds them to the statistics. */
import { createActivityReader } from '../data-package/records/activity-lines.ts'
import type { ActivityRecord } from '../data-package/records/activity-record.ts'
import { idOf, textOf } from '../data-package/records/fields.ts'
import { type Fingerprint, fingerprintText } from '../data-package/records/fingerprint.ts'
import { type TransferredFile, createTransferredReader } from '../data-package/records/transferred-records.ts'
import { CoverageMeter, type FileCoverage } from './statistics/coverage-meter.ts'
import { isWithin } from './date-range.ts'
import { channelOf, guildOf } from './statistics/event-fields.ts'
import { createCollectors, wantedFields } from './statistics/registry.ts'
import { collectGarbage } from '../platform/garbage.ts'
import type { OpenPackage } from './open-package.ts'
import type { AnalyzedActivity } from './analyzed-package.ts'
import { SeenSet } from './collections/fingerprint-set.ts'
import { Tally } from './collections/tally.ts'

/** The files that another thread reads (thread-split.ts): all files from index `from` on. */
export interface ReadElsewhere {
  from: number
  files: Promise<TransferredFile[]>
}

/**
 * Analyzes the activity files. With `needsOwner` every line is decoded, instead of a third, in order to find
 * the owner. This is only necessary for packages without an Account; this thread then reads all files.
 * `encode` converts the result of each statistic.
 */
export async function readActivity(
  { reader, sections, limits, range, budget }: OpenPackage,
  needsOwner: boolean,
  elsewhere?: ReadElsewhere,
  encode: (found: unknown) => unknown = (found) => found,
): Promise<AnalyzedActivity> {
  const collectors = createCollectors({ budget, range })
  const { takers } = collectors
  const users = new Tally(budget)
  const seen = new SeenSet(budget)
  const coverage: FileCoverage[] = []

  const take = (record: ActivityRecord, file: CoverageMeter) => {
    if (needsOwner) users.add(idOf(record.fields.user_id))
    if (record.type === null) return
    const { atMs } = record
    if (atMs === null || !isWithin(range, atMs)) file.undated++
    else if (!seen.add(record.idFingerprint ?? identityOf(record, atMs))) file.duplicates++
    else {
      file.used++
      for (const collector of takers.get(record.type)!) collector.take(record, atMs)
    }
  }
  const wanted = { types: new Set(takers.keys()), fields: wantedFields(), isEveryLineRead: needsOwner }
  const own = sections.activity.slice(0, elsewhere?.from)
  let file: CoverageMeter
  const readLines = createActivityReader(reader.kernel, wanted, limits, (record) => take(record, file))
  const readTransferred = createTransferredReader(reader.kernel, wanted, limits, (record) =>
    take(record, file),
  )
  for (const { folder, entry } of own) {
    file = new CoverageMeter(folder, range)
    coverage.push(file.result(await readLines(reader.stream(entry, limits.activityBytesMax))))
  }
  for (const [index, { counts, blocks }] of ((await elsewhere?.files) ?? []).entries()) {
    file = new CoverageMeter(sections.activity[own.length + index]!.folder, range)
    readTransferred(blocks)
    coverage.push(file.result(counts))
  }
  seen.clear()
  collectGarbage()
  return {
    found: collectors.found(encode),
    coverage,
    commonUserId: users.mostFrequent(),
  }
}

/**
 * Identifies an event whose id could not be read from its bytes. Without an id, two lines are the same event
 * only if all of these fields are equal.
 */
function identityOf({ type, fields }: ActivityRecord, atMs: number): Fingerprint {
  const message = idOf(fields.message_id) ?? ''
  const eventId = textOf(fields.event_id)
  const fingerprint: Fingerprint = { high: 0, low: 0 }
  fingerprintText(
    fingerprint,
    eventId ?? `${type}\0${atMs}\0${channelOf(fields)}\0${guildOf(fields)}\0${message}`,
  )
  return fingerprint
}
