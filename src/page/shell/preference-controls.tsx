/** The controls for language, clock and theme. */
import { useId, useState } from 'preact/hooks'
import type { ScreenProps } from '../screens/screen.ts'
import type { HourCycle } from '../texts/formats.ts'
import { type Language, languages, useLocale } from '../texts/locale.ts'
import { languageOf } from './preferences.ts'
import { chooseTheme, themeChoice, type ThemeChoice } from './theme.ts'

type Props = Pick<ScreenProps, 'preferences' | 'setPreference'>

export function Preferences({ preferences, setPreference }: Props) {
  const { texts } = useLocale()
  const t = texts.shell
  const [theme, setTheme] = useState(themeChoice)
  return (
    <div class="row">
      <Choice
        label={t.language}
        value={languageOf(preferences)}
        options={Object.entries(languages)}
        onChoose={(language) => setPreference('language', language as Language)}
      />
      <Choice
        label={t.theme}
        value={theme}
        options={Object.entries(t.themes)}
        onChoose={(choice) => {
          chooseTheme(choice as ThemeChoice)
          setTheme(choice as ThemeChoice)
        }}
      />
      <Choice
        label={t.clock}
        value={preferences.hourCycle ?? ''}
        options={Object.entries(t.clocks)}
        onChoose={(cycle) => setPreference('hourCycle', (cycle || null) as HourCycle)}
      />
    </div>
  )
}

function Choice(props: {
  label: string
  value: string
  options: readonly (readonly [value: string, label: string])[]
  onChoose(value: string): void
}) {
  const id = useId()
  return (
    <div class="field">
      <label for={id}>{props.label}</label>
      <select
        id={id}
        class="select"
        value={props.value}
        onChange={({ currentTarget }) => props.onChoose(currentTarget.value)}
      >
        {props.options.map(([value, label]) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
    </div>
  )
}
