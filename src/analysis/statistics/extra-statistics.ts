/** Puts together the statistics that stand beside the contract's: what the package covers, words, games, devices. */
import { dayMs, dayOf, hourMs } from '../../instant.ts'
import { activityFolders } from '../../data-package/archive/sections.ts'
import type { ActivityCounts } from './activity-counter.ts'
import type { ActivitySide } from '../activity-part.ts'
import type { MessageTexts } from './channel-messages.ts'
import type { ContentsSide } from '../contents-part.ts'
import type { FileCoverage } from './coverage.ts'
import type { Device } from './devices.ts'
import { type Game, gamesOf } from './games.ts'
import { type RelationshipCount, countRelationships } from './relationships.ts'
import { type TrackingGap, trackingGapsOf } from './tracking-gaps.ts'

/** What became of one source: a folder of the activity, or a section. */
export interface SourceCoverage {
  source: string
  files: number
  /** Lines or records. */
  lines: number
  used: number
  duplicates: number
  broken: number
  undated: number
  /** 'YYYY-MM-DD'; null when nothing was used, and for sections without dates. */
  firstDay: string | null
  lastDay: string | null
}

export interface ExtraStatistics {
  coverage: SourceCoverage[]
  trackingGaps: TrackingGap[]
  texts: MessageTexts
  games: Game[]
  devices: Device[]
  relationships: RelationshipCount[]
}

const devicesMax = 200

/** All of it in a fixed order. */
export function extraStatisticsOf(contents: ContentsSide, activity: ActivitySide): ExtraStatistics {
  const { account } = contents
  return {
    coverage: [
      ...activityFolders.map((folder) =>
        coverageOf(
          folder,
          activity.coverage.filter((file) => file.folder === folder),
        ),
      ),
      ...sectionsOf(contents),
    ],
    trackingGaps: trackingGapsOf(activity.usedDays, activity.controlsOff, messagesByDay(contents.counts)),
    texts: contents.texts,
    games: gamesOf(
      account?.applicationStatistics ?? [],
      account?.libraryApplications ?? [],
      activity.gameLaunches,
    ),
    devices: mainDevicesOf(activity.devices),
    relationships: countRelationships(account?.relationshipRecords ?? []),
  }
}

function coverageOf(source: string, files: readonly FileCoverage[]): SourceCoverage {
  const sum = (field: 'lines' | 'used' | 'duplicates' | 'broken' | 'undated') =>
    files.reduce((total, file) => total + file[field], 0)
  const days = files.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay]).filter((day) => day !== null)
  days.sort()
  return {
    source,
    files: files.length,
    lines: sum('lines'),
    used: sum('used'),
    duplicates: sum('duplicates'),
    broken: sum('broken'),
    undated: sum('undated'),
    firstDay: days[0] ?? null,
    lastDay: days.at(-1) ?? null,
  }
}

function sectionsOf(contents: ContentsSide): SourceCoverage[] {
  const { coverage, files, payments, paymentRecords } = contents
  const { messages: used, duplicates, broken, undated } = coverage
  const nothing = { duplicates: 0, broken: 0, undated: 0, firstDay: null, lastDay: null }
  const { hours } = contents.counts
  const dayOfHour = (hour: number) => (hours.length === 0 ? null : dayOf(hour * hourMs))
  const firstHour = hours.reduce((first, hour) => Math.min(first, hour), Infinity)
  const lastHour = hours.reduce((last, hour) => Math.max(last, hour), -Infinity)
  const days = payments.map(({ day }) => day).sort()
  const isAccountRead = contents.account ? 1 : 0
  return [
    {
      ...{ source: 'account', files: files.account, lines: files.account },
      ...nothing,
      used: isAccountRead,
    },
    {
      ...{ source: 'messages', files: coverage.files, lines: used + duplicates + broken + undated },
      ...{ used, duplicates, broken, undated },
      ...{ firstDay: dayOfHour(firstHour), lastDay: dayOfHour(lastHour) },
    },
    {
      ...{ source: 'payments', files: files.payments, lines: paymentRecords, used: payments.length },
      ...nothing,
      ...{ firstDay: days[0] ?? null, lastDay: days.at(-1) ?? null },
    },
    { ...{ source: 'servers', files: files.servers, lines: files.servers }, ...nothing, used: files.servers },
  ]
}

function messagesByDay({ hours, counts }: ActivityCounts): Map<number, number> {
  const days = new Map<number, number>()
  hours.forEach((hour, at) => {
    const day = Math.floor((hour * hourMs) / dayMs)
    days.set(day, (days.get(day) ?? 0) + counts[at]!)
  })
  return days
}

/** The most used ones, then in the order of their first day. */
function mainDevicesOf(devices: readonly Device[]): Device[] {
  const key = ({ os, client }: Device) => `${os}\0${client}`
  const byKey = (one: Device, other: Device) => (key(one) < key(other) ? -1 : 1)
  return devices
    .toSorted((one, other) => other.events - one.events || byKey(one, other))
    .slice(0, devicesMax)
    .sort((one, other) => one.firstMs - other.firstMs || byKey(one, other))
}
