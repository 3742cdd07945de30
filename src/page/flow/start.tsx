/** The screen Start: choose files, paste a link, open a saved package, or view the demo. */
import { useEffect, useId, useState } from 'preact/hooks'
import type { ScreenProps } from '../screens/screen.ts'
import { Footer, Notice } from '../shell/parts.tsx'
import { Preferences } from '../shell/preference-controls.tsx'
import { useLocale } from '../texts/locale.ts'
import { canDecrypt } from './fetch-result.ts'
import { checkLink } from './link.ts'
import { FileForm } from './file-form.tsx'
import { KeepChoice } from './keep-choice.tsx'
import { HeroPicture } from './hero-picture.tsx'
import { KeptList } from './kept-list.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import type { Problem } from './problem.ts'
import type { Flow } from './stage.ts'

interface Props extends Pick<ScreenProps, 'preferences' | 'setPreference'> {
  flow: Flow
  problem: Problem | null
}

export function Start({ flow, problem, ...settings }: Props) {
  const { texts } = useLocale()
  const t = texts.flow
  return (
    <>
      <div class="sky-line" />
      <main>
        <section class="hero">
          <HeroPicture />
          <div class="column">
            <h1>{t.title}</h1>
            <p class="lead">{t.lead}</p>
            <div class="row hero-ways">
              <button type="button" class="button button-main" onClick={flow.openDemo}>
                {t.demo.go}
              </button>
              <span class="soft">{t.demo.text}</span>
            </div>
          </div>
        </section>
        <div class="column stack stack-wide screen">
          {problem && <ProblemNotice problem={problem} />}
          <KeptList flow={flow} />
          <div class="start-cards">
            <FileForm flow={flow} />
            <LinkForm flow={flow} />
            <section class="start-card start-card-plain">
              <h2>{t.howTo.title}</h2>
              <ol class="list list-numbered">
                {t.howTo.steps.map((step) => (
                  <li key={step}>{step}</li>
                ))}
              </ol>
            </section>
          </div>
          <section class="stack">
            <h2>{t.leaves.title}</h2>
            <ul class="list promises">
              {t.leaves.items.map((item) => (
                <li key={item}>{item}</li>
              ))}
            </ul>
            {!canDecrypt() && <Notice kind="warn">{t.insecure}</Notice>}
          </section>
          <Preferences {...settings} />
        </div>
      </main>
      <Footer from="start" />
    </>
  )
}

/**
 * The link is checked while the user types. Text that is pasted elsewhere on the page goes into this form.
 */
function LinkForm({ flow }: { flow: Flow }) {
  const { texts } = useLocale()
  const t = texts.flow.link
  const id = useId()
  const [text, setText] = useState('')
  const [isKept, setKept] = useState(true)
  const check = checkLink(text)
  usePasteAnywhere(setText)
  const hint = check.state === 'bad' ? t[check.reason] : check.state === 'good' ? t.good : ''
  return (
    <form
      class="start-card"
      onSubmit={(event) => {
        event.preventDefault()
        if (check.state === 'good') flow.openLink(check.link, isKept)
      }}
    >
      <h2>{t.title}</h2>
      <p>{t.text}</p>
      <div class="field">
        <label for={id}>{t.label}</label>
        <div class="field-with-button">
          <input
            id={id}
            class="input"
            type="text"
            inputMode="url"
            autocomplete="off"
            spellcheck={false}
            placeholder={t.placeholder}
            value={text}
            aria-invalid={check.state === 'bad'}
            aria-describedby={`${id}-hint`}
            onInput={({ currentTarget }) => setText(currentTarget.value)}
          />
          <button type="submit" class="button button-main" disabled={check.state !== 'good'}>
            {t.go}
          </button>
        </div>
        <p id={`${id}-hint`} class={check.state === 'bad' ? 'field-bad' : 'field-help'} aria-live="polite">
          {hint}
        </p>
      </div>
      <KeepChoice isKept={isKept} setKept={setKept} />
    </form>
  )
}

function usePasteAnywhere(onText: (text: string) => void): void {
  useEffect(() => {
    const read = (event: ClipboardEvent) => {
      if (event.target instanceof HTMLInputElement) return
      const text = event.clipboardData?.getData('text/plain')
      if (text) onText(text)
    }
    addEventListener('paste', read)
    return () => removeEventListener('paste', read)
  }, [])
}
