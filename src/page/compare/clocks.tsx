/**
 * Weeks and nights of two sides, next to each other on equal scales. A shade or a height stands for a share
 * of each side's own messages, so a quiet side can be compared with a busy one.
 */
import { max, sum } from 'd3-array'
import { useMemo } from 'preact/hooks'
import type { WeekHours, YearHours } from '../data/types.ts'
import { type Channels, type View, weekHours, yearHours } from '../data/view.ts'
import { isolated } from '../figures/frame/name.tsx'
import { highestShare, type NightsScale } from '../figures/frame/nights-scale.ts'
import { Nights } from '../figures/nights.tsx'
import { Week } from '../figures/week.tsx'
import { useLocale } from '../texts/locale.ts'

export interface Side {
  name: string
  view: View
  /** Null: all channels. */
  channels: Channels
}

export function Clocks({ sides }: { sides: readonly [Side, Side] }) {
  const { texts } = useLocale()
  const [one, other] = sides
  const hours = useMemo(
    () =>
      sides.map(({ view, channels }) => ({
        week: weekHours(view, channels),
        years: yearHours(view, channels),
      })),
    [one.view, one.channels, other.view, other.channels],
  )
  const scale = useMemo(() => nightsScale(hours), [hours])
  const share = max(hours, ({ week }) => topShare(week)) ?? 0
  return (
    <div class="stack">
      <p class="soft">{texts.compare.clocks}</p>
      <div class="grid">
        {hours.map(({ week, years }, index) => {
          const titleOf = (title: string) => `${title} · ${isolated(sides[index]!.name, '', 40)}`
          return (
            <div key={index} class="stack">
              <Week title={titleOf(texts.figures.week.title)} hours={week} most={share * sum(week)} />
              <Nights title={titleOf(texts.figures.nights.title)} years={years} scale={scale} />
            </div>
          )
        })}
      </div>
    </div>
  )
}

/** The share of all messages that fall into the busiest hour of the week. */
function topShare(week: WeekHours): number {
  return (max(week) ?? 0) / (sum(week) || 1)
}

/**
 * The common scale of both figures Nights: the highest share, and each year in which at least one side wrote.
 */
function nightsScale(sides: readonly { years: readonly YearHours[] }[]): NightsScale {
  const written = sides.flatMap(({ years }) => years.filter(({ values }) => sum(values) > 0))
  const years = [...new Set(written.map(({ year }) => year))].sort((one, other) => one - other)
  return { most: highestShare(written), years }
}
