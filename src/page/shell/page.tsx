/** The whole page: chooses the language, and the part of the page for the current stage. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { AnalyzedPackages } from '../flow/analyzed-packages.tsx'
import { LocalWorking } from '../flow/local-working.tsx'
import { Opening } from '../flow/opening.tsx'
import { Start } from '../flow/start.tsx'
import { useFlow } from '../flow/stage.ts'
import { Working } from '../flow/working.tsx'
import { english, LocaleContext, loadLocale } from '../texts/locale.ts'
import type { OpenPackageProps } from './open-package.tsx'
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
  const OpenPackage = useOpenPackage()
  const settings = { preferences, setPreference }
  return (
    <LocaleContext.Provider value={locale}>
      {stage.kind === 'start' && <Start flow={flow} problem={stage.problem} {...settings} />}
      {(stage.kind === 'opening' || (stage.kind === 'open' && !OpenPackage)) && (
        <Opening flow={flow} trouble={stage.kind === 'opening' ? stage.trouble : undefined} />
      )}
      {stage.kind === 'analyzing' && <LocalWorking flow={flow} analyzing={stage.analyzing} />}
      {stage.kind === 'analyzed' && <AnalyzedPackages flow={flow} {...stage} />}
      {stage.kind === 'working' && <Working flow={flow} progress={stage.progress} isKept={stage.isKept} />}
      {stage.kind === 'open' && OpenPackage && <OpenPackage flow={flow} open={stage} {...settings} />}
    </LocaleContext.Provider>
  )
}

/**
 * The result screens and their figures are most of the page's scripts. They load separately, so that Start
 * does not wait for them.
 */
function useOpenPackage(): ComponentType<OpenPackageProps> | null {
  const [component, setComponent] = useState<ComponentType<OpenPackageProps> | null>(null)
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>
    const load = () =>
      void import('./open-package.tsx').then(
        ({ OpenPackage }) => setComponent(() => OpenPackage),
        // Retries while the server is unreachable: without these scripts, no result can be shown.
        () => (timer = setTimeout(load, 3000)),
      )
    load()
    return () => clearTimeout(timer)
  }, [])
  return component
}

/**
 * English until the language is loaded. A later change keeps the previous language until the new one is
 * loaded.
 */
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
