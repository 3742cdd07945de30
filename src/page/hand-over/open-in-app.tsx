/** The card “Open in the Dumpus app”: explains the upload, makes the link, and can delete the upload. */
import { useId, useState } from 'preact/hooks'
import { serverAddress } from '../flow/server.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import { type HandedOver, handOver, HandOverError, takeBack } from './hand-over.ts'

type State =
  | { kind: 'idle' | 'working' | 'taken-back' }
  | { kind: 'given'; given: HandedOver }
  | { kind: 'failed'; reason: string }

export function OpenInApp({ sqlite }: { sqlite: Uint8Array }) {
  const t = useLocale().texts.device.app
  const [state, setState] = useState<State>({ kind: 'idle' })
  const attempt = async (work: () => Promise<State>) => {
    setState({ kind: 'working' })
    const failed = (error: unknown): State => ({
      kind: 'failed',
      reason: error instanceof HandOverError ? error.reason : 'unreachable',
    })
    setState(await work().catch(failed))
  }
  return (
    <section class="card stack" aria-label={t.title}>
      <h2>{t.title}</h2>
      <p>{t.text}</p>
      {state.kind === 'given' ? (
        <Given
          given={state.given}
          takeBack={() =>
            void attempt(() => takeBack(state.given).then((): State => ({ kind: 'taken-back' })))
          }
        />
      ) : (
        <div class="row">
          <button
            type="button"
            class="button"
            disabled={state.kind === 'working'}
            onClick={() => void attempt(async () => ({ kind: 'given', given: await handOver(sqlite) }))}
          >
            {state.kind === 'working' ? t.working : t.make}
          </button>
        </div>
      )}
      {state.kind === 'failed' && (
        <Notice kind="bad">{t.problems[state.reason] ?? t.problems.unreachable}</Notice>
      )}
      {state.kind === 'taken-back' && <Notice>{t.takenBack}</Notice>}
    </section>
  )
}

function Given({ given, takeBack }: { given: HandedOver; takeBack(): void }) {
  const t = useLocale().texts.device.app
  const backend = serverAddress('').replace(/\/$/, '')
  return (
    <>
      <ol class="list">
        {t.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <CopyField label={t.backend} text={backend} />
      <CopyField label={t.link} text={given.link} />
      <p class="soft small">{t.secret}</p>
      <div class="row">
        <button type="button" class="button button-bad" onClick={takeBack}>
          {t.takeBack}
        </button>
      </div>
    </>
  )
}

/**
 * The button also selects the text: plain http (except localhost) has no clipboard API, so there the user
 * copies it.
 */
function CopyField({ label, text }: { label: string; text: string }) {
  const t = useLocale().texts.device.app
  const id = useId()
  const [isCopied, setCopied] = useState(false)
  const select = () => (document.getElementById(id) as HTMLInputElement).select()
  const copy = async () => {
    select()
    await navigator.clipboard?.writeText(text).then(
      () => setCopied(true),
      () => {},
    )
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="row">
        <input id={id} class="input grow" type="text" readOnly value={text} onFocus={select} />
        <button type="button" class="button" onClick={() => void copy()}>
          {isCopied ? t.copied : t.copy}
        </button>
      </div>
    </div>
  )
}
