/** The screen This device: what is saved and where, downloading it, forgetting and deleting it, settings. */
import { useEffect, useState } from 'preact/hooks'
import { DeleteAtServer } from '../device/delete-at-server.tsx'
import { SaveButtons } from '../device/save-buttons.tsx'
import { KeptList } from '../flow/kept-list.tsx'
import { viewedId } from '../flow/stage.ts'
import { OpenInApp } from '../hand-over/open-in-app.tsx'
import { Notice } from '../shell/parts.tsx'
import { Preferences } from '../shell/preference-controls.tsx'
import { useLocale } from '../texts/locale.ts'
import type { Screen, ScreenProps } from './screen.ts'

export const deviceScreen: Screen = { name: 'device', component: Device, isAlwaysShown: true }

function Device(props: ScreenProps) {
  const t = useLocale().texts.device
  const { flow, result } = props
  return (
    <div class="stack">
      <ThisPackage {...props} />
      <OpenInApp sqlite={result.bytes} />
      <KeptList flow={flow} />
      <Room />
      <section class="card stack" aria-label={t.settings}>
        <h2>{t.settings}</h2>
        <Preferences {...props} />
        <p class="soft small">{t.zoneHint}</p>
      </section>
    </div>
  )
}

function ThisPackage({ flow, result }: ScreenProps) {
  const { texts, formats } = useLocale()
  const t = texts.device
  const [isRefused, setRefused] = useState(false)
  if (flow.stage.kind !== 'open') return null
  const { entry, isDemo } = flow.stage
  const [kept, notKept] = entry.link === null ? [t.fromFile, t.fileInTab] : [t.inBrowser, t.inTab]
  const where = entry.id === viewedId ? t.viewed : isDemo ? t.demo : entry.isReady ? kept : notKept
  return (
    <section class="card stack" aria-label={t.package}>
      <h2>{t.package}</h2>
      <p>{formats.paragraph([where, t.size(formats.bytes(result.bytes.length))])}</p>
      {entry.isReady && !isDemo && <p class="soft small">{t.shared}</p>}
      <div class="row">
        <SaveButtons result={result} />
        {entry.isReady && !isDemo && (
          <button
            type="button"
            class="button button-bad"
            onClick={() => void flow.forgetPackage(entry.id).then((isForgotten) => setRefused(!isForgotten))}
          >
            {t.forget}
          </button>
        )}
      </div>
      {isRefused && <Notice kind="bad">{texts.flow.kept.notForgotten}</Notice>}
      {!isDemo && entry.link !== null && <DeleteAtServer packageId={entry.id} link={entry.link} />}
    </section>
  )
}

/** Shows nothing in browsers without a storage estimate. */
function Room() {
  const { texts, formats } = useLocale()
  const t = texts.device
  const [estimate, setEstimate] = useState<{ used: number; all: number } | null>(null)
  useEffect(() => {
    navigator.storage?.estimate?.().then(
      ({ usage, quota }) => usage !== undefined && quota && setEstimate({ used: usage, all: quota }),
      () => {},
    )
  }, [])
  if (!estimate) return null
  return (
    <section class="card stack" aria-label={t.room}>
      <h2>{t.room}</h2>
      <p>{t.used(formats.bytes(estimate.used), formats.bytes(estimate.all))}</p>
    </section>
  )
}
