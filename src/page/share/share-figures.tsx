/** The figures that a shared picture can show, with their data: with real names or with pseudonyms. */
import type { ComponentChildren } from 'preact'
import { useMemo } from 'preact/hooks'
import { monthOf } from '../data/calendar.ts'
import { erasOf } from '../data/eras.ts'
import { busiestShift, rankYears, riverBands } from '../data/shapes.ts'
import { dayCounts, weekHours, yearHours } from '../data/view.ts'
import { Calendar } from '../figures/calendar.tsx'
import { Nights } from '../figures/nights.tsx'
import { Rank } from '../figures/rank.tsx'
import { River } from '../figures/river.tsx'
import { ThenAndNow } from '../figures/then-and-now.tsx'
import { Timeline } from '../figures/timeline.tsx'
import { Week } from '../figures/week.tsx'
import { WordsWent } from '../figures/words-went.tsx'
import { WriteOrCall } from '../figures/write-or-call.tsx'
import { usePeopleColors, usePeriod } from '../screens/period-data.ts'
import type { ScreenProps } from '../screens/screen.ts'
import { useLocale } from '../texts/locale.ts'
import { hideNames, pseudonyms } from './anonymous.ts'

export interface ShareFigure {
  /** The figure's CSS class without `figure-`. */
  name: string
  title: string
  figure: ComponentChildren
}

/** All figures that the user can choose, in the order of the list. */
export function useShareFigures(props: ScreenProps, hasNames: boolean): ShareFigure[] {
  const { texts } = useLocale()
  const t = texts.figures
  const { days, week, years } = useTimes(props)
  const { first, bands, ranks, names, people, groups, colors } = usePeople(props, hasNames)
  const eras = useEras(props, hasNames)
  const all: (ShareFigure | null)[] = [
    {
      name: 'river',
      title: t.river.title,
      figure: <River firstMonth={first} bands={bands} colors={colors} />,
    },
    { name: 'nights', title: t.nights.title, figure: <Nights years={years} /> },
    { name: 'rank', title: t.rank.title, figure: <Rank years={ranks} names={names} colors={colors} /> },
    { name: 'week', title: t.week.title, figure: <Week hours={week} shift={busiestShift(years)} /> },
    { name: 'timeline', title: t.timeline.title, figure: <Timeline days={days} /> },
    { name: 'calendar', title: t.calendar.title, figure: <Calendar days={days} /> },
    { name: 'words-went', title: t.wordsWent.title, figure: <WordsWent groups={groups} /> },
    // Without activity, calls are unknown. The figure would say that there were none.
    props.result.owner.isPartial
      ? null
      : {
          name: 'write-or-call',
          title: t.writeOrCall.title,
          figure: <WriteOrCall people={people} colors={colors} />,
        },
    eras && { name: 'then-and-now', title: t.thenAndNow.title, figure: <ThenAndNow {...eras} /> },
  ]
  return all.filter((one) => one !== null)
}

function useTimes({ view }: ScreenProps) {
  return useMemo(() => ({ days: dayCounts(view), week: weekHours(view), years: yearHours(view) }), [view])
}

/** An id that no server has. */
const direct = 'direct'
/** The pseudo-server of all group DMs; its name identifies nobody. */
const groups = '@me'

function usePeople(props: ScreenProps, hasNames: boolean) {
  const { result, view } = props
  const { texts, formats } = useLocale()
  const { people, places } = usePeriod(props)
  const colors = usePeopleColors(props)
  return useMemo(() => {
    const t = texts.share
    const ofPeople = pseudonyms(hasNames ? [] : result.people.map(({ id }) => id), (position) =>
      t.person(formats.number(position)),
    )
    const ofPlaces = pseudonyms(
      hasNames ? [] : result.places.map(({ id }) => id).filter((id) => id !== groups),
      (position) => t.place(formats.number(position)),
    )
    const known = hideNames(result.people, ofPeople)
    const sum = people.reduce((all, { messages }) => all + messages, 0)
    return {
      colors,
      first: monthOf(view.firstDay),
      bands: hideNames(riverBands(result, view, people), ofPeople),
      ranks: rankYears(result, view),
      names: new Map(known.map(({ id, name }) => [id, name])),
      people: hideNames(people, ofPeople).map((person) => ({ ...person, minutes: person.callMinutes })),
      groups: [
        { id: direct, name: texts.figures.wordsWent.direct, messages: sum, parts: [] },
        ...hideNames(places, ofPlaces).map(({ id, name, messages }) => ({ id, name, messages, parts: [] })),
      ],
    }
  }, [result, view, people, places, colors, hasNames, texts, formats])
}

/** Without names, the figure leaves out the person most written to and the top server of both years. */
function useEras(props: ScreenProps, hasNames: boolean) {
  const { result, view } = props
  const { formats } = useLocale()
  const { calls, callsState } = usePeriod(props)
  return useMemo(() => {
    const eras = erasOf(result, view, callsState === 'known' && !result.owner.isPartial ? calls : null)
    if (!eras) return null
    const names = hasNames ? {} : { topPerson: null, topPlace: null }
    return {
      then: { ...eras.then, ...names, label: formats.year(eras.then.year) },
      now: { ...eras.now, ...names, label: formats.year(eras.now.year) },
    }
  }, [result, view, calls, callsState, hasNames, formats])
}
