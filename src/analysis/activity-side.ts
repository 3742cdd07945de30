/** Reads all activity files of a package into counts, stays and sessions. */
import { readActivityLines } from '../data-package/activity-lines.ts'
import { idOf, textOf } from '../data-package/fields.ts'
import { type Fingerprint, fingerprintText } from '../data-package/fingerprint.ts'
import type { JsonObject } from '../data-package/json.ts'
import type { ScannedObject } from '../data-package/object-scanner.ts'
import type { ActivityFolder } from '../data-package/sections.ts'
import { parseInstant } from '../instant.ts'
import { ActivityCounter, type ActivityCounts } from './activity-counter.ts'
import { createSessionCollector, type Session } from './app-sessions.ts'
import { type ActivityCollector, channelFields, guildFields } from './collector.ts'
import { CoverageMeter, type FileCoverage } from './coverage.ts'
import { type Device, createDeviceCollector } from './devices.ts'
import { isWithin } from './date-range.ts'
import { channelOf, createEventCounter, guildOf } from './event-counters.ts'
import { type GameLaunches, createGameCollector } from './game-launches.ts'
import type { OpenPackage } from './open-package.ts'
import { type ControlOff, createPrivacyCollector } from './privacy-controls.ts'
import { SeenSet } from './seen-set.ts'
import { Tally } from './tally.ts'
import { createVoiceCollector, type Stay } from './voice-sessions.ts'

export interface ActivitySide {
  counts: ActivityCounts
  stays: Stay[]
  sessions: Session[]
  coverage: FileCoverage[]
  /** Numbers of the days (since 1970) with a used line. */
  usedDays: Map<ActivityFolder, Set<number>>
  devices: Device[]
  gameLaunches: GameLaunches[]
  controlsOff: ControlOff[]
  /** The `user_id` that most lines name, when `needsOwner`; the smallest of equals. */
  commonUserId: string | null
}

const idFields = ['event_id']
const identityFields = ['event_id', 'timestamp', 'message_id', ...channelFields, ...guildFields]

/**
 * Analyses the activity files. With `needsOwner` every line is read to find whose they are, not a tenth of them: only
 * for packages without an Account.
 */
export async function readActivity(
  { reader, sections, limits, range, budget }: OpenPackage,
  needsOwner: boolean,
): Promise<ActivitySide> {
  const counter = new ActivityCounter(budget)
  const voice = createVoiceCollector(budget)
  const sessions = createSessionCollector(budget)
  const devices = createDeviceCollector(budget)
  const games = createGameCollector(budget)
  const privacy = createPrivacyCollector(budget)
  const collectors = [createEventCounter(counter, budget), voice, sessions, devices, games, privacy]
  const users = new Tally(budget)
  const seen = new SeenSet(budget)
  const identity: Fingerprint = { high: 0, low: 0 }
  const coverage: FileCoverage[] = []
  const usedDays = new Map<ActivityFolder, Set<number>>()

  const takers = takersOf(collectors)
  const wanted = {
    types: needsOwner ? null : new Set(takers.keys()),
    fields: [
      ...(needsOwner ? ['user_id'] : []),
      ...identityFields,
      ...collectors.flatMap((collector) => collector.fields),
    ],
  }
  for (const { folder, entry } of sections.activity) {
    if (!usedDays.has(folder)) usedDays.set(folder, new Set())
    const file = new CoverageMeter(folder, usedDays.get(folder)!)
    const counts = await readActivityLines(
      reader.stream(entry, limits.activityBytesMax),
      wanted,
      limits,
      (record) => {
        if (needsOwner) users.add(idOf(record.fields.user_id))
        const takes = takers.get(record.fields.event_type as string)
        if (!takes) return
        const atMs = parseInstant(record.fields.timestamp)
        if (atMs === null || !isWithin(range, atMs)) file.undated++
        else if (!seen.add(identityOf(record, identity))) file.duplicates++
        else {
          file.use(atMs)
          for (const collector of takes) collector.take(record, atMs)
        }
      },
    )
    coverage.push(file.result(counts))
  }
  return {
    counts: counter.result(),
    stays: voice.stays(range),
    sessions: sessions.sessions(),
    coverage,
    usedDays,
    devices: devices.devices(),
    gameLaunches: games.launches(),
    controlsOff: privacy.periods(),
    commonUserId: users.mostFrequent(),
  }
}

function takersOf(collectors: readonly ActivityCollector[]): Map<string, ActivityCollector[]> {
  const takers = new Map<string, ActivityCollector[]>()
  for (const collector of collectors) {
    for (const type of collector.types) takers.set(type, [...(takers.get(type) ?? []), collector])
  }
  return takers
}

/**
 * The event's own id; without one, only a line that agrees in all of this tells the same event. Longer ids than "null" are
 * taken from their bytes: decoding half a million of them takes a second.
 */
function identityOf(record: ScannedObject, print: Fingerprint): Fingerprint {
  if (!record.fingerprint(idFields, 5, print)) fingerprintText(print, textOfIdentity(record.fields))
  return print
}

function textOfIdentity(record: JsonObject): string {
  const eventId = textOf(record.event_id)
  if (eventId !== null) return eventId
  const message = idOf(record.message_id) ?? ''
  return `${record.event_type as string}\0${parseInstant(record.timestamp)}\0${channelOf(record)}\0${guildOf(record)}\0${message}`
}
