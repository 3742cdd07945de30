/** The screen Voice: every call, hours by month, when people talk, the longest calls, calls by person. */
import { useMemo } from 'preact/hooks'
import { callDays, callWeek } from '../data/shapes.ts'
import { EveryCall, type CallLine } from '../figures/every-call.tsx'
import { DataTable } from '../figures/frame/data-table.tsx'
import { tidyName } from '../figures/frame/name.tsx'
import { Timeline } from '../figures/timeline.tsx'
import { Week } from '../figures/week.tsx'
import { linkTo } from '../shell/address.ts'
import { Empty } from '../shell/parts.tsx'
import { type Locale, useLocale } from '../texts/locale.ts'
import { AnswerState } from './answer-state.tsx'
import { callLines } from './call-lines.ts'
import { useCalls, useHatched, usePeopleColors, usePeriod } from './period-data.ts'
import type { Screen, ScreenProps } from './screen.ts'

export const voiceScreen: Screen = { name: 'voice', component: Voice, isAlwaysShown: true }

function Voice(props: ScreenProps) {
  const { view, result } = props
  const { texts } = useLocale()
  const t = texts.screens.voice
  const { calls, answer } = useCalls(props)
  const hatched = useHatched(props)
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  if (calls.length === 0) {
    const length = view.lastDay - view.firstDay + 1
    const unknown = hatched.reduce((sum, { from, to }) => sum + to - from + 1, 0)
    const isOff = result.owner.isPartial || unknown >= length
    return <Empty title={isOff ? t.off : t.none}>{isOff ? t.offHint : t.noneHint}</Empty>
  }
  return <Calls {...props} />
}

function Calls(props: ScreenProps) {
  const { view, result } = props
  const { texts, formats } = useLocale()
  const t = texts.screens.voice
  const { calls } = useCalls(props)
  const hatched = useHatched(props)
  const colors = usePeopleColors(props)
  const lines = useMemo(() => callLines(calls, result, view.zone, t.unknownPlace), [calls, result, view, t])
  const days = useMemo(() => callDays(calls, view), [calls, view])
  const week = useMemo(() => callWeek(calls, view.zone), [calls, view])
  return (
    <div class="stack">
      <EveryCall calls={lines} days={[view.firstDay, view.lastDay]} hatched={hatched} colors={colors} />
      <div class="grid">
        <div class="wide">
          <Timeline
            days={days}
            title={t.hours}
            unit={formats.minutes}
            amount={formats.minutes}
            hatched={hatched}
          />
        </div>
        <div class="wide">
          <Week hours={week} unit={formats.minutes} />
        </div>
      </div>
      <LongestCalls lines={lines} />
      <ByPerson {...props} />
    </div>
  )
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
