/**
 * The list shown after several packages were analyzed on this device: each can be opened, and packages of one
 * owner can be merged.
 */
import { useState } from 'preact/hooks'
import { Notice } from '../shell/parts.tsx'
import { useLocale } from '../texts/locale.ts'
import type { AnalyzedPackage, AnalyzedResult } from './analyze-packages.ts'
import { KeepNotice } from './keep-notice.tsx'
import { ProblemNotice } from './problem-notice.tsx'
import type { Flow } from './stage.ts'

interface Props {
  flow: Flow
  packages: readonly AnalyzedPackage[]
  isKept: boolean
}

export function AnalyzedPackages({ flow, packages, isKept }: Props) {
  const { texts } = useLocale()
  const t = texts.local.several
  const results = packages.flatMap((one) => (one.kind === 'analyzed' ? [one.analyzed] : []))
  const kept = keptOf(results)
  const problems = new Set(results.flatMap(({ keepProblem }) => keepProblem ?? []))
  return (
    <main class="column screen stack">
      <h1>{results.length > 0 ? t.title : texts.flow.problems.title}</h1>
      {groupsOfOneOwner(results).map((group) => (
        <MergeOffer key={group[0]!.owner.id} flow={flow} group={group} isKept={isKept} />
      ))}
      {[...problems].map((problem) => (
        <KeepNotice key={problem} problem={problem} />
      ))}
      <section class="card stack">
        <ul class="kept">
          {packages.map((one, index) => (
            <li key={index} class="stack">
              {one.kind === 'analyzed' ? (
                <Analyzed flow={flow} name={one.name} analyzed={one.analyzed} isAlike={kept !== 'someKept'} />
              ) : (
                <>
                  <bdi class="cut">{one.name}</bdi>
                  <ProblemNotice problem={one.problem} />
                </>
              )}
            </li>
          ))}
        </ul>
        {kept && <p class="soft small">{t[kept]}</p>}
      </section>
      <div class="row">
        <button type="button" class="button" onClick={flow.leave}>
          {t.back}
        </button>
      </div>
    </main>
  )
}

/** Which of the results are kept in this browser: the name of a text. Null without any result. */
function keptOf(results: readonly AnalyzedResult[]): 'kept' | 'someKept' | 'notKept' | null {
  if (results.length === 0) return null
  if (results.every(({ isKept }) => isKept)) return 'kept'
  return results.some(({ isKept }) => isKept) ? 'someKept' : 'notKept'
}

interface AnalyzedProps {
  flow: Flow
  name: string
  analyzed: AnalyzedResult
  /** All results are kept, or none. */
  isAlike: boolean
}

function Analyzed({ flow, name, analyzed, isAlike }: AnalyzedProps) {
  const { texts, formats } = useLocale()
  const { id, sqlite, isKept } = analyzed
  return (
    <div class="row row-apart">
      <span class="kept-name">
        <bdi class="cut">{nameOfOwner(analyzed) || texts.shell.nobody}</bdi>
        <span class="soft small">
          <bdi>{name}</bdi> · {formats.bytes(sqlite.length)}
          {!isAlike && !isKept && ` · ${texts.local.several.tabOnly}`}
        </span>
      </span>
      <button
        type="button"
        class="button button-main"
        onClick={() => (isKept ? flow.openKept(id) : flow.openFile(id, sqlite, false))}
      >
        {texts.flow.kept.open}
      </button>
    </div>
  )
}

type MergeState = 'idle' | 'working' | 'failed'

function MergeOffer({ flow, group, isKept }: { flow: Flow; group: AnalyzedResult[]; isKept: boolean }) {
  const { texts } = useLocale()
  const t = texts.compare.packages
  const [state, setState] = useState<MergeState>('idle')
  const merge = () => {
    setState('working')
    // Loaded on demand, to keep the page's initial download small.
    const merged = import('../data/merge.ts').then(({ mergeAll }) =>
      mergeAll(group.map(({ sqlite }) => sqlite)),
    )
    merged.then(
      (sqlite) => flow.openFile(mergedId(group), sqlite, isKept),
      () => setState('failed'),
    )
  }
  return (
    <section class="card stack">
      <p>{texts.local.several.sameOwner(group.length, nameOfOwner(group[0]!))}</p>
      <p class="soft">{t.mergeHint}</p>
      {state === 'failed' && <Notice kind="bad">{t.failed}</Notice>}
      <div class="row">
        <button type="button" class="button button-main" disabled={state === 'working'} onClick={merge}>
          {state === 'working' ? t.merging : t.merge}
        </button>
      </div>
    </section>
  )
}

/** The results of each owner who has at least two. An owner id of 0 means that the owner is unknown. */
function groupsOfOneOwner(results: readonly AnalyzedResult[]): AnalyzedResult[][] {
  const known = results.filter(({ owner }) => owner.id !== '0')
  return [...Map.groupBy(known, ({ owner }) => owner.id).values()].filter((group) => group.length > 1)
}

function mergedId(group: readonly AnalyzedResult[]): string {
  return ['merged', ...group.map(({ id }) => id).sort()].join('-')
}

function nameOfOwner({ owner }: AnalyzedResult): string {
  return owner.displayName ?? owner.name
}
