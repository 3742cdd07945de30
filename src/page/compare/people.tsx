/**
 * Compares two people on equal scales: both in one chart of months, then numbers, weeks and nights side by
 * side.
 */
import { useMemo } from 'preact/hooks'
import { dayNumberOf, monthOf } from '../data/calendar.ts'
import { channelsOf } from '../data/people.ts'
import { riverBands } from '../data/shapes.ts'
import type { Person } from '../data/types.ts'
import { tidyName } from '../figures/frame/name.tsx'
import { seriesColors } from '../figures/frame/series.tsx'
import { River } from '../figures/river.tsx'
import { moodOf } from '../screens/mood.ts'
import { usePeriod } from '../screens/period-data.ts'
import type { ScreenProps } from '../screens/screen.ts'
import { linkTo } from '../shell/address.ts'
import { useLocale } from '../texts/locale.ts'
import { Clocks } from './clocks.tsx'
import { ComparedNumbers } from './compared-numbers.tsx'

export function ComparePeople(props: ScreenProps) {
  const { address, go } = props
  const { texts } = useLocale()
  const t = texts.compare.people
  const { people } = usePeriod(props)
  // The default choice: the two people who got the most messages.
  const top = people.slice(0, 2).map(({ id }) => id)
  const [firstId = '', secondId = ''] = address.more.people?.split(',') ?? top
  const [first, second] = [firstId, secondId].map((id) => people.find((person) => person.id === id))
  const choose = (index: number, id: string) => {
    const ids = [firstId, secondId]
    ids[index] = id
    go({ more: { ...address.more, people: ids.join(',') } })
  }
  return (
    <section class="stack" aria-label={t.title}>
      <div>
        <h2>{t.title}</h2>
        <p class="soft">{t.lead}</p>
      </div>
      <div class="row">
        <PersonSelect label={t.first} value={firstId} people={people} onChoose={(id) => choose(0, id)} />
        <PersonSelect label={t.second} value={secondId} people={people} onChoose={(id) => choose(1, id)} />
      </div>
      {first && second && first !== second ? (
        <Both key={`${firstId},${secondId}`} {...props} pair={[first, second]} />
      ) : (
        <p class="soft">{people.length < 2 ? t.none : t.choose}</p>
      )}
    </section>
  )
}

interface SelectProps {
  label: string
  value: string
  people: readonly Person[]
  onChoose(id: string): void
}

/** A longer list would be unusable. The screen People lists everybody. */
const choicesMax = 500

function PersonSelect({ label, value, people, onChoose }: SelectProps) {
  const { texts } = useLocale()
  return (
    <select
      class="select"
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChoose(currentTarget.value)}
    >
      <option value="">{label}</option>
      {people.slice(0, choicesMax).map(({ id, name }) => (
        <option key={id} value={id}>
          {tidyName(name, texts.figures.frame.unnamed).slice(0, 40)}
        </option>
      ))}
    </select>
  )
}

function Both(props: ScreenProps & { pair: readonly [Person, Person] }) {
  const { result, view, pair, address } = props
  // Without activity, calls are unknown.
  const { isPartial } = result.owner
  const locale = useLocale()
  const { texts, formats } = locale
  const t = texts.compare.facts
  const bands = useMemo(() => riverBands(result, view, pair), [result, view, pair])
  const colors = useMemo(() => seriesColors(pair.map(({ id }) => id)), [pair])
  const day = (text: string | null) => (text === null ? '–' : formats.day(dayNumberOf(text)))
  const names = pair.map(({ name }) => tidyName(name, texts.figures.frame.unnamed))
  const read = (of: (person: Person) => string) => pair.map(of)
  const channels = useMemo(() => pair.map(({ channelIds }) => channelsOf(result, channelIds)), [result, pair])
  const side = (index: 0 | 1) => ({ name: names[index]!, view, channels: channels[index]! })
  return (
    <>
      <River
        firstMonth={monthOf(view.firstDay)}
        bands={bands}
        colors={colors}
        hrefOf={(id) => linkTo(address, 'people', [id])}
      />
      <ComparedNumbers
        names={names}
        rows={[
          [t.messages, ...read(({ messages }) => formats.number(messages))],
          [t.callTime, ...read(({ callMinutes }) => (isPartial ? '–' : formats.minutes(callMinutes)))],
          [t.calls, ...read(({ callCount }) => (isPartial ? '–' : formats.number(callCount)))],
          [
            t.longest,
            ...read(({ longestCallMinutes }) =>
              longestCallMinutes > 0 ? formats.minutes(longestCallMinutes) : '–',
            ),
          ],
          [t.first, ...read(({ firstDay }) => day(firstDay))],
          [t.last, ...read(({ lastDay }) => day(lastDay))],
          [
            t.mood,
            ...read(({ mood }) => (mood === null ? texts.figures.people.moodUnknown : moodOf(mood, locale))),
          ],
        ]}
      />
      <Clocks sides={[side(0), side(1)]} />
    </>
  )
}
