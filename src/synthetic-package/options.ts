/** Options of a package: sizes, dates, quirks. Also the presets for tests, benchmarks and the demo. */
import { languages, quirkNames, quirks, quirksOf } from './quirks.ts'
import type { Language, Quirks } from './quirks.ts'
import { Random } from './random.ts'

export interface PackageOptions {
  /** The same options and seed give the same bytes. */
  seed: number
  /** The owner's id; null derives one from the seed. */
  ownerId: string | null
  /** Number of distinct messages in all channels. */
  messages: number
  /** Number of distinct events with a type. 15 % of them are written to more than one folder. */
  events: number
  /** Number of guild channels that have a folder in Messages. */
  channels: number
  guilds: number
  dms: number
  groupDms: number
  /**
   * Number of payments that count. Those that do not (orbs, refunded, failed, authorizations) are added to
   * them, unless it is 0.
   */
  payments: number
  /** Time from the first to the last record. It ends on `endDate`. */
  years: number
  /** The last day of the records, `YYYY-MM-DD`. It is also the export day unless `exportDate` is given. */
  endDate: string
  /**
   * The export day of an earlier package of the same owner: later records are left out. It is also the
   * modification time of all entries. Null means `endDate`.
   */
  exportDate: string | null
  /** Events older than this many months before the export are left out; null keeps all of them. */
  historyMonths: number | null
  /** Share of the messages that were deleted before the export. */
  deletedShare: number
  language: Language
  /** Share of the events that are drawn from counted-events.ts; in real packages, about a tenth are such. */
  countedShare: number
  /**
   * From 0 to 1. At 1, event types are as common as in real packages. At 0, all types are equally common,
   * which suits small packages.
   */
  commonness: number
  /** Local time of the owner minus UTC, in hours. It determines when the nights are. */
  zoneHours: number
  /**
   * Adds habits (habits.ts): favourite people, places, games and words, servers that are joined and left, and
   * weeks without activity.
   */
  habits: boolean
  /** Text that is put into messages, names and the mail address, for scanners that look for leaks. */
  canary: string | null
  /** Length of the line that the quirk `overLongLines` writes. */
  longLineBytes: number
  /**
   * Whether the generator's record (record.ts) also contains counts per hour and single sessions. These grow
   * with the package.
   */
  detail: boolean
  quirks: Quirks
}

/** Options as callers write them. Every option has a default. */
export type PackageInput = Partial<Omit<PackageOptions, 'quirks'>> & { quirks?: Partial<Quirks> }

const defaults: Omit<PackageOptions, 'quirks'> = {
  seed: 1,
  ownerId: null,
  messages: 500,
  events: 2000,
  channels: 24,
  guilds: 5,
  dms: 12,
  groupDms: 3,
  payments: 6,
  years: 3,
  endDate: '2026-05-20',
  exportDate: null,
  historyMonths: null,
  deletedShare: 0,
  language: 'en',
  countedShare: 0.1,
  commonness: 1,
  zoneHours: 1,
  habits: false,
  canary: null,
  longLineBytes: 9 * 1024 * 1024,
  detail: true,
}

/** Sizes for benchmarks, in uncompressed bytes: S 43 MB, M 0.72 GB, L 5.7 GB with 8,000 channels. */
export const sizes = {
  S: { messages: 5000, events: 26_000, channels: 60, guilds: 12, dms: 40, groupDms: 6, years: 3 },
  M: { messages: 200_000, events: 430_000, channels: 1200, guilds: 60, dms: 250, groupDms: 20, years: 5 },
  L: {
    messages: 1_000_000,
    events: 3_450_000,
    channels: 7200,
    guilds: 160,
    dms: 740,
    groupDms: 60,
    payments: 60,
    years: 7,
    detail: false,
  },
} as const satisfies Record<string, PackageInput>

export type Size = keyof typeof sizes

/** Fills in the defaults. Throws a RangeError that names the first invalid option. */
export function packageOptions(input: PackageInput): PackageOptions {
  const options = { ...defaults, ...input, quirks: quirksOf(input.quirks) }
  for (const name of ['messages', 'events', 'channels', 'guilds', 'dms', 'groupDms', 'payments'] as const) {
    if (!Number.isSafeInteger(options[name]) || options[name] < 0) {
      throw new RangeError(`${name} must be a whole number, 0 or more`)
    }
  }
  if (options.channels > 0 && options.guilds < 1) throw new RangeError('channels need at least one guild')
  if (options.messages > 0 && options.channels + options.dms + options.groupDms < 1) {
    throw new RangeError('messages need at least one channel')
  }
  const end = Date.parse(`${options.endDate}T00:00:00Z`)
  if (!/^\d{4}-\d\d-\d\d$/.test(options.endDate) || Number.isNaN(end)) {
    throw new RangeError('endDate must be a date, YYYY-MM-DD')
  }
  if (!(options.years > 0) || end - options.years * 365.25 * 86_400_000 < Date.UTC(2015, 6, 1)) {
    throw new RangeError('years must be above 0 and must not reach back before July 2015')
  }
  return options
}

/** The day on which the package was exported. */
export function exportDayOf({ exportDate, endDate }: PackageOptions): string {
  return exportDate ?? endDate
}

/** The time of the export. Later records are left out, except those that a quirk dates outside the range. */
export function exportTimeOf(options: PackageOptions): number {
  return Date.parse(`${exportDayOf(options)}T12:00:00Z`)
}

/** Earlier events are left out, except those that a quirk dates outside the range. Epoch milliseconds. */
export function historyStartOf(options: PackageOptions): number {
  const { historyMonths } = options
  return historyMonths === null ? 0 : exportTimeOf(options) - historyMonths * 30 * 86_400_000
}

/** A package for the public demo: several active years of one invented person, up to today (`YYYY-MM-DD`). */
export function demoOptions(today: string): PackageOptions {
  return packageOptions({
    seed: 20_150_513,
    endDate: today,
    years: 5,
    messages: 24_000,
    events: 45_000,
    habits: true,
    channels: 70,
    guilds: 14,
    dms: 30,
    groupDms: 5,
    payments: 14,
    countedShare: 0.35,
    commonness: 0.8,
  })
}

/** A small package with random quirks, for tests that compare two readers on thousands of packages. */
export function randomOptions(seed: number): PackageOptions {
  const random = new Random(seed, 77)
  const on: Partial<Record<keyof Quirks, boolean>> = {}
  for (const name of quirkNames) on[name] = random.chance(quirks[name].share)
  // Without both messages and activity, hardly anything would be left to compare.
  if (on.withoutMessages && on.withoutActivity) on.withoutMessages = false
  // The only section of a package cannot be left out.
  if (on.onlyMessages || on.onlyOneChannel) on.withoutMessages = false
  if (on.onlyServers) on.withoutServers = false
  if (on.onlyActivity) on.withoutActivity = false
  return packageOptions({
    seed: random.integer(0, 0x7fff_ffff),
    messages: random.integer(0, 60),
    events: random.integer(0, 160),
    channels: random.integer(1, 8),
    guilds: random.integer(1, 4),
    dms: random.integer(0, 6),
    groupDms: random.integer(0, 3),
    payments: random.integer(0, 4),
    years: random.pick([0.02, 0.2, 1, 4, 9]),
    endDate: random.pick(['2026-05-20', '2025-01-01', '2026-02-28']),
    language: random.chance(0.3) ? random.pick(languages) : 'en',
    countedShare: random.pick([0.1, 0.5, 0.8, 1]),
    commonness: random.pick([0, 0.3, 1]),
    zoneHours: random.integer(-11, 12),
    longLineBytes: 100_000,
    quirks: on,
  })
}
