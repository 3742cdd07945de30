/**
 * The screen Overview: six numbers, a few sentences, messages over time, the people river, the week, then and
 * now.
 */
import { useMemo } from 'preact/hooks'
import { dayNumberOf, monthOf } from '../data/calendar.ts'
import { erasOf } from '../data/eras.ts'
import { serversOf } from '../data/people.ts'
import { busiestShift, riverBands } from '../data/shapes.ts'
import { dayCounts, weekHours, yearHours } from '../data/view.ts'
import type { Person } from '../data/types.ts'
import { isolated } from '../figures/frame/name.tsx'
import { River } from '../figures/river.tsx'
import { ThenAndNow } from '../figures/then-and-now.tsx'
import { Timeline } from '../figures/timeline.tsx'
import { Week } from '../figures/week.tsx'
import { linkTo } from '../shell/address.ts'
import { Notice } from '../shell/parts.tsx'
import { type Locale, useLocale } from '../texts/locale.ts'
import { usePeopleColors, usePeriod } from './period-data.ts'
import type { Screen, ScreenProps } from './screen.ts'

export const overviewScreen: Screen = { name: 'overview', component: Overview }

function Overview(props: ScreenProps) {
  const { result, view, address } = props
  const { texts, formats } = useLocale()
  const t = texts.screens.overview
  const { people, places, calls, callsState } = usePeriod(props)
  const colors = usePeopleColors(props)
  const days = useMemo(() => dayCounts(view), [view])
  const week = useMemo(() => weekHours(view), [view])
  const shift = useMemo(() => busiestShift(yearHours(view)), [view])
  const bands = useMemo(() => riverBands(result, view, people), [result, view, people])
  const eras = useMemo(
    () => erasOf(result, view, callsState === 'known' && !result.owner.isPartial ? calls : null),
    [result, view, calls, callsState],
  )
  const minutes = callsState === 'known' ? calls.reduce((sum, call) => sum + call.minutes, 0) : null
  return (
    <div class="stack">
      <Facts
        {...props}
        days={days.values}
        people={people}
        placeCount={serversOf(places).filter(isUsed).length}
        minutes={minutes}
        isLoading={callsState === 'loading'}
      />
      <Sentences {...props} people={people} days={days} />
      {result.owner.isPartial && (
        <Notice>
          <strong>{t.noActivity}</strong>
          <p>{t.noActivityHint}</p>
        </Notice>
      )}
      <div class="grid">
        <div class="wide">
          <Timeline days={days} />
        </div>
        <div class="wide">
          <River
            firstMonth={monthOf(view.firstDay)}
            bands={bands}
            colors={colors}
            hrefOf={(id) => linkTo(address, 'people', [id])}
          />
        </div>
        <div class="wide">
          <Week hours={week} shift={shift} />
        </div>
        {eras && (
          <div class="wide">
            <ThenAndNow
              then={{ ...eras.then, label: formats.year(eras.then.year) }}
              now={{ ...eras.now, label: formats.year(eras.now.year) }}
            />
          </div>
        )}
      </div>
    </div>
  )
}

function isUsed({ messages }: { messages: number }): boolean {
  return messages > 0
}

interface FactsProps extends ScreenProps {
  days: Float64Array
  people: readonly Person[]
  placeCount: number
  /** Null: not known, or not yet. */
  minutes: number | null
  isLoading: boolean
}

/** Six numbers, each a link to its screen. */
function Facts({ days, people, placeCount, minutes, isLoading, address, result }: FactsProps) {
  const { texts, formats } = useLocale()
  const t = texts.screens.overview
  const messages = days.reduce((sum, value) => sum + value, 0)
  const active = days.filter((value) => value > 0).length
  const written = people.filter(isUsed).length
  // Without activity files the minutes are unknown, and 0 would mean that there were no calls.
  const isUnknown = result.owner.isPartial || (minutes === null && !isLoading)
  const voice = isUnknown ? '–' : minutes === null ? '…' : formats.minutes(roughly(minutes))
  const facts: [screen: string, value: string, label: string][] = [
    ['time', formats.number(messages), t.messages(messages)],
    ['people', formats.number(written), t.people(written)],
    ['places', formats.number(placeCount), t.places(placeCount)],
    ['voice', voice, t.voice],
    ['time', formats.number(active), t.days(active)],
    ['time', formats.number(Math.round(active ? messages / active : 0)), t.perDay],
  ]
  return (
    <div class="grid grid-small">
      {facts.map(([screen, value, label]) => (
        <a key={label} class="fact" href={linkTo(address, screen)}>
          <span class="fact-value">{value}</span>
          <span class="fact-label">{label}</span>
        </a>
      ))}
    </div>
  )
}

/** Whole hours from ten hours on: a tile has no room for more. */
function roughly(minutes: number): number {
  return minutes < 600 ? minutes : Math.round(minutes / 60) * 60
}

type SentencesProps = ScreenProps & { people: readonly Person[]; days: ReturnType<typeof dayCounts> }

function Sentences({ view, address, people, days }: SentencesProps) {
  const locale = useLocale()
  const began = address.period.from === null ? view.firstDay : null
  const sentences = sentencesOf(locale, began, people, days)
  return (
    <div class="lead stack">
      <p>{locale.formats.paragraph(sentences)}</p>
    </div>
  )
}

function sentencesOf(
  { texts, formats }: Locale,
  /** The day of the first message; null if the period has a chosen beginning. */
  beganOn: number | null,
  people: readonly Person[],
  { firstDay: first, values }: ReturnType<typeof dayCounts>,
): string[] {
  const t = texts.screens.overview
  const nameOf = ({ name }: Person) => isolated(name, texts.figures.frame.unnamed)
  const began = people
    .filter(({ firstDay }) => firstDay !== null)
    .sort((left, right) => dayNumberOf(left.firstDay!) - dayNumberOf(right.firstDay!))[0]
  const top = people[0]
  const peak = values.indexOf(values.reduce((most, value) => Math.max(most, value), 0))
  const units = texts.figures.units.messages
  return [
    ...(beganOn === null
      ? []
      : began && dayNumberOf(began.firstDay!) === beganOn
        ? [t.first(formats.day(beganOn), nameOf(began))]
        : [t.firstDay(formats.day(beganOn))]),
    ...(top && top.messages > 0 ? [t.top(nameOf(top), units(top.messages))] : []),
    ...(peak >= 0 ? [t.busiest(formats.longDay(first + peak), units(values[peak]!))] : []),
  ]
}
