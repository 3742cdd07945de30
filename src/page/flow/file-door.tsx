/** The first door: a zip that is chosen or dropped, and counted on this device. */
import { useEffect, useId, useMemo, useState } from 'preact/hooks'
import { missingForAnalysis } from '../engine/capabilities.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { Flow } from './stage.ts'

type Problem = 'notZip' | 'tooMany'

export function FileDoor({ flow }: { flow: Flow }) {
  const { texts } = useLocale()
  const t = texts.local
  const [isKept, setKept] = useState(true)
  const id = useId()
  const missing = useMemo(missingForAnalysis, [])
  const [problem, setProblem] = useState<Problem | null>(null)
  const take = (files: readonly File[]) => {
    const found = problemOf(files)
    setProblem(found)
    if (found === null) flow.openZip(files[0]!, isKept)
  }
  const isOver = useDropAnywhere(missing.length === 0 ? take : null)
  return (
    <section class={`door ${isOver ? 'door-open' : ''}`} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t.title}</h2>
      <p>{t.text}</p>
      {missing.length > 0 ? (
        <Notice kind="warn">{t.older(missing.join(', '))}</Notice>
      ) : (
        <>
          <div class="row">
            <label class="button button-main" for={id}>
              {t.choose}
            </label>
            <input
              id={id}
              class="unseen"
              type="file"
              accept=".zip,application/zip"
              onChange={({ currentTarget }) => {
                if (currentTarget.files?.length) take([...currentTarget.files])
                currentTarget.value = ''
              }}
            />
          </div>
          <p class="field-help">{t.drop}</p>
          <label class="check">
            <input
              type="checkbox"
              checked={isKept}
              onChange={({ currentTarget }) => setKept(currentTarget.checked)}
            />
            <span>{texts.flow.link.keep}</span>
          </label>
          {problem && <Notice kind="bad">{t[problem]}</Notice>}
        </>
      )}
    </section>
  )
}

function problemOf(files: readonly File[]): Problem | null {
  if (files.length > 1) return 'tooMany'
  return files[0] && /\.zip$/i.test(files[0].name) ? null : 'notZip'
}

/**
 * Whether files are held over the page. `onFiles` null: nothing is taken, and the browser does what it does.
 */
function useDropAnywhere(onFiles: ((files: readonly File[]) => void) | null): boolean {
  const [isOver, setOver] = useState(false)
  useEffect(() => {
    if (!onFiles) return
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      onFiles([...(event.dataTransfer?.files ?? [])])
    }
    addEventListener('dragover', over)
    addEventListener('dragleave', leave)
    addEventListener('drop', drop)
    return () => {
      removeEventListener('dragover', over)
      removeEventListener('dragleave', leave)
      removeEventListener('drop', drop)
    }
  }, [onFiles])
  return isOver
}
