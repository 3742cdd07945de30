/**
 * The screen People: a table of everybody, the river, the ranks by year, write or call; and the page of one
 * person.
 */
import { useMemo, useState } from 'preact/hooks'
import { dayNumberOf, monthOf } from '../data/calendar.ts'
import { rankYears, riverBands } from '../data/shapes.ts'
import type { Person } from '../data/types.ts'
import { DataTable, type Row } from '../figures/frame/data-table.tsx'
import { tidyName } from '../figures/frame/name.tsx'
import { Rank } from '../figures/rank.tsx'
import { River } from '../figures/river.tsx'
import { WriteOrCall } from '../figures/write-or-call.tsx'
import { linkTo } from '../shell/address.ts'
import { Empty } from '../shell/parts.tsx'
import { type Locale, useLocale } from '../texts/locale.ts'
import { moodOf } from './mood.ts'
import { usePeopleColors, usePeriod } from './period-data.ts'
import { PersonScreen } from './person.tsx'
import type { Screen, ScreenProps } from './screen.ts'

export const peopleScreen: Screen = { name: 'people', component: People }

function People(props: ScreenProps) {
  const { texts } = useLocale()
  const { result, address } = props
  const [id] = address.path
  if (id !== undefined) return <PersonScreen key={id} id={id} {...props} />
  if (result.people.length === 0) return <Empty title={texts.screens.people.nobody} />
  return <Everybody {...props} />
}

function Everybody(props: ScreenProps) {
  const { result, view, address, go } = props
  const { texts } = useLocale()
  const { people } = usePeriod(props)
  const colors = usePeopleColors(props)
  const bands = useMemo(() => riverBands(result, view, people), [result, view, people])
  const years = useMemo(() => rankYears(result, view), [result, view])
  const names = useMemo(() => new Map(result.people.map(({ id, name }) => [id, name])), [result])
  const points = useMemo(
    () => people.filter(isAlive).map((person) => ({ ...person, minutes: person.callMinutes })),
    [people],
  )
  const open = (id: string) => go({ path: [id], more: {} }, { replace: false })
  return (
    <div class="stack">
      <River
        firstMonth={monthOf(view.firstDay)}
        bands={bands}
        colors={colors}
        hrefOf={(id) => linkTo(address, 'people', [id])}
      />
      <Rank years={years} names={names} colors={colors} onSelect={open} />
      <WriteOrCall
        people={points}
        colors={colors}
        empty={result.owner.isPartial ? texts.figures.frame.noActivity : null}
        onSelect={open}
      />
      <section class="card stack">
        <h2>{texts.figures.people.title}</h2>
        <PeopleTable {...props} people={people} />
      </section>
    </div>
  )
}

function isAlive({ messages, callMinutes }: Person): boolean {
  return messages > 0 || callMinutes > 0
}

function PeopleTable({ people, address, go }: ScreenProps & { people: readonly Person[] }) {
  const locale = useLocale()
  const { texts } = locale
  const [ticked, setTicked] = useState<readonly string[]>([])
  const rows = useMemo(
    () => people.map((person) => rowOf(person, locale, linkTo(address, 'people', [person.id]))),
    [people, locale, address],
  )
  const c = texts.figures.columns
  return (
    <>
      <DataTable
        label={texts.figures.people.title}
        search={texts.figures.people.search}
        sortedBy={{ column: 1, isDescending: true }}
        columns={[
          { label: c.person, isName: true },
          { label: c.messages, isNumber: true },
          { label: c.callTime, isNumber: true },
          { label: c.longestCall, isNumber: true },
          { label: c.first, isNumber: true },
          { label: c.last, isNumber: true },
          { label: c.mood, isNumber: true },
        ]}
        rows={rows}
      />
      <ComparePicker people={people} ticked={ticked} setTicked={setTicked} go={go} />
    </>
  )
}

function rowOf(person: Person, { texts, formats }: Locale, href: string): Row {
  const { name, isDeleted, messages, callMinutes, longestCallMinutes, firstDay, lastDay, mood } = person
  const day = (text: string | null) =>
    text === null ? { text: '–', sort: null } : { text: formats.day(dayNumberOf(text)), sort: text }
  const minutes = (value: number) =>
    value > 0 ? { text: formats.minutes(value), sort: value } : { text: '–', sort: 0 }
  const tidy = tidyName(name, texts.figures.frame.unnamed)
  return [
    { text: isDeleted ? formats.noted(tidy, texts.figures.people.deleted) : tidy, href },
    { text: formats.number(messages), sort: messages },
    minutes(callMinutes),
    minutes(longestCallMinutes),
    day(firstDay),
    day(lastDay),
    mood === null
      ? { text: texts.figures.people.moodUnknown, sort: null }
      : { text: moodOf(mood, { texts, formats }), sort: mood },
  ]
}

interface PickerProps {
  people: readonly Person[]
  ticked: readonly string[]
  setTicked(ids: readonly string[]): void
  go: ScreenProps['go']
}

/** Leads to the comparison of two people. */
function ComparePicker({ people, ticked, setTicked, go }: PickerProps) {
  const { texts } = useLocale()
  const t = texts.screens.people
  const pick = (index: number) => (event: { currentTarget: HTMLSelectElement }) => {
    const next = [ticked[0] ?? '', ticked[1] ?? '']
    next[index] = event.currentTarget.value
    setTicked(next)
  }
  const [first = '', second = ''] = ticked
  return (
    <div class="row">
      {[first, second].map((value, index) => (
        <select
          key={index}
          class="select"
          value={value}
          aria-label={texts.figures.columns.person}
          onChange={pick(index)}
        >
          <option value="">{index === 0 ? texts.compare.people.first : texts.compare.people.second}</option>
          {people.filter(isAlive).map(({ id, name }) => (
            <option key={id} value={id}>
              {tidyName(name, texts.figures.frame.unnamed).slice(0, 60)}
            </option>
          ))}
        </select>
      ))}
      <button
        type="button"
        class="button"
        disabled={first === '' || second === '' || first === second}
        onClick={() =>
          go({ screen: 'compare', path: [], more: { people: `${first},${second}` } }, { replace: false })
        }
      >
        {t.compareTwo}
      </button>
    </div>
  )
}
