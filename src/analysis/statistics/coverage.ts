/** The coverage of each source of a package: how much it contains, and how much of that was usable. */
import { activityFolders } from '../../data-package/archive/activity-folders.ts'
import { dayMs, dayOf, hourMs } from '../../instant.ts'
import type { AnalyzedContents, AnalyzedPackage } from '../analyzed-package.ts'
import type { Period } from '../collections/periods.ts'
import { appSessions } from './app-sessions.ts'
import type { FileCoverage } from './coverage-meter.ts'
import { type CoverageReason, coverageReasons } from './coverage-reasons.ts'
import { devices, devicesMax } from './devices.ts'
import { allGamesOf, gamesMax } from './games.ts'
import { differentWordsMax } from './message-words.ts'
import { paymentsOf } from './payments.ts'
import { type Row, type Settled, type Statistic, foundBy } from './statistic.ts'
import { serverTimeline, timelineMax, timelineOf } from './server-timeline.ts'
import { allGapsOf, gapsMax } from './tracking-gaps.ts'
import { voiceSessions } from './voice-sessions.ts'

/** The coverage of one source: a folder of the activity, a section, or a table of the result. */
interface SourceCoverage {
  source: string
  isPresent: boolean
  files: number
  /** The files whose content is unusable. */
  unusableFiles: number
  /** Lines, records, files, sessions or rows. */
  lines: number
  used: number
  duplicates: number
  broken: number
  undated: number
  /** Usable, but not counted: too long, or beyond the limit of a table. */
  leftOut: number
  /** 'YYYY-MM-DD'. For activity folders, the days of all lines. Null if nothing has a date. */
  firstDay: string | null
  lastDay: string | null
}

/** The condition for each reason. */
const reasons: { readonly [Reason in CoverageReason]: (source: SourceCoverage) => boolean } = {
  unusable_files: ({ unusableFiles }) => unusableFiles > 0,
  mostly_unusable: ({ lines, broken, undated }) => 2 * (broken + undated) > lines,
  too_long: ({ source, leftOut }) => leftOut > 0 && !Object.hasOwn(limited, source),
  too_many: ({ source, leftOut }) => leftOut > 0 && Object.hasOwn(limited, source),
}

/**
 * Tables with a limit → how many rows (for words: different words and emoji) there were without it. A table
 * is listed as a source only if something was dropped.
 */
const limited: {
  readonly [table: string]: { kept: number; found(analyzed: AnalyzedPackage): number }
} = {
  devices: { kept: devicesMax, found: ({ activity }) => foundBy(devices, activity).length },
  games: { kept: gamesMax, found: (analyzed) => allGamesOf(analyzed).length },
  words: {
    kept: differentWordsMax,
    found: ({ contents: { texts } }) => (texts.forgotten > 0 ? differentWordsMax + texts.forgotten : 0),
  },
  server_timeline: {
    kept: timelineMax,
    found: ({ activity }) => timelineOf(foundBy(serverTimeline, activity)).length,
  },
  tracking_gaps: { kept: gapsMax, found: (analyzed) => allGapsOf(analyzed).length },
}

export const coverage: Statistic = {
  name: 'coverage',
  source: 'the whole package',
  means: 'Files and lines of each source, how many were usable, and why its numbers may be too small.',
  limits:
    'Of a line whose event no statistic reads, only the beginning and the end are checked, so a broken one may count as intact.',
  tables: [
    {
      name: 'coverage',
      rowPer: 'source',
      sql: `CREATE TABLE coverage (
  source TEXT NOT NULL PRIMARY KEY,
  is_present INTEGER NOT NULL,      -- 1 when the package has any of it
  file_count INTEGER NOT NULL,
  line_count INTEGER NOT NULL,      -- lines that are not blank, messages, payments, files, sessions, rows
  used_count INTEGER NOT NULL,      -- those in the statistics, which ignore most lines of the activity
  duplicate_count INTEGER NOT NULL, -- copies, and merged sessions
  broken_count INTEGER NOT NULL,    -- could not be read
  undated_count INTEGER NOT NULL,   -- without a usable time, or before Discord or after the export
  first_day TEXT,                   -- of those that are used; of the activity, of all lines
  last_day TEXT,
  left_out_count INTEGER NOT NULL,  -- read, and not counted: sessions that are too long, rows beyond the limit of a table
  reasons TEXT                      -- 'unusable_files', 'mostly_unusable', 'too_long', 'too_many', separated by blanks; NULL: none
) WITHOUT ROWID`,
      rows: (analyzed, settled) => sourcesOf(analyzed, settled).map(rowOf),
    },
  ],
}

function rowOf(source: SourceCoverage): Row {
  const held = coverageReasons.filter((reason) => reasons[reason](source))
  return [
    ...[source.source, source.isPresent ? 1 : 0],
    ...[source.files, source.lines, source.used, source.duplicates, source.broken, source.undated],
    ...[source.firstDay, source.lastDay, source.leftOut, held.join(' ') || null],
  ]
}

/** Data that the analysis of a package could not use, for the log. */
export interface Losses {
  /** Files whose content is unusable. */
  unusableFiles: number
  /** Lines and records that could not be read, or have no valid time. */
  unusableRecords: number
  /** Usable, but not counted: too long, or too many. */
  leftOut: number
}

export function lossesOf(analyzed: AnalyzedPackage, settled: Settled): Losses {
  const sources = sourcesOf(analyzed, settled)
  const sum = (count: (source: SourceCoverage) => number) =>
    sources.reduce((total, source) => total + count(source), 0)
  return {
    unusableFiles: sum(({ unusableFiles }) => unusableFiles),
    unusableRecords: sum(({ broken, undated }) => broken + undated),
    leftOut: sum(({ leftOut }) => leftOut),
  }
}

function sourcesOf(analyzed: AnalyzedPackage, settled: Settled): SourceCoverage[] {
  const { contents, activity } = analyzed
  const filesOf = (folder: string) => activity.coverage.filter((file) => file.folder === folder)
  const voice = foundBy(voiceSessions, activity)
  const sessions = foundBy(appSessions, activity)
  return [
    ...activityFolders.map((folder) => folderOf(folder, filesOf(folder))),
    ...sectionsOf(contents),
    sessionsOf('voice_sessions', settled.voiceSessions, voice.foundCount, voice.leftOut),
    sessionsOf('sessions', settled.sessions, sessions.sessions.length + sessions.leftOut, sessions.leftOut),
    ...Object.keys(limited).flatMap((table) => cutOf(table, analyzed)),
  ]
}

function folderOf(source: string, files: readonly FileCoverage[]): SourceCoverage {
  const sum = (field: 'lines' | 'used' | 'duplicates' | 'broken' | 'undated') =>
    files.reduce((total, file) => total + file[field], 0)
  const days = files.flatMap(({ days }) => [days[0], days.at(-1)]).filter((day) => day !== undefined)
  return {
    ...{ source, isPresent: files.length > 0, files: files.length, leftOut: 0 },
    unusableFiles: files.filter(({ lines, broken }) => lines > 0 && lines === broken).length,
    ...{ lines: sum('lines'), used: sum('used'), duplicates: sum('duplicates') },
    ...{ broken: sum('broken'), undated: sum('undated'), ...spanOf(days.map((day) => dayOf(day * dayMs))) },
  }
}

function sectionsOf(contents: AnalyzedContents): SourceCoverage[] {
  const { coverage, files, unusableFiles, paymentRecords } = contents
  const payments = paymentsOf(paymentRecords)
  const { messages: used, duplicates, broken, undated } = coverage
  const section = (source: string, count: number, unusable: number) => ({
    ...{ source, isPresent: count > 0, files: count, unusableFiles: unusable, lines: count, used: count },
    ...{ duplicates: 0, broken: 0, undated: 0, leftOut: 0, firstDay: null, lastDay: null },
  })
  const { hours } = contents.counts
  const dayOfHour = (hour: number) => (hours.length === 0 ? null : dayOf(hour * hourMs))
  const firstHour = hours.reduce((first, hour) => Math.min(first, hour), Infinity)
  const lastHour = hours.reduce((last, hour) => Math.max(last, hour), -Infinity)
  return [
    {
      ...section('account', files.account, unusableFiles.account),
      used: contents.account ? 1 : 0,
    },
    {
      ...section('messages', coverage.files, unusableFiles.messages),
      ...{ lines: used + duplicates + broken + undated, used, duplicates, broken, undated },
      ...{ firstDay: dayOfHour(firstHour), lastDay: dayOfHour(lastHour) },
    },
    {
      ...section('payments', files.payments, unusableFiles.payments),
      ...{ lines: paymentRecords.length, used: payments.length, ...spanOf(payments.map(({ day }) => day)) },
    },
    section('servers', files.servers, unusableFiles.servers),
  ]
}

/**
 * The coverage of sessions. `found` sessions were made of events, before some were left out, recognized as
 * duplicates or merged.
 */
function sessionsOf(
  source: string,
  periods: readonly Period[],
  found: number,
  leftOut: number,
): SourceCoverage {
  const startMs = periods.reduce((first, period) => Math.min(first, period.startMs), Infinity)
  const endMs = periods.reduce((last, period) => Math.max(last, period.endMs), -Infinity)
  return {
    ...{ source, isPresent: found > 0, files: 0, unusableFiles: 0, lines: found, used: periods.length },
    ...{ duplicates: found - leftOut - periods.length, broken: 0, undated: 0, leftOut },
    ...spanOf(periods.length > 0 ? [dayOf(startMs), dayOf(endMs)] : []),
  }
}

/** The coverage of a table with a limit; empty if nothing was dropped. */
function cutOf(source: string, analyzed: AnalyzedPackage): SourceCoverage[] {
  const { kept, found: count } = limited[source]!
  const found = count(analyzed)
  if (found <= kept) return []
  return [
    {
      ...{ source, isPresent: true, files: 0, unusableFiles: 0, lines: found, used: kept, duplicates: 0 },
      ...{ broken: 0, undated: 0, leftOut: found - kept, firstDay: null, lastDay: null },
    },
  ]
}

/** The first and the last of the given days. */
function spanOf(days: readonly string[]): { firstDay: string | null; lastDay: string | null } {
  const inOrder = days.toSorted()
  return { firstDay: inOrder[0] ?? null, lastDay: inOrder.at(-1) ?? null }
}
