/** The screen Working, for a package that this device analyzes. */
import type { LocalProgress } from '../engine/engine.ts'
import { useLocale } from '../texts/locale.ts'
import type { AnalysisState } from './analyze-packages.ts'
import type { Flow } from './stage.ts'
import { WaitingFrame } from './waiting-frame.tsx'

export function LocalWorking({ flow, analyzing }: { flow: Flow; analyzing: AnalysisState }) {
  const { number, total, name, progress } = analyzing
  const { texts } = useLocale()
  const t = texts.local
  return (
    <WaitingFrame>
      <h1>{t.working}</h1>
      <section class="card stack">
        {total > 1 && <p class="cut">{t.package(number, total, name)}</p>}
        <progress
          class="progress"
          aria-label={t.working}
          max={1}
          {...(progress && progress.total > 0 && { value: progress.done / progress.total })}
        />
        <Told progress={progress} />
        <p class="soft">{t.stay}</p>
      </section>
      <div class="row">
        <button type="button" class="button" onClick={flow.leave}>
          {t.cancel}
        </button>
      </div>
    </WaitingFrame>
  )
}

/** No remaining time is shown before this many seconds: the estimate would be a guess. */
const secondsToKnow = 2

function Told({ progress }: { progress: LocalProgress | null }) {
  const { texts, formats } = useLocale()
  const t = texts.local
  if (!progress || progress.done === 0) return <p role="status">{t.ready}</p>
  const { done, total, seconds } = progress
  const rate = done / seconds
  const minutesLeft = Math.ceil((total - done) / rate / 60)
  return (
    <>
      <p>{t.progress(formats.bytes(done), formats.bytes(total), formats.bytes(rate))}</p>
      <p class="soft" role="status">
        {seconds > secondsToKnow && done < total ? t.left(formats.minutes(minutesLeft)) : ' '}
      </p>
    </>
  )
}
