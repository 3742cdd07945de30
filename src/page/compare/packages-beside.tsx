/** Compares two packages: numbers, messages over a common time axis, weeks and nights on equal scales. */
import { useMemo } from 'preact/hooks'
import { dayOf } from '../data/calendar.ts'
import { peopleIn, placesIn, serversOf } from '../data/people.ts'
import { callsQuestion } from '../data/questions/calls.ts'
import type { Result } from '../data/result.ts'
import type { Call } from '../data/types.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { daysOf, monthSeries, totalOf, type View, viewOf } from '../data/view.ts'
import { zoneOver } from '../data/zone.ts'
import { monthOf } from '../data/calendar.ts'
import { tidyName } from '../figures/frame/name.tsx'
import { River } from '../figures/river.tsx'
import type { ScreenProps } from '../screens/screen.ts'
import { type Locale, useLocale } from '../texts/locale.ts'
import { Clocks } from './clocks.tsx'
import { ComparedNumbers } from './compared-numbers.tsx'

export function PackagesBeside({ result, whole, other }: ScreenProps & { other: Result }) {
  const locale = useLocale()
  const { texts } = locale
  const t = texts.compare
  const theirs = useMemo(() => {
    const { hour } = other.cube
    const zone = zoneOver(whole.zone.name, hour[0] ?? 0, hour.at(-1) ?? 0)
    return viewOf(other.cube, zone, { from: null, to: null })
  }, [other, whole])
  const calls = [rowsOf(useAnswer(result, callsQuestion)), rowsOf(useAnswer(other, callsQuestion))] as const
  const sides = [
    { of: result, view: whole, calls: calls[0] },
    { of: other, view: theirs, calls: calls[1] },
  ]
  const names = sides.map(({ of }, index) => {
    const name = tidyName(of.owner.displayName ?? of.owner.name, texts.shell.nobody)
    return locale.formats.noted(name, index === 0 ? t.packages.thisOne : t.packages.thatOne)
  })
  const numbers = sides.map((side) => numbersOf(side.of, side.view, side.calls, locale))
  const { firstMonth, bands } = useMemo(() => monthsOf([whole, theirs], names), [whole, theirs, names.join()])
  const titles = [
    t.facts.messages,
    t.facts.perDay,
    t.facts.people,
    t.facts.places,
    t.facts.callTime,
    t.facts.first,
    t.facts.last,
  ]
  return (
    <>
      <ComparedNumbers
        names={names}
        rows={titles.map((title, index) => [title, ...numbers.map((side) => side[index]!)])}
      />
      <River firstMonth={firstMonth} bands={bands} words={t.packages.river} />
      <Clocks
        sides={[
          { name: names[0]!, view: whole, channels: null },
          { name: names[1]!, view: theirs, channels: null },
        ]}
      />
    </>
  )
}

function numbersOf(of: Result, view: View, calls: readonly Call[], { formats }: Locale): string[] {
  const messages = totalOf(view)
  const days = Math.max(1, view.lastDay - view.firstDay + 1)
  const used = (some: readonly { messages: number }[]) => some.filter((one) => one.messages > 0).length
  // Without messages, the days of the view are those of the activity.
  const isEmpty = messages === 0
  return [
    formats.number(messages),
    formats.number(Math.round((10 * messages) / days) / 10),
    formats.number(used(peopleIn(of, view, calls))),
    formats.number(used(serversOf(placesIn(of, view, calls)))),
    formats.minutes(calls.reduce((sum, { minutes }) => sum + minutes, 0)),
    isEmpty ? '–' : formats.day(view.firstDay),
    isEmpty ? '–' : formats.day(view.lastDay),
  ]
}

/** The months of both packages, over a common time axis. */
function monthsOf(views: readonly View[], names: readonly string[]) {
  const spans = views.map(({ cube, zone }) => daysOf(cube, zone)).filter(({ first, last }) => first <= last)
  const first = Math.min(...spans.map((span) => span.first))
  const last = Math.max(...spans.map((span) => span.last))
  if (spans.length === 0) return { firstMonth: 0, bands: [] }
  const bands = views.map(({ cube, zone }, index) => {
    const view = viewOf(cube, zone, { from: dayOf(first), to: dayOf(last) })
    return { id: String(index), name: names[index]!, values: monthSeries(view).values }
  })
  return { firstMonth: monthOf(first), bands }
}
