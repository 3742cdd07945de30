/** The screen The rest: hours by system, games, money, devices, relationships, and every counted event. */
import { useMemo } from 'preact/hooks'
import { monthOf } from '../data/calendar.ts'
import { devicesQuestion } from '../data/questions/devices.ts'
import { gamesQuestion } from '../data/questions/games.ts'
import { paymentsQuestion } from '../data/questions/payments.ts'
import { relationshipsQuestion } from '../data/questions/relationships.ts'
import { sessionsQuestion } from '../data/questions/sessions.ts'
import type { Cube, Game } from '../data/types.ts'
import { rowsOf, useAnswer, useEvents } from '../data/use-answer.ts'
import { Money } from '../figures/money.tsx'
import { Games } from '../figures/ranked-bars.tsx'
import { Screens } from '../figures/stacked-months.tsx'
import { dayNumberOf } from '../data/calendar.ts'
import { useLocale } from '../texts/locale.ts'
import { AnswerState } from './answer-state.tsx'
import { GamesByMonth } from './games-by-month.tsx'
import { useHatched } from './period-data.ts'
import type { Screen, ScreenProps } from './screen.ts'
import { systemMonths } from './system-months.ts'
import { TableCard } from './table-card.tsx'

export const restScreen: Screen = { name: 'rest', component: Rest, isAlwaysShown: true }

function Rest(props: ScreenProps) {
  return (
    <div class="stack">
      <ScreensOfLife {...props} />
      <GamesByMonth {...props} />
      <div class="masonry">
        <MoneyCard {...props} />
        <GamesCard {...props} />
        <DevicesCard {...props} />
        <RelationshipsCard {...props} />
        <EventsCard {...props} />
      </div>
    </div>
  )
}

function MoneyCard({ result }: ScreenProps) {
  const answer = useAnswer(result, paymentsQuestion)
  const { texts } = useLocale()
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  return <Money payments={answer.value} empty={texts.screens.rest.noPayments} />
}

function GamesCard({ result }: ScreenProps) {
  const { texts, formats } = useLocale()
  const answer = useAnswer(result, gamesQuestion)
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  const { units } = texts.figures
  // If the package's account file has minutes, they are shown; otherwise the number of starts.
  const hasMinutes = answer.value.some(({ minutes }) => minutes !== null && minutes > 0)
  const valueOf = ({ minutes, launches }: Game) => (hasMinutes ? (minutes ?? 0) : launches)
  const items = answer.value
    .filter((game) => valueOf(game) > 0)
    .sort((left, right) => valueOf(right) - valueOf(left))
    .map((game, index) => ({
      id: game.applicationId ?? `${game.name} ${index}`,
      name: game.name,
      value: valueOf(game),
      ...(hasMinutes && game.launches > 0 && { detail: units.starts(game.launches) }),
    }))
  return (
    <Games
      items={items}
      format={hasMinutes ? formats.minutes : units.starts}
      empty={texts.screens.rest.noGames}
    />
  )
}

function ScreensOfLife(props: ScreenProps) {
  const { result, view } = props
  const { texts } = useLocale()
  const answer = useAnswer(result, sessionsQuestion)
  const hatched = useHatched(props)
  const bands = useMemo(
    () => systemMonths(rowsOf(answer), view, texts.figures.frame.others),
    [answer, view, texts],
  )
  if (answer.state !== 'known') return <AnswerState answer={answer} />
  return (
    <Screens
      firstMonth={monthOf(view.firstDay)}
      bands={bands}
      hatched={hatched}
      empty={
        bands.length > 0
          ? null
          : result.owner.isPartial
            ? texts.figures.frame.noActivity
            : texts.screens.rest.noSessions
      }
    />
  )
}

function DevicesCard({ result }: ScreenProps) {
  const { texts, formats } = useLocale()
  const t = texts.screens.rest
  const c = texts.figures.columns
  const day = (text: string) => ({ text: formats.day(dayNumberOf(text)), sort: text })
  return (
    <TableCard
      title={t.devices}
      answer={useAnswer(result, devicesQuestion)}
      empty={t.noDevices}
      columns={[
        { label: t.system, isName: true },
        { label: t.client, isName: true },
        { label: c.first, isNumber: true },
        { label: c.last, isNumber: true },
        { label: c.count, isNumber: true },
      ]}
      row={({ os, client, firstDay, lastDay, events }) => [
        os,
        client,
        day(firstDay),
        day(lastDay),
        { text: formats.number(events), sort: events },
      ]}
    />
  )
}

function RelationshipsCard({ result }: ScreenProps) {
  const { texts, formats } = useLocale()
  const t = texts.screens.rest
  const c = texts.figures.columns
  const typeOf = (type: string) =>
    (t.relationshipTypes as Record<string, string>)[type.toLowerCase()] ??
    type.replaceAll('_', ' ').toLowerCase()
  const answer = useAnswer(result, relationshipsQuestion)
  const hasYears = rowsOf(answer).some(({ year }) => year !== null)
  const yearOf = (year: number | null) =>
    year === null ? { text: '–', sort: null } : { text: formats.year(year), sort: year }
  return (
    <TableCard
      title={t.relationships}
      answer={answer}
      empty={t.noRelationships}
      columns={[
        { label: t.relationship },
        ...(hasYears ? [{ label: c.year, isNumber: true }] : []),
        { label: c.count, isNumber: true },
      ]}
      row={({ type, year, count }) => [
        typeOf(type),
        ...(hasYears ? [yearOf(year)] : []),
        { text: formats.number(count), sort: count },
      ]}
    />
  )
}

/** Every kind of event except messages, with its sum over all years. */
function EventsCard({ result }: ScreenProps) {
  const { texts, formats } = useLocale()
  const t = texts.screens.rest
  const events = useEvents(result)
  const totals = useMemo(() => (events.state === 'known' ? totalsOf(events.cube) : []), [events])
  const nameOf = (name: string) => (t.eventNames as Record<string, string>)[name] ?? name.replaceAll('_', ' ')
  return (
    <TableCard
      title={t.events}
      answer={events.state === 'known' ? { state: 'known', value: totals } : events}
      empty={t.noEvents}
      columns={[{ label: t.event }, { label: texts.figures.columns.count, isNumber: true }]}
      row={({ name, count }) => [nameOf(name), { text: formats.number(count), sort: count }]}
    />
  )
}

/** The sum of each event over all hours, the largest first. */
function totalsOf({ channels, channel, count }: Cube): { name: string; count: number }[] {
  const sums = new Float64Array(channels.length)
  channel.forEach((number, row) => (sums[number]! += count[row]!))
  return channels
    .map((name, number) => ({ name, count: sums[number]! }))
    .sort((left, right) => right.count - left.count)
}
