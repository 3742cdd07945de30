/** The whole page: its language, and the part of it that what it is doing asks for. */
import { useEffect, useState } from 'preact/hooks'
import { Start } from '../flow/start.tsx'
import { useFlow } from '../flow/stage.ts'
import { Working } from '../flow/working.tsx'
import { english, LocaleContext, loadLocale } from '../texts/locale.ts'
import { OpenPackage } from './open-package.tsx'
import { languageOf, type Preferences, readPreferences, writePreference } from './preferences.ts'

export function Page() {
  const flow = useFlow()
  const [preferences, setPreferences] = useState(readPreferences)
  const locale = useLocaleOf(preferences)
  const setPreference = <K extends keyof Preferences>(name: K, value: Preferences[K]) => {
    writePreference(name, value)
    setPreferences((now) => ({ ...now, [name]: value }))
  }
  const { stage } = flow
  const settings = { preferences, setPreference }
  return (
    <LocaleContext.Provider value={locale}>
      {stage.kind === 'start' && <Start flow={flow} problem={stage.problem} {...settings} />}
      {stage.kind === 'opening' && <Opening text={locale.texts.shell.opening} />}
      {stage.kind === 'working' && <Working flow={flow} progress={stage.progress} isKept={stage.isKept} />}
      {stage.kind === 'open' && <OpenPackage flow={flow} open={stage} {...settings} />}
    </LocaleContext.Provider>
  )
}

function Opening({ text }: { text: string }) {
  return (
    <main class="column screen">
      <p role="status" class="card waiting">
        {text}
      </p>
    </main>
  )
}

/** English until the language is there; that of before while another one is fetched. */
function useLocaleOf({ language, hourCycle }: Preferences) {
  const [locale, setLocale] = useState(english)
  const wanted = languageOf({ language, hourCycle, zone: null })
  useEffect(() => {
    let isGone = false
    loadLocale(wanted, hourCycle).then(
      (loaded) => {
        if (isGone) return
        document.documentElement.lang = loaded.language
        setLocale(loaded)
      },
      () => {},
    )
    return () => void (isGone = true)
  }, [wanted, hourCycle])
  return locale
}
