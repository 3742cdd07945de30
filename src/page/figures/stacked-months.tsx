/** Stacked months: screens (by system), voice (by server, person or group DM), streams, and games. */
import { useMemo } from 'preact/hooks'
import { maxIndex, sum } from 'd3-array'
import { firstDayOf, yearOf } from '../data/calendar.ts'
import type { MonthNumber, NamedMonths } from '../data/types.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { guarded } from './frame/guarded.tsx'
import { type Measure, MonthStack, type StackedMonthsProps, totalsOf } from './frame/month-stack.tsx'
import { isolated } from './frame/name.tsx'
import { restId } from './frame/series.tsx'

/** Values in minutes, on an axis of hours. */
function useMinutes(): Measure {
  const { formats } = useLocale()
  return useMemo(() => ({ step: 60, format: formats.minutes }), [formats])
}

/** Hours in the app by system. */
export const Screens = guarded('screens', (props: StackedMonthsProps) => {
  const locale = useLocale()
  const t = locale.texts.figures.screens
  const { bands, firstMonth } = props
  return (
    <MonthStack
      {...props}
      measure={useMinutes()}
      name="screens"
      title={t.title}
      reading={t.reading}
      sentence={systemSentence(firstMonth, bands, locale)}
    />
  )
})

/** Hours in voice by server, person or group DM. */
export const MonthPlaces = guarded('monthPlaces', (props: StackedMonthsProps) => {
  const { texts, formats } = useLocale()
  const totals = totalsOf(props.bands)
  const peak = maxIndex(totals)
  const sentence =
    peak === -1
      ? null
      : texts.figures.monthPlaces.sentence(
          formats.month(props.firstMonth + peak),
          formats.minutes(totals[peak]!),
        )
  return (
    <MonthStack
      {...props}
      measure={useMinutes()}
      name="month-places"
      title={texts.figures.monthPlaces.title}
      reading={null}
      sentence={sentence}
    />
  )
})

/**
 * Names the system with the most hours, and the last time that the leading system changed from year to year.
 */
function systemSentence(
  firstMonth: MonthNumber,
  bands: readonly NamedMonths[],
  { texts, formats }: Locale,
): string | null {
  const t = texts.figures.screens
  const all = sum(bands, ({ values }) => sum(values))
  if (!(all > 0)) return null
  const nameOf = ({ name }: NamedMonths) => isolated(name, texts.figures.frame.unnamed)
  // The band of all other systems is no system, but its hours count in the share.
  const systems = bands.filter(({ id }) => id !== restId)
  const most = systems[maxIndex(systems, ({ values }) => sum(values))]!
  const share = t.sentence(nameOf(most), formats.percent(sum(most.values) / all))
  const years = Map.groupBy(Array.from(bands[0]!.values.keys()), (month) =>
    yearOf(firstDayOf(firstMonth + month)),
  )
  const leaders = [...years].flatMap(([year, months]) => {
    const hours = systems.map(({ values }) => sum(months, (month) => values[month]!))
    const leader = maxIndex(hours)
    return hours[leader]! > 0 ? [{ year, leader }] : []
  })
  const last = leaders.findLastIndex(
    ({ leader }, index) => index > 0 && leader !== leaders[index - 1]!.leader,
  )
  if (last < 1) return share
  const [before, after] = [systems[leaders[last - 1]!.leader]!, systems[leaders[last]!.leader]!]
  return formats.paragraph([
    share,
    t.changed(nameOf(before), nameOf(after), formats.year(leaders[last]!.year)),
  ])
}

/** Video streams by kind, in the given unit. */
export const Streams = guarded(
  'streams',
  ({ unit, ...props }: StackedMonthsProps & { unit: 'minutes' | 'streams' }) => {
    const { texts, formats } = useLocale()
    const t = texts.figures.streams
    const minutes = useMinutes()
    const counts = useMemo(() => ({ step: 1, format: texts.figures.units.streams }), [texts])
    const measure = unit === 'minutes' ? minutes : counts
    const totals = totalsOf(props.bands)
    const peak = maxIndex(totals)
    const sentence =
      peak === -1 ? null : t.sentence(formats.month(props.firstMonth + peak), measure.format(totals[peak]!))
    return (
      <MonthStack
        {...props}
        measure={measure}
        name="streams"
        title={t.title}
        reading={t.reading}
        sentence={sentence}
      />
    )
  },
)

/** Starts of games by month. `most`: the game that was played on the most days. */
export const GameMonths = guarded(
  'gameMonths',
  ({ most, ...props }: StackedMonthsProps & { most: { name: string; days: number } | null }) => {
    const { texts } = useLocale()
    const t = texts.figures.gameMonths
    const { units, frame } = texts.figures
    const measure = useMemo(() => ({ step: 1, format: units.starts }), [units])
    return (
      <MonthStack
        {...props}
        measure={measure}
        name="game-months"
        title={t.title}
        reading={t.reading}
        sentence={most && t.sentence(isolated(most.name, frame.unnamed), units.days(most.days))}
      />
    )
  },
)
