/** Writes the Activity folder: one JSON object per line, in four folders with overlapping content. */
import { activityFolders } from './activity-model.ts'
import type { PlannedEvent } from './activity-model.ts'
import type { ActivityPlan } from './activity-plan.ts'
import { brokenLine, dirtyLine } from './line-quirks.ts'
import { LineWriter } from './line-writer.ts'
import { exportDayOf, exportTimeOf, historyStartOf, type PackageOptions } from './options.ts'
import { Random } from './random.ts'
import type { Recorder } from './record.ts'
import { dayOf } from './time.ts'
import type { World } from './world.ts'

/** One file of the Activity folder. */
export interface ActivityFile {
  /** An index into activityFolders. */
  folder: number
  shard: number
  shards: number
}

const partLength = 65_536

/** For example `analytics/events-2026-00000-of-00001.json`, with the year of the export. */
export function activityFileName({ folder, shard, shards }: ActivityFile, options: PackageOptions): string {
  const five = (value: number) => String(value).padStart(5, '0')
  const year = exportDayOf(options).slice(0, 4)
  return `${activityFolders[folder]}/events-${year}-${five(shard)}-of-${five(shards)}.json`
}

/** The lines of one file, in parts. An event is recorded once, with the first of its folders. */
export function* activityFileParts(
  file: ActivityFile,
  plan: ActivityPlan,
  world: World,
  options: PackageOptions,
  recorder: Recorder,
): Generator<string | Uint8Array> {
  const writer = new LineWriter(file.folder, world, options)
  const random = new Random(options.seed, 6 + file.folder, file.shard)
  const { quirks } = options
  const { events } = recorder.record
  const lineEnd = quirks.crlfEvents ? '\r\n' : '\n'
  const bit = 1 << file.folder
  let text = quirks.bom && random.chance(0.5) ? '\ufeff' : ''
  if (quirks.overLongLines && file.shard === 0) {
    events.overLong++
    events.lines++
    yield `${text}{"event_type":"app_opened","padding":"${'x'.repeat(options.longLineBytes)}"}${lineEnd}`
    text = ''
  }
  const [first, last] = [historyStartOf(options), exportTimeOf(options)]
  for (const event of plan.replay()) {
    if ((event.folders & bit) === 0 || event.time < first || event.time >= last) continue
    if (file.shards > 1 && Math.floor((event.index * file.shards) / options.events) !== file.shard) continue
    const line = writer.write(event)
    for (let copy = event.writtenTwice ? 2 : 1; copy > 0; copy--) {
      events.lines++
      if (quirks.brokenLines && random.chance(0.04)) {
        yield text
        yield dirtyLine(line, random)
        text = lineEnd
      } else {
        text += line + lineEnd
      }
    }
    if ((event.folders & (bit - 1)) === 0) count(event, recorder)
    if (quirks.brokenLines && random.chance(0.05)) {
      const { bytes, blank } = brokenLine(random)
      events.lines++
      if (!blank) events.broken++
      yield text
      yield bytes
      text = lineEnd
    }
    if (file.folder === 0 && event.index % 700 === 3) {
      events.lines++
      events.untyped++
      text += predictedRow(event.time, random) + lineEnd
    }
    if (text.length > partLength) {
      yield text
      text = ''
    }
  }
  if (quirks.brokenLines && random.chance(0.5)) {
    events.lines++
    events.broken++
    text += '{"event_type":"app_opened","event_id":"AQ'
  }
  yield text
}

function count(event: PlannedEvent, recorder: Recorder): void {
  const { type, time, ends, fate } = event
  if (fate !== 'good') return
  if (type.counts === 'app_crashed') recorder.crash(type.name, event.session.device.os, time)
  else if (type.counts !== null) recorder.event(type.counts, time)
  if (ends?.kind === 'session') {
    recorder.session({ os: event.session.device.os, started: ends.started, ended: time })
  }
  if (ends?.kind === 'voice') {
    const { channelId, guild } = event.place!
    recorder.voiceSession({ channelId, guildId: guild?.id ?? null, started: ends.started, ended: time })
  }
}

/** A row of Discord's guesses about its users: an object without event_type. */
function predictedRow(time: number, random: Random): string {
  const what = random.pick(['predicted_gender":"female', 'predicted_gender":"male', 'predicted_age":"18-24'])
  return `{"${what}","probability":"${random.fraction().toFixed(6)}","day_pt":"${dayOf(time)} 00:00:00 UTC"}`
}
