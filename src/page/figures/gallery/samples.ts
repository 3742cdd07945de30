/** Generated data for viewing and testing the figures: ten years, one day, no data, and hostile names. */
import { dayNumberOf, firstDayOf, monthOf } from '../../data/calendar.ts'
import type { DaySeries, MonthSeries, NamedMonths, YearHours, YearRank } from '../../data/types.ts'

export type SampleKind = 'ten-years' | 'one-day' | 'empty' | 'hostile'

/** Texts that are known to break pages. */
const hostileNames: readonly string[] = [
  '<img src=x onerror=alert(1)><script>alert(2)</script>',
  'a'.repeat(10_000),
  'مرحبا بالعالم\u202e evil \u202d',
  '👩‍👩‍👧‍👦'.repeat(40),
  '',
  '   \n\t ',
  '"\'`&lt;%s${x}{{y}}',
  'Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢',
]

const plainNames = [
  'Ines',
  'Sami',
  'walnut.dario',
  'Jonas',
  'Luca',
  'fern.hugo',
  'pebble.kenji',
  'Elin',
  'Rafa',
  'moth',
]
const placeNames = [
  'The Lighthouse',
  'Pixel Garden',
  'rust learners',
  'Wednesday Board Games',
  'Group DMs',
  'Old School',
  'cats only',
]

export interface Samples {
  kind: SampleKind
  days: DaySeries
  names: readonly string[]
  placeNames: readonly string[]
  /** Between 0 and 1; the same sequence in every run. */
  random: () => number
}

export function createSamples(kind: SampleKind): Samples {
  const random = createRandom(7)
  const firstDay = dayNumberOf('2016-05-14')
  const length = { 'ten-years': 3652, 'one-day': 1, empty: 0, hostile: 1200 }[kind]
  const values = Float64Array.from({ length }, (_, index) => dayValue(index, length, random))
  const isHostile = kind === 'hostile'
  return {
    kind,
    random,
    days: { firstDay, values },
    names: isHostile ? hostileNames : plainNames,
    placeNames: isHostile ? hostileNames : placeNames,
  }
}

function dayValue(index: number, length: number, random: () => number): number {
  if (length === 1) return 42
  const wave = 1 + Math.sin(index / 190) * 0.5 + Math.sin(index / 29) * 0.2
  const weekend = index % 7 > 4 ? 1.5 : 1
  const isOff = index % 400 > 370
  return isOff || random() < 0.06
    ? 0
    : Math.round(60 * wave * weekend * (0.4 + random() * random() * 3) * Math.min(1, index / 200))
}

/** The generator Mulberry32. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

/** The first month and the number of months that contain the days; the number is 0 without days. */
export function monthSpan({ days }: Samples): { first: number; count: number } {
  const first = monthOf(days.firstDay)
  return {
    first,
    count: days.values.length === 0 ? 0 : monthOf(days.firstDay + days.values.length - 1) - first + 1,
  }
}

export function sampleBands(samples: Samples, names = samples.names): NamedMonths[] {
  const { count } = monthSpan(samples)
  return names.map((name, band) => {
    const peak = (band * 0.37 + 0.1) % 1
    const width = 0.06 + (band % 3) * 0.09
    const values = Float64Array.from({ length: count }, (_, month) => {
      const distance = (month / Math.max(1, count - 1) - peak) / width
      return Math.round(
        900 * Math.exp(-distance * distance) * (0.6 + samples.random() * 0.6) + samples.random() * 60,
      )
    })
    return { id: `id${band}`, name, values }
  })
}

export function sampleWeek({ kind, random }: Samples): Float64Array {
  return Float64Array.from({ length: 168 }, (_, index) => {
    if (kind === 'empty') return 0
    if (kind === 'one-day') return index === 4 * 24 + 21 ? 42 : 0
    return hourValue(index % 24, random) * (Math.floor(index / 24) > 3 ? 1.6 : 1)
  })
}

function hourValue(hour: number, random: () => number, shift = 0): number {
  const distance = Math.min(Math.abs(hour - 21 - shift), 24 - Math.abs(hour - 21 - shift))
  const afternoon = Math.exp(-(((hour - 15) / 3) ** 2)) * 0.5
  return Math.round(400 * (Math.exp(-((distance / 3.2) ** 2)) + afternoon) * (0.8 + random() * 0.4))
}

export function sampleYears({ kind, random }: Samples): YearHours[] {
  const years = { 'ten-years': 10, 'one-day': 1, empty: 0, hostile: 3 }[kind]
  return Array.from({ length: years }, (_, index) => ({
    year: 2016 + index,
    values: Float64Array.from({ length: 24 }, (_, hour) =>
      kind === 'one-day' ? (hour === 21 ? 42 : 0) : hourValue(hour, random, Math.sin(index) * 3),
    ),
  }))
}

export function sampleRanks(samples: Samples): YearRank[] {
  return sampleYears(samples).map(({ year }) => ({
    year,
    ids: samples.names
      .map((_, index) => ({
        id: `id${index}`,
        score: Math.sin(year * 0.9 + index * 1.7) + samples.random() * 0.6,
      }))
      .sort((one, other) => other.score - one.score)
      .map(({ id }) => id),
  }))
}

export function samplePlaceMonths(samples: Samples, place: number): MonthSeries {
  const { first, count } = monthSpan(samples)
  const from = Math.floor(count * ((place * 0.13) % 0.7))
  const length = Math.max(count === 0 ? 0 : 1, Math.floor((count - from) * (0.3 + ((place * 0.29) % 0.7))))
  const values = Float64Array.from({ length }, (_, index) =>
    Math.round(Math.max(0, Math.sin((index / length) * Math.PI)) * 600 * samples.random()),
  )
  return { firstMonth: first + from, values }
}

/** The day in the middle of a month, for the lifelines of servers. */
export function middleOf(month: number): number {
  return firstDayOf(month) + 14
}

/** Minutes per month for some systems or servers. */
export function sampleMinutes(samples: Samples, names: readonly string[]): NamedMonths[] {
  return sampleBands(samples, names).map((band) => ({
    ...band,
    values: band.values.map((value) => value * 4),
  }))
}
