/**
 * The screen Voice: every call, hours by month, the week, streams, the longest calls, and calls by person.
 */
import { useMemo } from 'preact/hooks'
import { callMonths, callWeek } from '../data/shapes.ts'
import { monthOf, rangeOf } from '../data/calendar.ts'
import type { Call, NamedMonths } from '../data/types.ts'
import type { View } from '../data/view.ts'
import { EveryCall, type CallLine } from '../figures/every-call.tsx'
import type { HatchedTime } from '../figures/frame/gaps.tsx'
import { restId, seriesColors } from '../figures/frame/series.tsx'
import { DataTable } from '../figures/frame/data-table.tsx'
import { tidyName } from '../figures/frame/name.tsx'
import { MonthPlaces } from '../figures/stacked-months.tsx'
import { Week } from '../figures/week.tsx'
import { linkTo } from '../shell/address.ts'
import { Empty } from '../shell/parts.tsx'
import { type Locale, useLocale } from '../texts/locale.ts'
import { AnswerState } from './answer-state.tsx'
import { callLines } from './call-lines.ts'
import { useCalls, useHatched, usePeriod } from './period-data.ts'
import type { Screen, ScreenProps } from './screen.ts'
import { StreamMonths } from './stream-months.tsx'

export const voiceScreen: Screen = { name: 'voice', component: Voice, isAlwaysShown: true }

function Voice(props: ScreenProps) {
  const { view, result } = props
  const { texts } = useLocale()
  const t = texts.screens.voice
  const { calls, answer } = useCalls(props)
  const hatched = useHatched(props)
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  if (calls.length === 0) {
    const { noActivity, noActivityHint } = texts.screens.overview
    const [title, hint] = result.owner.isPartial
      ? [noActivity, noActivityHint]
      : isWholly(hatched, view)
        ? [t.off, t.offHint]
        : [t.none, t.noneHint]
    return (
      <div class="stack">
        <Empty title={title}>{hint}</Empty>
        <StreamMonths {...props} />
      </div>
    )
  }
  return <Calls {...props} />
}

/** True if each day of the period is hatched. Hatched times may overlap. */
function isWholly(hatched: readonly HatchedTime[], { firstDay, lastDay }: View): boolean {
  return rangeOf(firstDay, lastDay).every((day) => hatched.some(({ from, to }) => day >= from && day <= to))
}

function Calls(props: ScreenProps) {
  const { view, result } = props
  const { texts, formats } = useLocale()
  const t = texts.screens.voice
  const { calls } = useCalls(props)
  const hatched = useHatched(props)
  const lines = useMemo(() => callLines(calls, result, view.zone, t.unknownPlace), [calls, result, view, t])
  const bands = useMemo(
    () => placeBands(calls, lines, view, texts.figures.everyCall.elsewhere),
    [calls, lines, view, texts],
  )
  const placeColors = useMemo(() => seriesColors(bands.map(({ id }) => id)), [bands])
  const week = useMemo(() => callWeek(calls, view.zone), [calls, view])
  return (
    <div class="stack">
      <EveryCall calls={lines} days={[view.firstDay, view.lastDay]} hatched={hatched} colors={placeColors} />
      <div class="grid">
        <div class="wide">
          <MonthPlaces
            firstMonth={monthOf(view.firstDay)}
            bands={bands}
            hatched={hatched}
            colors={placeColors}
          />
        </div>
        <div class="wide">
          <Week hours={week} unit={formats.minutes} />
        </div>
      </div>
      <StreamMonths {...props} />
      <LongestCalls lines={lines} />
      <ByPerson {...props} />
    </div>
  )
}

/** Number of servers, people and group DMs with a band of their own. The others are summed up as one band. */
const bandsMax = 7

/** Minutes by month and by server, person or group DM; those with the most minutes come first. */
function placeBands(
  calls: readonly Call[],
  lines: readonly CallLine[],
  view: View,
  others: string,
): NamedMonths[] {
  const totals = new Map<string, { name: string; minutes: number }>()
  for (const { withId, withName, minutes } of lines) {
    const total = totals.get(withId) ?? { name: withName, minutes: 0 }
    total.minutes += minutes
    totals.set(withId, total)
  }
  const order = [...totals].sort(([, one], [, other]) => other.minutes - one.minutes).slice(0, bandsMax)
  const groups = new Map(order.map(([id], index) => [id, index]))
  const groupOf = new Map(
    calls.map((call, index) => [call, groups.get(lines[index]!.withId) ?? order.length]),
  )
  const values = callMonths(calls, view, order.length + 1, (call) => groupOf.get(call)!)
  const remaining = { id: restId, name: others, values: values[order.length]! }
  const bands = order.map(([id, { name }], index) => ({ id, name, values: values[index]! }))
  return totals.size > bandsMax ? [...bands, remaining] : bands
}

const longestMax = 100

function LongestCalls({ lines }: { lines: readonly CallLine[] }) {
  const { texts, formats } = useLocale()
  const t = texts.screens.voice
  const longest = lines.toSorted((left, right) => right.minutes - left.minutes).slice(0, longestMax)
  const clock = (minute: number) => formats.hour(Math.floor(minute / 60))
  return (
    <section class="card stack">
      <h2>{t.longest}</h2>
      <DataTable
        label={t.longest}
        columns={[
          { label: t.with, isName: true },
          { label: texts.figures.columns.duration, isNumber: true },
          { label: texts.figures.columns.day, isNumber: true },
          { label: texts.figures.columns.hour, isNumber: true },
        ]}
        rows={longest.map(({ withName, minutes, day, startMinute }) => [
          tidyName(withName, texts.figures.frame.unnamed),
          { text: formats.minutes(minutes), sort: minutes },
          { text: formats.day(day), sort: day },
          { text: clock(startMinute), sort: startMinute },
        ])}
      />
    </section>
  )
}

function ByPerson(props: ScreenProps) {
  const locale: Locale = useLocale()
  const { texts, formats } = locale
  const t = texts.screens.voice
  const { people } = usePeriod(props)
  const callers = people.filter(({ callCount }) => callCount > 0)
  if (callers.length === 0) return null
  return (
    <section class="card stack">
      <h2>{t.byPerson}</h2>
      <DataTable
        label={t.byPerson}
        sortedBy={{ column: 2, isDescending: true }}
        columns={[
          { label: texts.figures.columns.person, isName: true },
          { label: texts.figures.columns.calls, isNumber: true },
          { label: texts.figures.columns.callTime, isNumber: true },
          { label: texts.figures.columns.longestCall, isNumber: true },
        ]}
        rows={callers.map((person) => [
          {
            text: tidyName(person.name, texts.figures.frame.unnamed),
            href: linkTo(props.address, 'people', [person.id]),
          },
          { text: formats.number(person.callCount), sort: person.callCount },
          { text: formats.minutes(person.callMinutes), sort: person.callMinutes },
          { text: formats.minutes(person.longestCallMinutes), sort: person.longestCallMinutes },
        ])}
      />
    </section>
  )
}
