/**
 * The screen Places: lifelines of servers, where the words went, and a table; also the page of a server or
 * channel.
 */
import { useMemo } from 'preact/hooks'
import { dayNumberOf } from '../data/calendar.ts'
import { channelsOf, directoryOf } from '../data/people.ts'
import { joinsQuestion } from '../data/questions/joins.ts'
import { serversQuestion } from '../data/questions/servers.ts'
import type { Place } from '../data/types.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { channelSums, monthSeries } from '../data/view.ts'
import { DataTable } from '../figures/frame/data-table.tsx'
import { tidyName } from '../figures/frame/name.tsx'
import { Lifelines } from '../figures/lifelines.tsx'
import { type WordsGroup, WordsWent } from '../figures/words-went.tsx'
import { type Address, linkTo } from '../shell/address.ts'
import { useLocale } from '../texts/locale.ts'
import { usePeriod } from './period-data.ts'
import { PlaceScreen } from './place.tsx'
import type { Screen, ScreenProps } from './screen.ts'

export const placesScreen: Screen = { name: 'places', component: Places }

function Places(props: ScreenProps) {
  const [id, channelId] = props.address.path
  if (id !== undefined)
    return <PlaceScreen key={`${id}/${channelId}`} id={id} channelId={channelId ?? null} {...props} />
  return <AllPlaces {...props} />
}

/** More lifelines would be unreadable; the table lists all servers. */
const linesMax = 24

function AllPlaces(props: ScreenProps) {
  const { result, view, go } = props
  const places = useLivedPlaces(props)
  const lines = useMemo(
    () =>
      places
        .filter(({ messages }) => messages > 0)
        .slice(0, linesMax)
        .map((place) => ({ ...place, months: monthSeries(view, channelsOf(result, place.channelIds)) })),
    [places, view, result],
  )
  const groups = useWordGroups(props, places)
  const open = (id: string) => go({ path: [id] }, { replace: false })
  return (
    <div class="stack">
      <Lifelines places={lines} onSelect={open} />
      <WordsWent groups={groups} onSelect={(group, part) => go(whereTo(group, part), { replace: false })} />
      <PlaceTable {...props} places={places} />
    </div>
  )
}

/** An id that no server has; it stands for all direct messages. */
const direct = 'direct'

function whereTo(group: string, part: string | null): Partial<Address> {
  if (group === direct) return { screen: 'people', path: part === null ? [] : [part], more: {} }
  return { path: part === null ? [group] : [group, part], more: {} }
}

/** Direct messages with their people, and servers with their channels. */
function useWordGroups(props: ScreenProps, places: readonly Place[]): WordsGroup[] {
  const { result, view } = props
  const { texts } = useLocale()
  const { people } = usePeriod(props)
  return useMemo(() => {
    const totals = channelSums(view).totals
    const { numberOf } = directoryOf(result)
    const countOf = (id: string) => totals[numberOf.get(id) ?? -1] ?? 0
    const channelsBy = Map.groupBy(result.channels, ({ placeId }) => placeId)
    const sum = people.reduce((all, { messages }) => all + messages, 0)
    return [
      { id: direct, name: texts.figures.wordsWent.direct, messages: sum, parts: people },
      ...places.map((place) => ({
        ...place,
        parts: (channelsBy.get(place.id) ?? []).map(({ id, name }) => ({ id, name, messages: countOf(id) })),
      })),
    ]
  }, [result, view, people, places, texts])
}

/** The servers with what is known about joining and leaving. */
function useLivedPlaces(props: ScreenProps): Place[] {
  const { result } = props
  const { texts } = useLocale()
  const { places } = usePeriod(props)
  const joins = rowsOf(useAnswer(result, joinsQuestion))
  const events = rowsOf(useAnswer(result, serversQuestion))
  return useMemo(() => {
    const joinedDay = new Map(joins.map(({ placeId, day }) => [placeId, day]))
    // The last event decides, because people may rejoin a server.
    const lastEvent = new Map(events.map(({ placeId, event }) => [placeId, event]))
    return places.map((place) => ({
      ...place,
      name: place.id === '@me' ? texts.screens.places.groups : place.name,
      joinedDay: joinedDay.get(place.id) ?? null,
      hasLeft: lastEvent.has(place.id) ? ['left', 'deleted'].includes(lastEvent.get(place.id)!) : null,
    }))
  }, [places, joins, events, texts])
}

function PlaceTable({ places, address }: ScreenProps & { places: readonly Place[] }) {
  const { texts, formats } = useLocale()
  const t = texts.screens.places
  const c = texts.figures.columns
  const day = (text: string | null) =>
    text === null ? { text: '–', sort: null } : { text: formats.day(dayNumberOf(text)), sort: text }
  return (
    <section class="card stack">
      <h2>{t.table}</h2>
      <DataTable
        label={t.table}
        search={t.search}
        columns={[
          { label: c.place, isName: true },
          { label: c.messages, isNumber: true },
          { label: t.voice, isNumber: true },
          { label: c.joined, isNumber: true },
          { label: c.first, isNumber: true },
          { label: c.last, isNumber: true },
        ]}
        rows={places.map((place) => {
          const name = tidyName(place.name, texts.figures.frame.unnamed)
          return [
            {
              text: place.hasLeft ? formats.noted(name, t.left) : name,
              href: linkTo(address, 'places', [place.id]),
            },
            { text: formats.number(place.messages), sort: place.messages },
            {
              text: place.voiceMinutes > 0 ? formats.minutes(place.voiceMinutes) : '–',
              sort: place.voiceMinutes,
            },
            day(place.joinedDay),
            day(place.firstDay),
            day(place.lastDay),
          ]
        })}
      />
    </section>
  )
}
