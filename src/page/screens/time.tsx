/**
 * The screen Time: for a chosen metric, the calendar (with the times for which activity may be missing), the
 * week and the nights; for messages, also the streaks.
 */
import { useMemo } from 'preact/hooks'
import { dayNumberOf, dayOf } from '../data/calendar.ts'
import { busiestShift } from '../data/shapes.ts'
import { coverageQuestion } from '../data/questions/coverage.ts'
import { gapsQuestion } from '../data/questions/gaps.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { Calendar, type Lane } from '../figures/calendar.tsx'
import { type HatchedTime, hatchedTimes } from '../figures/frame/gaps.tsx'
import { Nights } from '../figures/nights.tsx'
import { Streaks } from '../figures/streaks.tsx'
import { Week } from '../figures/week.tsx'
import { Chips } from '../shell/chips.tsx'
import { useLocale } from '../texts/locale.ts'
import { DayCard } from './day-card.tsx'
import { metricOf, metrics, useMetric } from './metrics.ts'
import { isActivityFolder } from '../../data-package/archive/activity-folders.ts'
import type { Screen, ScreenProps } from './screen.ts'

export const timeScreen: Screen = { name: 'time', component: Time }

function Time(props: ScreenProps) {
  const { address, go } = props
  const { texts } = useLocale()
  const metric = metricOf(address.more.metric)
  const { days, week, years, unit, hatched } = useMetric(metric, props)
  const lanes = useLanes(props)
  const day = address.more.day ? dayNumberOf(address.more.day) : NaN
  const partial = hatched.length > 0 ? texts.figures.gaps.hatched : null
  return (
    <div class="stack">
      <Chips
        label={texts.screens.time.metric}
        values={metrics}
        nameOf={(name) => texts.figures.metrics[name]}
        isOn={(name) => name === metric}
        choose={(name) => go({ more: { ...address.more, metric: name } })}
      />
      <Calendar
        days={days}
        lanes={lanes}
        unit={unit}
        hatched={hatched}
        onSelect={(chosen) => go({ more: { ...address.more, day: dayOf(chosen) } }, { replace: false })}
      />
      {Number.isInteger(day) && <DayCard day={day} {...props} />}
      <div class="grid">
        <Week hours={week} unit={unit} shift={busiestShift(years)} partial={partial} />
        <Nights years={years} metric={metric} unit={unit} partial={partial} />
        {metric === 'messages' && (
          <div class="wide">
            <Streaks days={days} />
          </div>
        )}
      </div>
    </div>
  )
}

/**
 * One lane per folder of activity files in the package, hatched where the folder has no data and where a
 * privacy control was off. Folders with the same gaps share a lane.
 */
function useLanes({ result, whole }: ScreenProps): Lane[] {
  const locale = useLocale()
  const coverage = rowsOf(useAnswer(result, coverageQuestion))
  const gaps = rowsOf(useAnswer(result, gapsQuestion))
  return useMemo(() => {
    const names: Record<string, string> = locale.texts.screens.missing.sources
    const all = coverage
      .filter(({ source, isPresent }) => isActivityFolder(source) && isPresent)
      .map(({ source, firstDay }) => ({
        label: names[source] ?? source,
        hatched: hatchedTimes(
          gaps.filter((gap) => gap.source === source || gap.reason === 'turned_off'),
          firstDay === null ? null : dayNumberOf(firstDay),
          [whole.firstDay, whole.lastDay],
          locale,
        ).filter(isVisible),
      }))
    const groups: Lane[][] = []
    for (const lane of all) {
      const alike = groups.find(([first]) => areAlike(first!.hatched, lane.hatched))
      if (alike) alike.push(lane)
      else groups.push([lane])
    }
    return groups.map((lanes) => ({
      label: locale.formats.list(lanes.map(({ label }) => label)),
      hatched: lanes[0]!.hatched,
    }))
  }, [coverage, gaps, whole, locale])
}

/**
 * Gaps of a few days are ignored: they would be too small to see, and the gaps of the folders begin and end a
 * few days apart.
 */
const daysUnseen = 7

function isVisible({ from, to }: HatchedTime): boolean {
  return to - from >= daysUnseen
}

function areAlike(some: readonly HatchedTime[], others: readonly HatchedTime[]): boolean {
  return (
    some.length === others.length &&
    some.every(({ from, to }, at) => {
      const other = others[at]!
      return Math.abs(from - other.from) <= daysUnseen && Math.abs(to - other.to) <= daysUnseen
    })
  )
}
