/** The bar above all result screens: whose package, the period, the zone, sharing, the theme; and the way between screens. */
import { useMemo, useState } from 'preact/hooks'
import { rangeOf, yearOf } from '../data/calendar.ts'
import { allZones, browserZone } from '../data/zone.ts'
import { screens } from '../screens/registry.ts'
import type { ScreenProps } from '../screens/screen.ts'
import { useLocale } from '../texts/locale.ts'
import { linkTo } from './address.ts'
import { chooseTheme, themeChoice, type ThemeChoice } from './theme.ts'

type BarProps = ScreenProps & { isDemo: boolean }

export function Bar(props: BarProps) {
  const { texts } = useLocale()
  const { result, flow, isDemo, address } = props
  const name = result.owner.displayName ?? result.owner.name
  return (
    <header class="bar">
      <div class="column">
        <div class="bar-row">
          <a class="bar-owner cut" href={linkTo(address, '')}>
            <bdi>{name || texts.shell.nobody}</bdi>
          </a>
          {isDemo && <span class="badge">{texts.shell.demo}</span>}
          <div class="row bar-tools">
            <ZoneSelect {...props} />
            <ThemeButton />
            <button type="button" class="button button-quiet" onClick={flow.leave}>
              {texts.shell.close}
            </button>
          </div>
        </div>
        <Period {...props} />
        <nav class="tabs" aria-label={texts.shell.screens}>
          {screens.map((screen) => (
            <a
              key={screen.name}
              href={linkTo(address, screen.name === 'overview' ? '' : screen.name)}
              aria-current={(address.screen || 'overview') === screen.name ? 'page' : undefined}
            >
              {texts.screens.names[screen.name]}
            </a>
          ))}
        </nav>
      </div>
    </header>
  )
}

function Period({ whole, address, go }: ScreenProps) {
  const { texts, formats } = useLocale()
  const { from, to } = address.period
  const years = whole.lastDay < whole.firstDay ? [] : rangeOf(yearOf(whole.firstDay), yearOf(whole.lastDay))
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
      {years.map((year) => (
        <button
          key={year}
          type="button"
          class="chip"
          aria-pressed={from === `${year}-01-01` && to === `${year}-12-31`}
          aria-label={texts.shell.year(formats.year(year))}
          onClick={() => go({ period: { from: `${year}-01-01`, to: `${year}-12-31` } })}
        >
          {formats.year(year)}
        </button>
      ))}
    </div>
  )
}

function ZoneSelect({ address, go, preferences, setPreference }: ScreenProps) {
  const { texts } = useLocale()
  const own = browserZone()
  const zones = useMemo(allZones, [])
  const chosen = address.zone ?? preferences.zone ?? ''
  return (
    <select
      class="select"
      aria-label={texts.shell.zone}
      value={chosen}
      onChange={({ currentTarget: { value } }) => {
        setPreference('zone', value || null)
        go({ zone: null })
      }}
    >
      <option value="">{texts.shell.ownZone(own)}</option>
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
  const { texts } = useLocale()
  const [choice, setChoice] = useState(themeChoice)
  const next = themes[(themes.indexOf(choice) + 1) % themes.length]!
  return (
    <button
      type="button"
      class="button button-quiet"
      aria-label={`${texts.shell.theme}: ${texts.shell.themes[choice]}`}
      onClick={() => {
        chooseTheme(next)
        setChoice(next)
      }}
    >
      {texts.shell.themes[choice]}
    </button>
  )
}
