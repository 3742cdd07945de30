/** An open package: the bar, the navigation, and the screen that the address names. */
import { useMemo } from 'preact/hooks'
import { isActivityFolder } from '../../data-package/archive/activity-folders.ts'
import { dayNumberOf } from '../data/calendar.ts'
import { coverageQuestion } from '../data/questions/coverage.ts'
import type { Result } from '../data/result.ts'
import { rowsOf, useAnswer } from '../data/use-answer.ts'
import { viewOf, within } from '../data/view.ts'
import { zoneOver } from '../data/zone.ts'
import { KeepNotice } from '../flow/keep-notice.tsx'
import { type Flow, type Stage, viewedId } from '../flow/stage.ts'
import { screens } from '../screens/registry.ts'
import type { Screen, ScreenProps } from '../screens/screen.ts'
import { useLocale } from '../texts/locale.ts'
import { linkTo, useAddress } from './address.ts'
import { Bar } from './bar.tsx'
import { Empty, Footer, Notice } from './parts.tsx'
import { type Preferences, zoneOf } from './preferences.ts'
import { ScreenBoundary } from './screen-boundary.tsx'

export interface OpenPackageProps {
  flow: Flow
  open: Extract<Stage, { kind: 'open' }>
  preferences: Preferences
  setPreference: ScreenProps['setPreference']
}

export function OpenPackage({ flow, open, preferences, setPreference }: OpenPackageProps) {
  const { texts } = useLocale()
  const { result, entry, isDemo, keepProblem } = open
  const [address, go] = useAddress()
  const { cube } = result
  const zoneName = zoneOf(preferences, address.zone)
  const days = useActivityDays(result)
  const [firstHour, lastHour] = days
    ? [days.first * 24, days.last * 24 + 23]
    : [cube.hour[0] ?? 0, cube.hour.at(-1) ?? 0]
  const zone = useMemo(() => zoneOver(zoneName, firstHour, lastHour), [firstHour, lastHour, zoneName])
  const whole = useMemo(() => viewOf(cube, zone, { from: null, to: null }, days), [cube, zone, days])
  const { from, to } = address.period
  const view = useMemo(() => within(whole, { from, to }), [whole, from, to])
  const screen = screens.find(({ name }) => name === (address.screen || 'overview'))
  const props: ScreenProps = {
    ...{ result, view, whole, address, go, flow, preferences, setPreference },
    packageId: isDemo ? 'demo' : entry.id,
  }
  return (
    <>
      <a class="skip" href="#content" onClick={focusContent}>
        {texts.shell.skip}
      </a>
      <Bar {...props} isDemo={isDemo} />
      <main id="content" class="column screen" tabIndex={-1}>
        {keepProblem && <KeepNotice problem={keepProblem} />}
        {zone.isRounded && <Notice>{texts.shell.roundedZone}</Notice>}
        <ScreenOf screen={screen} {...props} />
      </main>
      <Footer from={computedAt(open)} />
    </>
  )
}

/**
 * The first and last day of the activity, for a package without messages. Otherwise the messages set the time
 * axis.
 */
function useActivityDays(result: Result): { first: number; last: number } | undefined {
  const answer = useAnswer(result, result.cube.hour.length === 0 ? coverageQuestion : null)
  return useMemo(() => {
    const folders = rowsOf(answer).filter(({ source }) => isActivityFolder(source))
    const days = folders.flatMap(({ firstDay, lastDay }) => [firstDay, lastDay])
    const numbers = days.filter((day) => day !== null).map(dayNumberOf)
    return numbers.length > 0 ? { first: Math.min(...numbers), last: Math.max(...numbers) } : undefined
  }, [answer])
}

/**
 * This server made the demo and the results of links. This browser made the others, except for the result
 * that the command `view` serves.
 */
function computedAt({ entry, isDemo }: OpenPackageProps['open']) {
  if (isDemo || entry.link !== null) return 'server'
  return entry.id === viewedId ? 'viewed' : 'here'
}

function ScreenOf({ screen, ...props }: ScreenProps & { screen: Screen | undefined }) {
  const { texts } = useLocale()
  const { view, whole, address } = props
  if (!screen) {
    return (
      <Empty title={texts.shell.notFound}>
        <a class="button" href={linkTo(address, '')}>
          {texts.shell.toOverview}
        </a>
      </Empty>
    )
  }
  const hasNothing = view.start === view.end
  const isEmpty = whole.cube.hour.length === 0
  return (
    <ScreenBoundary key={screen.name} texts={texts.shell}>
      <h1 class="unseen">{texts.screens.names[screen.name]}</h1>
      {hasNothing && !isEmpty && !screen.isAlwaysShown ? (
        <Empty title={texts.shell.nothingInPeriod}>
          <a
            class="button"
            href={linkTo({ ...address, period: { from: null, to: null } }, address.screen, address.path)}
          >
            {texts.shell.widen}
          </a>
        </Empty>
      ) : isEmpty && !screen.isAlwaysShown ? (
        <Empty title={texts.shell.noMessages}>{texts.shell.noMessagesHint}</Empty>
      ) : (
        <screen.component {...props} />
      )}
    </ScreenBoundary>
  )
}

/** The address must not change: `#content` does not name a screen. */
function focusContent(event: Event) {
  event.preventDefault()
  document.getElementById('content')?.focus()
}
