/** The figures with generated data, for viewing and for the tests. */
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { dayOf } from '../../data/calendar.ts'
import type { Gap } from '../../data/types.ts'
import { useLocale } from '../../texts/locale.ts'
import { Calendar } from '../calendar.tsx'
import { type CallLine, EveryCall } from '../every-call.tsx'
import { hatchedTimes } from '../frame/gaps.tsx'
import { type Lifeline, Lifelines } from '../lifelines.tsx'
import { Nights } from '../nights.tsx'
import { Rank } from '../rank.tsx'
import { River } from '../river.tsx'
import { Timeline } from '../timeline.tsx'
import { Week } from '../week.tsx'
import { WriteOrCall } from '../write-or-call.tsx'
import { MoreFigures } from './more-figures.tsx'
import {
  createSamples,
  middleOf,
  monthSpan,
  sampleBands,
  samplePlaceMonths,
  sampleRanks,
  type SampleKind,
  type Samples,
  sampleWeek,
  sampleYears,
} from './samples.ts'

export function Gallery({ kind }: { kind: SampleKind }) {
  const samples = useMemo(() => createSamples(kind), [kind])
  return (
    <main class="column grid">
      <PeopleFigures samples={samples} />
      <TimeFigures samples={samples} />
      <PlaceFigures samples={samples} />
      <MoreFigures samples={samples} />
    </main>
  )
}

function Wide({ children }: { children: ComponentChildren }) {
  return <div class="wide">{children}</div>
}

function PeopleFigures({ samples }: { samples: Samples }) {
  const bands = useMemo(() => sampleBands(samples), [samples])
  const { first } = monthSpan(samples)
  const ranks = useMemo(() => sampleRanks(samples), [samples])
  const names = useMemo(() => new Map(samples.names.map((name, index) => [`id${index}`, name])), [samples])
  const points = useMemo(
    () =>
      samples.kind === 'empty'
        ? []
        : samples.names.map((name, index) => ({
            id: `id${index}`,
            name,
            messages: Math.round(10 ** (samples.random() * 5)),
            minutes: index % 4 === 3 ? 0 : Math.round(10 ** (samples.random() * 4)),
          })),
    [samples],
  )
  return (
    <>
      <Wide>
        <Timeline days={samples.days} />
      </Wide>
      <Wide>
        <River firstMonth={first} bands={bands} hrefOf={(id) => `#/people/${id}`} />
      </Wide>
      <Wide>
        <Rank years={ranks} names={names} onSelect={() => {}} />
      </Wide>
      <Wide>
        <WriteOrCall people={points} onSelect={() => {}} />
      </Wide>
    </>
  )
}

function TimeFigures({ samples }: { samples: Samples }) {
  const locale = useLocale()
  const { days, kind } = samples
  const gaps = useMemo(
    () => hatchedTimes(sampleGaps(samples), days.firstDay + 40, daysOf(samples), locale),
    [samples, locale],
  )
  const week = useMemo(() => sampleWeek(samples), [samples])
  const years = useMemo(() => sampleYears(samples), [samples])
  const lanes = useMemo(
    () => [
      { label: 'Voice', hatched: gaps },
      { label: 'Sessions', hatched: gaps.slice(0, 1) },
    ],
    [gaps],
  )
  return (
    <>
      <Week hours={week} shift={kind === 'ten-years' ? { year: 2023, hours: 1 } : null} />
      <Nights years={years} />
      <Wide>
        <Calendar days={days} lanes={kind === 'empty' ? [] : lanes} onSelect={() => {}} />
      </Wide>
    </>
  )
}

function daysOf({ days }: Samples): readonly [number, number] {
  return [days.firstDay, days.firstDay + Math.max(0, days.values.length - 1)]
}

function sampleGaps({ days }: Samples): Gap[] {
  const at = (part: number) => dayOf(days.firstDay + Math.floor(days.values.length * part))
  return [
    { source: 'usage_statistics', reason: 'turned_off', firstDay: at(0.2), lastDay: at(0.31), messages: 592 },
    { source: 'analytics', reason: 'no_events', firstDay: at(0.6), lastDay: at(0.64), messages: 120 },
  ]
}

function PlaceFigures({ samples }: { samples: Samples }) {
  const locale = useLocale()
  const calls = useMemo(() => sampleCalls(samples), [samples])
  const lines = useMemo(() => sampleLifelines(samples), [samples])
  const range = useMemo(() => daysOf(samples), [samples])
  const gaps = useMemo(
    () => hatchedTimes(sampleGaps(samples), range[0] + 40, range, locale),
    [samples, range, locale],
  )
  return (
    <>
      <Wide>
        <Lifelines places={lines} onSelect={() => {}} />
      </Wide>
      <Wide>
        <EveryCall calls={calls} days={range} hatched={gaps} />
      </Wide>
    </>
  )
}

function sampleCalls({ kind, days, names, random }: Samples): CallLine[] {
  const count = { 'ten-years': 1400, 'one-day': 1, empty: 0, hostile: 60 }[kind]
  return Array.from({ length: count }, (_, index) => {
    const person = Math.floor(random() * random() * names.length)
    return {
      day: days.firstDay + Math.floor((index / Math.max(1, count)) * days.values.length),
      startMinute: Math.floor((18 + random() * 6) * 60) % 1440,
      minutes: Math.round(5 + random() * random() * 240),
      withId: `id${person}`,
      withName: names[person]!,
      isPerson: true,
    }
  })
}

function sampleLifelines(samples: Samples): Lifeline[] {
  if (samples.kind === 'empty') return []
  return samples.placeNames.map((name, index) => {
    const months = samplePlaceMonths(samples, index)
    const last = months.firstMonth + months.values.length - 1
    return {
      id: `place${index}`,
      name,
      messages: months.values.reduce((sum, value) => sum + value, 0),
      joinedDay: index % 3 === 2 ? null : dayOf(middleOf(months.firstMonth - 2)),
      firstDay: dayOf(middleOf(months.firstMonth)),
      lastDay: dayOf(middleOf(last)),
      hasLeft: index % 3 === 0 ? true : null,
      months,
    }
  })
}
