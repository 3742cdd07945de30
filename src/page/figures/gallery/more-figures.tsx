/**
 * The second half of the gallery: areas, stacked months, lists, streaks, then and now, the period, and more.
 */
import { useMemo, useState } from 'preact/hooks'
import { dayOf } from '../../data/calendar.ts'
import type { DeletedYear } from '../../data/questions/deleted.ts'
import type { ChannelTotals } from '../../data/questions/totals.ts'
import type { Payment } from '../../data/types.ts'
import { useLocale } from '../../texts/locale.ts'
import { Deleted } from '../deleted.tsx'
import { Money } from '../money.tsx'
import { PeriodBrush } from '../period-brush.tsx'
import { Emoji, Games, type RankedItem, Reactions, Words } from '../ranked-bars.tsx'
import { GameMonths, MonthPlaces, Screens, Streams } from '../stacked-months.tsx'
import { Streaks } from '../streaks.tsx'
import { type Era, ThenAndNow } from '../then-and-now.tsx'
import { type WordsGroup, WordsWent } from '../words-went.tsx'
import { Writing } from '../writing.tsx'
import { monthSpan, sampleMinutes, type Samples } from './samples.ts'

export function MoreFigures({ samples }: { samples: Samples }) {
  const { first } = monthSpan(samples)
  const systems = useMemo(() => sampleMinutes(samples, ['Windows', 'Android', 'Linux', 'iOS']), [samples])
  const places = useMemo(() => sampleMinutes(samples, samples.placeNames.slice(0, 6)), [samples])
  const groups = useMemo(() => sampleGroups(samples), [samples])
  const payments = useMemo(() => samplePayments(samples), [samples])
  const isEmpty = samples.kind === 'empty'
  return (
    <>
      <div class="wide">
        <Brush samples={samples} />
      </div>
      <div class="wide">
        <WordsWent groups={groups} onSelect={() => {}} />
      </div>
      <div class="wide">
        <ThenAndNow then={isEmpty ? null : era(samples, 0)} now={isEmpty ? null : era(samples, 1)} />
      </div>
      <Screens firstMonth={first} bands={systems} />
      <MonthPlaces firstMonth={first} bands={places} />
      <Streams firstMonth={first} bands={systems} unit="streams" />
      <GameMonths firstMonth={first} bands={places} most={{ name: samples.placeNames[0]!, days: 40 }} />
      <Deleted years={isEmpty ? [] : sampleDeleted()} />
      <Writing channels={isEmpty ? [] : sampleTotals(samples)} />
      <Streaks days={samples.days} />
      <Money payments={payments} />
      <Lists samples={samples} />
    </>
  )
}

function Brush({ samples }: { samples: Samples }) {
  const { first, count } = monthSpan(samples)
  const values = useMemo(() => sampleMinutes(samples, ['all'])[0]!.values, [samples])
  const [period, setPeriod] = useState<[number | null, number | null]>([samples.days.firstDay + 900, null])
  const [from, to] = count > 40 ? period : ([null, null] as const)
  return (
    <PeriodBrush
      months={{ firstMonth: first, values }}
      from={from}
      to={to}
      onChange={(start, end) => setPeriod([start, end])}
    />
  )
}

function Lists({ samples }: { samples: Samples }) {
  const { texts, formats } = useLocale()
  const items = (names: readonly string[], isEstimate: boolean): RankedItem[] =>
    samples.kind === 'empty'
      ? []
      : names.map((name, index) => ({
          id: `${index}`,
          name,
          value: Math.round(1200 / (index + 1)),
          isEstimate,
        }))
  const hostile = samples.kind === 'hostile'
  const pick = (names: string[]) => (hostile ? samples.names : names)
  return (
    <>
      <Words
        items={items(pick(['maybe', 'actually', 'haha', 'tomorrow', 'okay', 'wait', 'nice']), true)}
        partial={texts.figures.estimated(formats.number(6))}
      />
      <Emoji items={items(pick(['😂', '❤️', '👀', ':catjam:', '🙏']), true)} />
      <Reactions items={items(pick(['👍', '💜', '✨']), false)} format={texts.figures.units.times} />
      <Games items={items(pick(['Factorio', 'Celeste', 'Hades']), false)} format={formats.minutes} />
    </>
  )
}

function sampleGroups({ kind, placeNames, names, random }: Samples): WordsGroup[] {
  if (kind === 'empty') return []
  return placeNames.map((name, index) => {
    const parts = names.map((part, at) => ({
      id: `part${at}`,
      name: part,
      messages: Math.round((5000 / (index + 1) / (at + 1)) * (0.5 + random())),
    }))
    return {
      id: `place${index}`,
      name,
      parts,
      messages: parts.reduce((sum, { messages }) => sum + messages, 0),
    }
  })
}

function sampleDeleted(): DeletedYear[] {
  return [2024, 2025, 2026].flatMap((year, index) => [
    { year, place: 'dm', sent: 400 * (index + 1), deleted: 31 },
    { year, place: 'server', sent: 1200, deleted: index * 90 },
  ])
}

function sampleTotals({ names }: Samples): (ChannelTotals & { name: string })[] {
  return names.map((name, index) => ({
    name,
    channelId: String(index),
    messages: 9000 - index,
    words: 61_000 - index,
    characters: 310_000,
    links: 12 * index,
    attachments: 40,
    replies: index === 0 ? null : 300,
    streakDays: 12,
  }))
}

function samplePayments({ kind, days, names }: Samples): Payment[] {
  const count = { 'ten-years': 9, 'one-day': 1, empty: 0, hostile: 3 }[kind]
  return Array.from({ length: count }, (_, index) => ({
    day: dayOf(days.firstDay + index * 30),
    amount: index === 2 ? 1000 : 999,
    currency: index === 2 ? 'jpy' : index > 6 ? 'eur' : 'usd',
    exponent: index === 2 ? 0 : 2,
    description: kind === 'hostile' ? names[index]! : 'Nitro Monthly',
  }))
}

function era({ names, placeNames }: Samples, index: number): Era {
  return {
    label: index === 0 ? '2017' : '2026',
    messagesPerDay: [24.1, 87.3][index]!,
    callMinutesPerDay: [61, 12.5][index]!,
    people: [14, 52][index]!,
    places: [3, 9][index]!,
    nightShare: [0.04, 0.21][index]!,
    busiestHour: [18, 23][index]!,
    topPerson: names[index]!,
    topPlace: placeNames[index]!,
  }
}
