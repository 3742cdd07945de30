/**
 * The start screen's form for zips and unzipped folders: the user chooses or drops them, and this device
 * analyzes them.
 */
import { type ComponentChildren } from 'preact'
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { missingForAnalysis } from '../engine/capabilities.ts'
import type { PackageFile } from '../engine/messages.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import { KeepChoice } from './keep-choice.tsx'
import { chosenFiles, droppedEntries, filesBelow } from './dropped-files.ts'
import { type DropProblem, packagesIn } from './dropped-packages.ts'
import type { Flow } from './stage.ts'

/** `looking`: the files of a folder are being listed, which takes a while for thousands of files. */
type State = DropProblem | 'unreadable' | 'looking' | null

export function FileForm({ flow }: { flow: Flow }) {
  const { texts, formats } = useLocale()
  const t = texts.local
  const [isKept, setKept] = useState(true)
  const id = useId()
  const missing = useMemo(missingForAnalysis, [])
  const [state, setState] = useState<State>(null)
  const take = useNewest((files: readonly PackageFile[] | null) => {
    const packages = files === null ? 'unreadable' : packagesIn(files)
    if (typeof packages !== 'string') return flow.openPackages(packages, isKept)
    setState(packages)
  })
  const takeListed = (listing: Promise<PackageFile[]>) => {
    setState('looking')
    take(listing.catch(() => null))
  }
  const isOver = useDropAnywhere(missing.length === 0 ? takeListed : null)
  const choose = (list: FileList) => take(Promise.resolve(chosenFiles(list)))
  return (
    <section class={`start-card ${isOver ? 'start-card-over' : ''}`} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{t.title}</h2>
      <p>{t.text}</p>
      {missing.length > 0 ? (
        <Notice kind="warn">{t.older(formats.list(missing))}</Notice>
      ) : (
        <>
          <div class="row">
            <FileInput isMain accept=".zip,application/zip" onChoose={choose}>
              {t.choose}
            </FileInput>
            {canChooseFolders() && (
              <FileInput isFolder onChoose={choose}>
                {t.chooseFolder}
              </FileInput>
            )}
          </div>
          <p class="field-help">{t.drop}</p>
          {state === 'looking' && <Notice>{t.looking}</Notice>}
          {state !== null && state !== 'looking' && <Notice kind="bad">{t[state]}</Notice>}
        </>
      )}
      {missing.length === 0 && <KeepChoice isKept={isKept} setKept={setKept} />}
    </section>
  )
}

interface FileInputProps {
  isMain?: boolean
  isFolder?: boolean
  accept?: string
  onChoose(list: FileList): void
  children: ComponentChildren
}

function FileInput({ isMain = false, isFolder = false, accept, onChoose, children }: FileInputProps) {
  const id = useId()
  return (
    <span>
      <label class={`button ${isMain ? 'button-main' : ''}`} for={id}>
        {children}
      </label>
      <input
        id={id}
        class="unseen"
        type="file"
        multiple
        {...(accept !== undefined && { accept })}
        {...(isFolder && { webkitdirectory: true })}
        onChange={({ currentTarget }) => {
          if (currentTarget.files?.length) onChoose(currentTarget.files)
          currentTarget.value = ''
        }}
      />
    </span>
  )
}

/** False for many phones' browsers. Their chooser would offer single files instead of folders. */
function canChooseFolders(): boolean {
  return 'webkitdirectory' in HTMLInputElement.prototype
}

/** Calls back with the value of the newest promise only; results of earlier drops are ignored. */
function useNewest<Value>(onValue: (value: Value) => void): (promise: Promise<Value>) => void {
  const newest = useRef<Promise<Value> | null>(null)
  const callback = useRef(onValue)
  callback.current = onValue
  useEffect(() => () => void (newest.current = null), [])
  return (promise) => {
    newest.current = promise
    void promise.then((value) => {
      if (newest.current === promise) callback.current(value)
    })
  }
}

/** Returns whether files are being dragged over the page. With `onFiles` null, the page takes no files. */
function useDropAnywhere(onFiles: ((listing: Promise<PackageFile[]>) => void) | null): boolean {
  const [isOver, setOver] = useState(false)
  // Registered before the first paint, so that no early drop is refused.
  useLayoutEffect(() => {
    if (!onFiles) return
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false
    const over = (event: DragEvent) => {
      if (!hasFiles(event)) return
      event.preventDefault()
      event.dataTransfer!.dropEffect = 'copy'
      setOver(true)
    }
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false)
    }
    const drop = (event: DragEvent) => {
      setOver(false)
      if (!hasFiles(event)) return
      event.preventDefault()
      onFiles(filesBelow(droppedEntries(event.dataTransfer)))
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
