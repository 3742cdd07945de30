/** One day of the calendar: its hours, and the people and servers of that day. */
import { useMemo } from 'preact/hooks'
import { directoryOf } from '../data/people.ts'
import { eachRow } from '../data/view.ts'
import { DayHours } from '../figures/day-hours.tsx'
import { DataTable } from '../figures/frame/data-table.tsx'
import { tidyName } from '../figures/frame/name.tsx'
import { linkTo } from '../shell/address.ts'
import { useLocale } from '../texts/locale.ts'
import type { ScreenProps } from './screen.ts'

interface Entry {
  name: string
  href: string
  count: number
}

export function DayCard({ day, ...props }: ScreenProps & { day: number }) {
  const { address, go, result, whole } = props
  const { texts, formats } = useLocale()
  const t = texts.screens.time
  const { hours, entries } = useMemo(() => readDay(props, day), [result, whole, day, address, texts])
  const { day: _closed, ...more } = address.more
  return (
    <section class="stack" aria-label={t.day(formats.longDay(day))}>
      <div class="row row-apart">
        <h2>{formats.longDay(day)}</h2>
        <button type="button" class="button" onClick={() => go({ more })}>
          {t.close}
        </button>
      </div>
      <div class="grid">
        <DayHours hours={hours} />
        {entries.length > 0 && (
          <section class="card stack">
            <h2>{t.dayPeople}</h2>
            <DataTable
              label={t.dayPeople}
              rowsAtFirst={10}
              columns={[
                { label: texts.figures.columns.name, isName: true },
                { label: texts.figures.columns.messages, isNumber: true },
              ]}
              rows={entries.map(({ name, href, count }) => [
                { text: tidyName(name, texts.figures.frame.unnamed), href },
                { text: formats.number(count), sort: count },
              ])}
            />
          </section>
        )}
      </div>
    </section>
  )
}

function readDay(
  { result, whole, address }: ScreenProps,
  day: number,
): { hours: number[]; entries: Entry[] } {
  const { personOf, placeOf } = directoryOf(result)
  const hours = Array<number>(24).fill(0)
  const counts = new Map<string, Entry>()
  eachRow(whole, null, (hour, channel, count) => {
    if (Math.floor(hour / 24) !== day) return
    hours[hour - day * 24]! += count
    const person = result.people[personOf[channel]!]
    const place = result.places[placeOf[channel]!]
    const href = person
      ? linkTo(address, 'people', [person.id])
      : linkTo(address, 'places', place ? [place.id] : [])
    const entry = counts.get(href) ?? { name: person?.name ?? place?.name ?? '', href, count: 0 }
    entry.count += count
    counts.set(href, entry)
  })
  return { hours, entries: [...counts.values()].sort((left, right) => right.count - left.count) }
}
