/** The page of one person: messages and calls, their times of day, and their course over the years. */
import { useMemo } from 'preact/hooks'
import { dayNumberOf } from '../data/calendar.ts'
import { channelsOf } from '../data/people.ts'
import { busiestShift, rankYears } from '../data/shapes.ts'
import type { Person } from '../data/types.ts'
import { dayCounts, weekHours, yearHours } from '../data/view.ts'
import { tidyName } from '../figures/frame/name.tsx'
import { EveryCall } from '../figures/every-call.tsx'
import { Nights } from '../figures/nights.tsx'
import { Rank } from '../figures/rank.tsx'
import { seriesColors } from '../figures/frame/series.tsx'
import { Timeline } from '../figures/timeline.tsx'
import { Week } from '../figures/week.tsx'
import { linkTo } from '../shell/address.ts'
import { Icon } from '../shell/icons.tsx'
import { Empty } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import { callLines } from './call-lines.ts'
import { FactList } from './fact-list.tsx'
import { moodOf } from './mood.ts'
import { useHatched, usePeriod } from './period-data.ts'
import type { ScreenProps } from './screen.ts'
import { useWritingFacts } from './writing-card.tsx'

export function PersonScreen(props: ScreenProps & { id: string }) {
  const { id, address } = props
  const { texts } = useLocale()
  const { people, calls } = usePeriod(props)
  const person = people.find((one) => one.id === id)
  if (!person) {
    return (
      <Empty title={texts.screens.people.unknown}>
        <a class="button" href={linkTo(address, 'people')}>
          {texts.screens.people.back}
        </a>
      </Empty>
    )
  }
  const own = calls.filter(({ personId }) => personId === id)
  return (
    <div class="stack">
      <div class="screen-head">
        <a class="back" href={linkTo(address, 'people')}>
          <Icon name="back" />
          {texts.screens.people.back}
        </a>
        <h2 class="person-name">
          <bdi>{tidyName(person.name, texts.figures.frame.unnamed)}</bdi>
        </h2>
      </div>
      <PersonFacts {...props} person={person} people={people} />
      <PersonFigures {...props} person={person} calls={own} />
    </div>
  )
}

function PersonFacts(props: ScreenProps & { person: Person; people: readonly Person[] }) {
  const { person, people, result } = props
  // Without activity, calls are unknown.
  const { isPartial } = result.owner
  const locale = useLocale()
  const { texts, formats } = locale
  const t = texts.screens.people
  const day = (text: string | null) => (text === null ? '–' : formats.day(dayNumberOf(text)))
  const written = useWritingFacts(props, person.channelIds)
  const rank = formats.number(people.indexOf(person) + 1)
  return (
    <FactList
      facts={[
        [formats.number(person.messages), t.facts.messages],
        [isPartial ? '–' : formats.minutes(person.callMinutes), t.facts.callTime],
        [isPartial ? '–' : formats.number(person.callCount), t.facts.calls],
        [person.longestCallMinutes > 0 ? formats.minutes(person.longestCallMinutes) : '–', t.facts.longest],
        [t.rank(rank, formats.number(people.length)), t.facts.rank],
        [day(person.firstDay), t.facts.first],
        [day(person.lastDay), t.facts.last],
        [person.mood === null ? texts.figures.people.moodUnknown : moodOf(person.mood, locale), t.facts.mood],
        ...written,
      ]}
    />
  )
}

type FiguresProps = ScreenProps & { person: Person; calls: Parameters<typeof callLines>[0] }

function PersonFigures(props: FiguresProps) {
  const { person, calls, view, result, go } = props
  const { texts } = useLocale()
  const hatched = useHatched(props)
  const channels = useMemo(() => channelsOf(result, person.channelIds), [result, person])
  const days = useMemo(() => dayCounts(view, channels), [view, channels])
  const week = useMemo(() => weekHours(view, channels), [view, channels])
  const years = useMemo(() => yearHours(view, channels), [view, channels])
  const ranks = useMemo(() => rankYears(result, view), [result, view])
  const names = useMemo(() => new Map(result.people.map(({ id, name }) => [id, name])), [result])
  const colors = useMemo(() => seriesColors([person.id]), [person.id])
  return (
    <div class="grid">
      <div class="wide">
        <Timeline days={days} title={texts.screens.people.timeline} />
      </div>
      <Week hours={week} shift={busiestShift(years)} />
      <Nights years={years} />
      <div class="wide">
        <EveryCall
          calls={callLines(calls, result, view.zone, texts.screens.voice.unknownPlace)}
          days={[view.firstDay, view.lastDay]}
          hatched={hatched}
          empty={texts.screens.people.noCalls}
        />
      </div>
      <div class="wide">
        <Rank
          years={ranks}
          names={names}
          colors={colors}
          onSelect={(id) => go({ screen: 'people', path: [id] }, { replace: false })}
        />
      </div>
    </div>
  )
}
