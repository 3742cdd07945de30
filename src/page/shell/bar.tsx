/**
 * The bar above all result screens: the package's owner, the period, the zone, buttons (sharing, this device,
 * theme, close), and the navigation between screens.
 */
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { dayNumberOf, dayOf, rangeOf, yearOf } from '../data/calendar.ts'
import { monthSeries } from '../data/view.ts'
import { allZones, browserZone } from '../data/zone.ts'
import { tidyName } from '../figures/frame/name.tsx'
import { PeriodBrush } from '../figures/period-brush.tsx'
import { screens } from '../screens/registry.ts'
import type { ScreenProps } from '../screens/screen.ts'
import { useLocale } from '../texts/locale.ts'
import { linkTo } from './address.ts'
import { Icon } from './icons.tsx'
import { chooseTheme, themeChoice, type ThemeChoice } from './theme.ts'

type BarProps = ScreenProps & { isDemo: boolean }

export function Bar(props: BarProps) {
  const { texts } = useLocale()
  const { address, result, isDemo, flow } = props
  const t = texts.shell
  const { owner } = result
  return (
    <header class="bar">
      <div class="column">
        <div class="bar-row">
          <a class="bar-owner" href={linkTo(address, '')}>
            <bdi class="cut">{tidyName(owner.displayName ?? owner.name, t.nobody)}</bdi>
            {isDemo && <span class="badge">{t.demo}</span>}
          </a>
          <div class="bar-tools">
            <ZoneSelect {...props} />
            {hasShare && (
              <a
                class="button button-quiet button-icon"
                href={linkTo(address, 'share')}
                aria-label={t.share}
                aria-current={address.screen === 'share' ? 'page' : undefined}
              >
                <Icon name="share" />
              </a>
            )}
            <a
              class="button button-quiet button-icon"
              href={linkTo(address, 'device')}
              aria-label={texts.screens.names.device}
              aria-current={address.screen === 'device' ? 'page' : undefined}
            >
              <Icon name="device" />
            </a>
            <ThemeButton />
            <button
              type="button"
              class="button button-quiet button-icon"
              aria-label={t.close}
              onClick={flow.leave}
            >
              <Icon name="close" />
            </button>
          </div>
        </div>
        <div class="bar-row bar-period">
          <Brush {...props} />
          <Years {...props} />
        </div>
        <Navigation {...props} />
      </div>
    </header>
  )
}

/** These screens have buttons of their own, outside the tabs. */
const atTop: readonly string[] = ['share', 'device']
const hasShare = screens.some(({ name }) => name === 'share')

function Navigation({ address }: ScreenProps) {
  const { texts } = useLocale()
  const nav = useRef<HTMLElement>(null)
  // On a phone the tabs scroll sideways. This scrolls the current tab into view without scrolling the page.
  useEffect(() => {
    const tab = nav.current?.querySelector<HTMLElement>('[aria-current=page]')
    if (tab) nav.current!.scrollLeft = tab.offsetLeft - (nav.current!.clientWidth - tab.offsetWidth) / 2
  }, [address.screen])
  return (
    <nav class="tabs" aria-label={texts.shell.screens} ref={nav}>
      {screens
        .filter(({ name }) => !atTop.includes(name))
        .map((screen) => (
          <a
            key={screen.name}
            href={linkTo(address, screen.name === 'overview' ? '' : screen.name)}
            aria-current={(address.screen || 'overview') === screen.name ? 'page' : undefined}
          >
            {texts.screens.names[screen.name]}
          </a>
        ))}
    </nav>
  )
}

/**
 * The brush over all months. Dragging it replaces the address, so it adds no steps to the browser's history.
 */
function Brush({ whole, address, go }: ScreenProps) {
  const months = useMemo(() => monthSeries(whole), [whole])
  const { from, to } = address.period
  return (
    <div class="bar-brush">
      <PeriodBrush
        months={months}
        from={from === null ? null : dayNumberOf(from)}
        to={to === null ? null : dayNumberOf(to)}
        onChange={(first, last) =>
          go({
            period: { from: first === null ? null : dayOf(first), to: last === null ? null : dayOf(last) },
          })
        }
      />
    </div>
  )
}

function Years({ whole, address, go }: ScreenProps) {
  const { texts, formats } = useLocale()
  const { from, to } = address.period
  const years = whole.lastDay < whole.firstDay ? [] : rangeOf(yearOf(whole.firstDay), yearOf(whole.lastDay))
  const isOther = (from !== null || to !== null) && !years.some((year) => isYear(address.period, year))
  return (
    <div class="bar-chips" role="group" aria-label={texts.shell.period}>
      <button
        type="button"
        class="chip"
        aria-pressed={from === null && to === null}
        onClick={() => go({ period: { from: null, to: null } })}
      >
        {texts.shell.all}
      </button>
      {isOther && (
        <span class="chip" aria-current="true">
          {formats.range(
            from === null ? '…' : formats.day(dayNumberOf(from)),
            to === null ? '…' : formats.day(dayNumberOf(to)),
          )}
        </span>
      )}
      {years.map((year) => (
        <button
          key={year}
          type="button"
          class="chip"
          aria-pressed={isYear(address.period, year)}
          aria-label={texts.shell.year(formats.year(year))}
          onClick={() => go({ period: { from: `${year}-01-01`, to: `${year}-12-31` } })}
        >
          {formats.year(year)}
        </button>
      ))}
    </div>
  )
}

function isYear({ from, to }: BarProps['address']['period'], year: number): boolean {
  return from === `${year}-01-01` && to === `${year}-12-31`
}

function ZoneSelect({ address, go, preferences, setPreference }: ScreenProps) {
  const { texts } = useLocale()
  const chosen = address.zone ?? preferences.zone ?? ''
  // There are hundreds of zones. They are listed after the first paint, before which nobody chooses one.
  const [zones, setZones] = useState<readonly string[]>(chosen ? [chosen] : [])
  useEffect(() => {
    const timer = setTimeout(() => setZones(allZones()))
    return () => clearTimeout(timer)
  }, [])
  return (
    <select
      class="select bar-zone"
      aria-label={texts.shell.zone}
      value={chosen}
      onChange={({ currentTarget: { value } }) => {
        setPreference('zone', value || null)
        go({ zone: null })
      }}
    >
      <option value="">{texts.shell.ownZone(browserZone().replaceAll('_', ' '))}</option>
      {zones.map((name) => (
        <option key={name} value={name}>
          {name.replaceAll('_', ' ')}
        </option>
      ))}
    </select>
  )
}

const themes: ThemeChoice[] = ['system', 'light', 'dark']

function ThemeButton() {
  const { texts, formats } = useLocale()
  const [choice, setChoice] = useState(themeChoice)
  const next = themes[(themes.indexOf(choice) + 1) % themes.length]!
  const label = formats.labelled(texts.shell.theme, texts.shell.themes[choice])
  return (
    <button
      type="button"
      class="button button-quiet button-icon"
      aria-label={label}
      title={label}
      onClick={() => {
        chooseTheme(next)
        setChoice(next)
      }}
    >
      <Icon name={choice} />
    </button>
  )
}
