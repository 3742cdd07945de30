/**
 * The stages of the page (start, waiting for a result, showing a result) and the transitions between them.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import { coreOf, isComplete, openResult, type Result } from '../data/result.ts'
import type { DroppedPackage } from '../engine/messages.ts'
import { type AnalyzedPackage, type AnalysisState, analyzeOne, analyzePackages } from './analyze-packages.ts'
import type { Trouble } from './ask-server.ts'
import { fetchDemo, fetchResult, fetchViewed } from './fetch-result.ts'
import { FlowError, followPackage, type Progress } from './follow.ts'
import { entryOf, keepResult, nameOf } from './keep-result.ts'
import { checkLink } from './link.ts'
import { type Problem, problemOf } from './problem.ts'
import { forget, keep, type KeepProblem, type KeptPackage, readKept } from './store.ts'

export type Stage =
  | { kind: 'start'; problem: Problem | null }
  /** `trouble`: why the result has not arrived yet. */
  | { kind: 'opening'; trouble?: Trouble }
  | { kind: 'working'; progress: Progress; isKept: boolean }
  /** Packages are being analyzed on this device. */
  | { kind: 'analyzing'; analyzing: AnalysisState }
  /** Several packages were analyzed; the user opens one of them or merges them. */
  | { kind: 'analyzed'; packages: readonly AnalyzedPackage[]; isKept: boolean }
  | { kind: 'open'; result: Result; entry: KeptPackage; isDemo: boolean; keepProblem: KeepProblem | null }

export interface Flow {
  stage: Stage
  openDemo(): void
  /** If `isKept`, link and result are saved in this browser until the user forgets them. */
  openLink(link: string, isKept: boolean): void
  openKept(id: string): void
  /** Opens a SQLite file that this browser made. If `isKept`, it is saved under the id. */
  openFile(id: string, sqlite: Uint8Array, isKept: boolean): void
  /**
   * Analyzes packages on this device, one after another. If `isKept`, the results are saved in this browser
   * until the user forgets them.
   */
  openPackages(packages: readonly DroppedPackage[], isKept: boolean): void
  /** Returns to Start. Work on this device is aborted; the server continues its work. */
  leave(): void
  /**
   * Forgets the package in this browser; if it is open, it is closed. False if the browser could not delete
   * it; then it stays open.
   */
  forgetPackage(id: string): Promise<boolean>
}

const demoId = 'demo'
/** The id of the result that the command `view` serves. */
export const viewedId = 'view'
/** The sessionStorage key of the package id that a reload opens again. The value never contains a KEY. */
const openedKey = 'opened'

export function useFlow(): Flow {
  const [stage, setStage] = useState<Stage>({
    kind: remembered() ? 'opening' : 'start',
    problem: null,
  } as Stage)
  const running = useRef<AbortController | null>(null)
  const opened = useRef<Result | null>(null)

  /** Ends the running work and starts the next. Only the newest work may change the stage. */
  const begin = (work: (signal: AbortSignal, show: (stage: Stage) => void) => Promise<void>) => {
    running.current?.abort(new Error('left'))
    opened.current?.close()
    opened.current = null
    const controller = new AbortController()
    running.current = controller
    const show = (next: Stage) => {
      if (controller.signal.aborted) return
      if (next.kind === 'open') {
        opened.current = next.result
        remember(next.isDemo || next.entry.isReady ? next.entry.id : null)
      } else if (next.kind === 'start') remember(null)
      setStage(next)
    }
    work(controller.signal, show).catch((error: unknown) =>
      show({ kind: 'start', problem: problemOf(error) }),
    )
  }

  const flow: Flow = {
    stage,
    openDemo: () => begin(openDemo),
    openLink: (link, isKept) => begin((signal, show) => openLink(link, isKept, signal, show)),
    openKept: (id) => begin((signal, show) => openKept(id, signal, show)),
    openFile: (id, sqlite, isKept) => begin((signal, show) => openFile(id, sqlite, isKept, signal, show)),
    openPackages: (packages, isKept) => begin((signal, show) => openPackages(packages, isKept, signal, show)),
    leave: () => begin(async (_, show) => show({ kind: 'start', problem: null })),
    async forgetPackage(id) {
      if (!(await forget(id))) return false
      if (remembered() === id || (stage.kind === 'open' && stage.entry.id === id)) flow.leave()
      return true
    },
  }
  useEffect(() => {
    const id = remembered()
    const viewed = new URLSearchParams(location.search).get('view')
    if (viewed !== null) begin((_, show) => openViewed(viewed, show))
    else if (id === demoId) flow.openDemo()
    else if (id) flow.openKept(id)
  }, [])
  return flow
}

type Show = (stage: Stage) => void

async function openDemo(signal: AbortSignal, show: Show): Promise<void> {
  show({ kind: 'opening' })
  const onTrouble = (trouble: Trouble) => show({ kind: 'opening', trouble })
  const result = await openResult(await fetchDemo({ signal, onTrouble }))
  const entry = { ...entryOf(demoId, null, false), name: nameOf(result), isReady: true }
  show({ kind: 'open', result, entry, isDemo: true, keepProblem: null })
}

/** Opens the result that the command `view` serves, at an address that nobody else knows. */
async function openViewed(token: string, show: Show): Promise<void> {
  show({ kind: 'opening' })
  const result = await openResult(await fetchViewed(token))
  show({
    kind: 'open',
    result,
    entry: { ...entryOf(viewedId, null, false), name: nameOf(result) },
    isDemo: false,
    keepProblem: null,
  })
}

async function openLink(link: string, isKept: boolean, signal: AbortSignal, show: Show): Promise<void> {
  const checked = checkLink(link)
  if (checked.state !== 'good') throw new FlowError('INVALID_LINK', 'link_malformed')
  let waiting: Promise<string | null> = Promise.resolve(null)
  const packageId = await followPackage({
    link: checked.link,
    key: checked.key,
    signal,
    onProgress: (progress) => show({ kind: 'working', progress, isKept }),
    onAccepted: (id) => {
      if (!isKept) return
      remember(id)
      waiting = keepWaiting(id, checked.link)
    },
  }).catch(async (error: unknown) => {
    // If the server cannot make the result, the link must not stay in the list of saved packages.
    const id = await waiting
    if (error instanceof FlowError && id !== null) await forget(id)
    throw error
  })
  show({ kind: 'opening' })
  const onTrouble = (trouble: Trouble) => show({ kind: 'opening', trouble })
  const sqlite = await fetchResult(packageId, checked.key, { signal, onTrouble })
  await openSqlite(entryOf(packageId, checked.link, isKept), sqlite, signal, show)
}

/**
 * Saves a link whose result is not ready yet. Returns its id, or null if an earlier result is already saved.
 */
async function keepWaiting(id: string, link: string): Promise<string | null> {
  if ((await readKept(id))?.contents) return null
  await keep(entryOf(id, link, false), null)
  return id
}

async function openFile(id: string, sqlite: Uint8Array, isKept: boolean, signal: AbortSignal, show: Show) {
  show({ kind: 'opening' })
  await openSqlite(entryOf(id, null, isKept), sqlite, signal, show)
}

/** Shows a result, and saves it if `entry.isReady`. */
async function openSqlite(
  entry: KeptPackage,
  sqlite: Uint8Array,
  signal: AbortSignal,
  show: Show,
): Promise<void> {
  const result = await openResult(sqlite)
  if (signal.aborted) return result.close()
  const kept = await keepResult(entry, result)
  show({ kind: 'open', result, isDemo: false, ...kept })
}

/** The packages never leave this device: a worker of this page makes the results. */
async function openPackages(
  packages: readonly DroppedPackage[],
  isKept: boolean,
  signal: AbortSignal,
  show: Show,
): Promise<void> {
  const onProgress = (analyzing: AnalysisState) => show({ kind: 'analyzing', analyzing })
  const [first, ...others] = packages
  if (!first || others.length > 0) {
    const analyzed = await analyzePackages(packages, { isKept, signal, onProgress })
    return show({ kind: 'analyzed', packages: analyzed, isKept })
  }
  const { name } = first
  const { id, sqlite } = await analyzeOne(first, signal, (progress) =>
    onProgress({ number: 1, total: 1, name, progress }),
  )
  await openFile(id, sqlite, isKept, signal, show)
}

async function openKept(id: string, signal: AbortSignal, show: Show): Promise<void> {
  show({ kind: 'opening' })
  const kept = await readKept(id)
  if (!kept) return show({ kind: 'start', problem: null })
  const { entry, contents } = kept
  if (!contents)
    return entry.link === null
      ? show({ kind: 'start', problem: null })
      : openLink(entry.link, true, signal, show)
  const result = await openResult(contents.sqlite, contents.core)
  if (!isComplete(contents.core)) void keep(entry, { ...contents, core: coreOf(result) })
  show({ kind: 'open', result, entry, isDemo: false, keepProblem: null })
}

function remembered(): string | null {
  try {
    return sessionStorage.getItem(openedKey)
  } catch {
    return null
  }
}

function remember(id: string | null): void {
  try {
    if (id === null) sessionStorage.removeItem(openedKey)
    else sessionStorage.setItem(openedKey, id)
  } catch {
    // Without storage, a reload begins at Start.
  }
}
