/** The screen Working: the progress of the package, and whether the page may be closed. */
import { useLocale } from '../texts/locale.ts'
import type { Progress } from './follow.ts'
import type { Flow } from './stage.ts'
import { TroubleNotice } from './trouble-notice.tsx'
import { WaitingFrame } from './waiting-frame.tsx'

interface Props {
  flow: Flow
  progress: Progress
  /** True if link and result are to be saved in this browser. */
  isKept: boolean
}

const order: Progress['step'][] = ['waiting', 'downloading', 'analyzing']

export function Working({ flow, progress, isKept }: Props) {
  const { texts } = useLocale()
  const t = texts.flow.working
  const at = order.indexOf(progress.step)
  const isSending = progress.step === 'sending'
  // Until the server has accepted the link, a closed page may lose it.
  const mayClose = isKept && !isSending
  const mustStay = !isKept || (isSending && progress.trouble !== null)
  return (
    <WaitingFrame>
      <h1>{t.title}</h1>
      <section class="card stack" aria-live="polite">
        <ol class="steps">
          {t.steps.map((name, index) => (
            <li
              key={name}
              aria-current={index === at ? 'step' : undefined}
              class={index < at ? 'step-done' : undefined}
            >
              {name}
            </li>
          ))}
        </ol>
        <Current progress={progress} />
        {progress.trouble && <TroubleNotice trouble={progress.trouble} />}
        {mayClose && <p class="soft">{t.mayClose}</p>}
        {mustStay && <p class="soft">{t.mustStay}</p>}
      </section>
      <div class="row">
        <button type="button" class="button" onClick={flow.leave}>
          {t.leave}
        </button>
      </div>
    </WaitingFrame>
  )
}

function Current({ progress }: { progress: Progress }) {
  const { texts, formats } = useLocale()
  const t = texts.flow.working
  const { step, queue, bytesDownloaded, bytesTotal, share } = progress
  if (step === 'downloading') {
    const done = formats.bytes(bytesDownloaded)
    const value = bytesTotal ? bytesDownloaded / bytesTotal : null
    return (
      <Bar
        title={t.downloading}
        hint={bytesTotal ? t.bytes(done, formats.bytes(bytesTotal)) : t.someBytes(done)}
        value={value}
      />
    )
  }
  if (step === 'analyzing') return <Bar title={t.analyzing} hint={t.analyzingHint} value={share} />
  return (
    <Bar
      title={step === 'sending' ? t.sending : t.waiting}
      hint={queue ? t.queue(queue.before) : ''}
      value={queue && queue.total > 0 ? 1 - queue.before / (queue.total + 1) : null}
    />
  )
}

function Bar({ title, hint, value }: { title: string; hint: string; value: number | null }) {
  return (
    <div class="stack">
      <h2>{title}</h2>
      <progress class="progress" aria-label={title} max={1} {...(value !== null && { value })} />
      <p class="soft">{hint}</p>
    </div>
  )
}
