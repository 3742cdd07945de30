/** The screen Overview: six numbers, messages over time, people, the week, three sentences. */
import { useMemo } from 'preact/hooks'
import { dayOf } from '../data/calendar.ts'
import { callsIn, peopleIn, placesIn } from '../data/people.ts'
import { callsQuestion } from '../data/questions/calls.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { dayCounts, weekHours } from '../data/view.ts'
import { Week } from '../figures/week.tsx'
import { linkTo } from '../shell/address.ts'
import { useLocale } from '../texts/locale.ts'
import type { Screen, ScreenProps } from './screen.ts'

export const overviewScreen: Screen = { name: 'overview', component: Overview }

function Overview({ result, view, address }: ScreenProps) {
  const { texts, formats } = useLocale()
  const t = texts.screens.overview
  const answer = useAnswer(result, callsQuestion)
  const calls = useMemo(() => callsIn(rowsOf(answer), view), [answer, view])
  const people = useMemo(() => peopleIn(result, view, calls), [result, view, calls])
  const places = useMemo(() => placesIn(result, view, calls), [result, view, calls])
  const days = useMemo(() => dayCounts(view), [view])
  const week = useMemo(() => weekHours(view), [view])
  const messages = days.values.reduce((sum, value) => sum + value, 0)
  const active = days.values.filter((value) => value > 0).length
  const written = people.filter(({ messages }) => messages > 0).length
  const used = places.filter(({ messages }) => messages > 0).length
  const minutes = calls.reduce((sum, call) => sum + call.minutes, 0)
  const facts: [screen: string, value: string, label: string][] = [
    ['time', formats.number(messages), t.messages(messages)],
    ['people', formats.number(written), t.people(written)],
    ['places', formats.number(used), t.places(used)],
    ['voice', answer.state === 'known' ? formats.minutes(minutes) : '…', t.voice],
    ['time', formats.number(active), t.days(active)],
    ['time', formats.number(Math.round(active ? messages / active : 0)), t.perDay],
  ]
  return (
    <div class="stack">
      <div class="grid grid-small">
        {facts.map(([screen, value, label]) => (
          <a key={label} class="fact" href={linkTo(address, screen)}>
            <span class="fact-value">{value}</span>
            <span class="fact-label">{label}</span>
          </a>
        ))}
      </div>
      <p>{dayOf(view.firstDay)}</p>
      <div class="grid">
        <Week hours={week} />
      </div>
    </div>
  )
}
