/** The data of a period that most screens need: calls, and people and servers with their sums. */
import { useMemo } from 'preact/hooks'
import { callsIn, peopleIn, placesIn } from '../data/people.ts'
import { callsQuestion } from '../data/questions/calls.ts'
import { gapsQuestion } from '../data/questions/gaps.ts'
import { isActivityFolder } from '../../data-package/archive/activity-folders.ts'
import { coverageQuestion } from '../data/questions/coverage.ts'
import { dayNumberOf } from '../data/calendar.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import type { Gap } from '../data/types.ts'
import { type HatchedTime, hatchedTimes } from '../figures/frame/gaps.tsx'
import { type SeriesColors, seriesColors } from '../figures/frame/series.tsx'
import { useLocale } from '../texts/locale.ts'
import type { ScreenProps } from './screen.ts'

type Given = Pick<ScreenProps, 'result' | 'view'>

/** The calls of the period; `state` says why there may be none. */
export function useCalls({ result, view }: Given) {
  const answer = useAnswer(result, callsQuestion)
  const calls = useMemo(() => callsIn(rowsOf(answer), view), [answer, view])
  return { state: answer.state, calls, answer }
}

/** People, servers and calls of the period; people and servers with the most messages come first. */
export function usePeriod({ result, view }: Given) {
  const { calls, state } = useCalls({ result, view })
  const people = useMemo(() => peopleIn(result, view, calls), [result, view, calls])
  const places = useMemo(() => placesIn(result, view, calls), [result, view, calls])
  return { calls, callsState: state, people, places }
}

/** Uses the messages of all years, so that a person keeps the same colour when the period changes. */
export function usePeopleColors({ result }: Pick<ScreenProps, 'result'>): SeriesColors {
  return useMemo(() => seriesColors(result.people.map(({ id }) => id)), [result])
}

/** The folder of the activity files that contains most of the counted events. */
const mainSource = 'analytics'

/**
 * The times of the period for which the activity files have no data, or may have none because a privacy
 * control was off. Figures of messages do not need them.
 */
export function useHatched({ result, view }: Given): HatchedTime[] {
  const locale = useLocale()
  const gaps = rowsOf(useAnswer(result, gapsQuestion))
  const coverage = rowsOf(useAnswer(result, coverageQuestion))
  return useMemo(() => {
    const first = coverage
      .filter(({ source, firstDay }) => isActivityFolder(source) && firstDay !== null)
      .map(({ firstDay }) => dayNumberOf(firstDay!))
    const since = first.length > 0 ? Math.min(...first) : null
    return hatchedTimes(activityGaps(gaps), since, [view.firstDay, view.lastDay], locale)
  }, [gaps, coverage, view, locale])
}

/**
 * The privacy controls that were turned off, and the gaps of the main folder. Gaps of other folders are
 * ignored, because the main folder still has data then.
 */
function activityGaps(gaps: readonly Gap[]): Gap[] {
  return gaps.filter(({ reason, source }) => reason === 'turned_off' || source === mainSource)
}
