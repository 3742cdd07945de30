/** Starts of games by month, if the result has any in the period. */
import { useMemo } from 'preact/hooks'
import { monthOf } from '../data/calendar.ts'
import { type GameMonth, gameMonthsQuestion } from '../data/questions/game-months.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { GameMonths } from '../figures/stacked-months.tsx'
import { useLocale } from '../texts/locale.ts'
import { isInView, monthNumberOf, namedMonths } from './named-months.ts'
import { useHatched } from './period-data.ts'
import type { ScreenProps } from './screen.ts'

/** Number of games with a band of their own. The others are summed up as one band. */
const bandsMax = 7

export function GamesByMonth(props: ScreenProps) {
  const { result, view } = props
  const { texts } = useLocale()
  const hatched = useHatched(props)
  const rows = rowsOf(useAnswer(result, gameMonthsQuestion))
  const own = useMemo(() => rows.filter(({ month }) => isInView(month, view)), [rows, view])
  const bands = useMemo(
    () =>
      namedMonths(
        own.map((row) => ({
          id: gameOf(row),
          name: row.name,
          month: monthNumberOf(row.month),
          value: row.starts,
        })),
        view,
        bandsMax,
        texts.figures.frame.others,
      ),
    [own, view, texts],
  )
  if (bands.length === 0) return null
  return (
    <GameMonths firstMonth={monthOf(view.firstDay)} bands={bands} hatched={hatched} most={mostPlayed(own)} />
  )
}

/** Two different games may have the same name. */
function gameOf({ applicationId, name }: GameMonth): string {
  return applicationId ?? name
}

/** The game that was started on the most days. */
function mostPlayed(rows: readonly GameMonth[]): { name: string; days: number } | null {
  const games = [...Map.groupBy(rows, gameOf).values()].map((own) => ({
    name: own[0]!.name,
    days: own.reduce((sum, { days }) => sum + days, 0),
  }))
  const most = games.sort((one, other) => other.days - one.days)[0]
  return most && most.days > 0 ? most : null
}
