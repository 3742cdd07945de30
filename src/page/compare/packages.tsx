/**
 * Compares two packages: it shows them side by side. Packages of one owner can also be merged.
 */
import { useEffect, useId, useState } from 'preact/hooks'
import { type Merged, mergeResults } from '../data/merge.ts'
import { openResult, type Result } from '../data/result.ts'
import { type KeptPackage, listKept, readKept } from '../flow/store.ts'
import type { ScreenProps } from '../screens/screen.ts'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import { PackagesBeside } from './packages-beside.tsx'

/** The other package: its id in this browser, and its result. */
interface Other {
  id: string
  result: Result
}

export function ComparePackages(props: ScreenProps) {
  const { texts } = useLocale()
  const t = texts.compare.packages
  const [other, setOther] = useState<Other | null>(null)
  const [isBad, setBad] = useState(false)
  const open = (reading: Promise<Other | null>) => {
    setBad(false)
    reading.then(setOther, () => {
      setOther(null)
      setBad(true)
    })
  }
  // Closes the other package's worker when another one is chosen, and when the screen is left.
  useEffect(() => () => other?.result.close(), [other])
  return (
    <section class="stack" aria-label={t.title}>
      <div>
        <h2>{t.title}</h2>
        <p class="soft">{t.lead}</p>
      </div>
      <Choose packageId={props.packageId} onOpen={open} />
      {isBad && <Notice kind="bad">{t.notOne}</Notice>}
      {other && (
        <>
          {isSameOwner(props.result, other.result) ? (
            <MergeCard {...props} other={other} />
          ) : (
            <Notice>{t.otherOwner}</Notice>
          )}
          <PackagesBeside {...props} other={other.result} />
        </>
      )}
    </section>
  )
}

/** An owner id of 0 means that the owner is unknown. */
function isSameOwner({ owner }: Result, other: Result): boolean {
  return owner.id !== '0' && owner.id === other.owner.id
}

function Choose({ packageId, onOpen }: { packageId: string; onOpen(reading: Promise<Other | null>): void }) {
  const { texts, formats } = useLocale()
  const t = texts.compare.packages
  const id = useId()
  const [kept, setKept] = useState<readonly KeptPackage[]>([])
  useEffect(() => void listKept().then(setKept), [])
  const others = kept.filter((entry) => entry.isReady && entry.id !== packageId)
  return (
    <div class="row">
      {others.length > 0 && (
        <div class="field">
          <label for={id}>{t.other}</label>
          <select
            id={id}
            class="select"
            onChange={({ currentTarget: { value } }) =>
              onOpen(value ? openKept(value) : Promise.resolve(null))
            }
          >
            <option value="">{t.none}</option>
            {others.map((entry) => (
              <option key={entry.id} value={entry.id}>
                {formats.noted(entry.name.slice(0, 40), formats.day(Math.floor(entry.keptAt / 86_400_000)))}
              </option>
            ))}
          </select>
        </div>
      )}
      <div class="field">
        <label for={`${id}-file`}>{t.file}</label>
        <input
          id={`${id}-file`}
          class="input"
          type="file"
          accept=".sqlite,.db,application/vnd.sqlite3"
          onChange={({ currentTarget: { files } }) => files?.[0] && onOpen(openFile(files[0]))}
        />
      </div>
    </div>
  )
}

async function openKept(id: string): Promise<Other | null> {
  const contents = (await readKept(id))?.contents
  return contents ? { id, result: await openResult(contents.sqlite, contents.core) } : null
}

async function openFile(file: File): Promise<Other> {
  const result = await openResult(new Uint8Array(await file.arrayBuffer()))
  return { id: result.owner.packageId, result }
}

function MergeCard({ result, other, packageId, flow }: ScreenProps & { other: Other }) {
  const { texts } = useLocale()
  const t = texts.compare.packages
  const [state, setState] = useState<Merged | 'working' | 'failed' | null>(null)
  const merge = () => {
    setState('working')
    mergeResults(result.bytes, other.result.bytes).then(setState, () => setState('failed'))
  }
  if (state !== null && typeof state === 'object') {
    const id = ['merged', ...[packageId, other.id].sort()].join('-')
    return <MergedCard merged={state} onOpen={() => flow.openFile(id, state.sqlite, true)} />
  }
  return (
    <div class="card stack">
      <p>{t.sameOwner}</p>
      <p class="soft">{t.mergeHint}</p>
      {state === 'failed' && <Notice kind="bad">{t.failed}</Notice>}
      <div class="row">
        <button type="button" class="button button-main" disabled={state === 'working'} onClick={merge}>
          {state === 'working' ? t.merging : t.merge}
        </button>
      </div>
    </div>
  )
}

function MergedCard({ merged, onOpen }: { merged: Merged; onOpen(): void }) {
  const { texts, formats } = useLocale()
  const t = texts.compare
  const { messages, calls, people, places, payments } = merged.only
  const facts: [number, string][] = [
    [messages, t.facts.messages],
    [calls, t.facts.calls],
    [people, t.facts.people],
    [places, t.facts.places],
    [payments, t.facts.payments],
  ]
  return (
    <div class="card stack">
      <h3>{t.packages.onlyOlder}</h3>
      <dl class="grid grid-small">
        {facts.map(([count, label]) => (
          <div key={label} class="fact">
            <dt class="fact-label">{label}</dt>
            <dd class="fact-value fact-value-small">{formats.number(count)}</dd>
          </div>
        ))}
      </dl>
      <div class="row">
        <button type="button" class="button button-main" onClick={onOpen}>
          {texts.flow.kept.open}
        </button>
      </div>
    </div>
  )
}
