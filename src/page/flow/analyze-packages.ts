/** Analyzes packages on this device, one after another. No package ever leaves the device. */
import { openResult } from '../data/result.ts'
import type { PackageFacts } from '../data/questions/owner.ts'
import { analyzeHere, hasSecondCore, type LocalProgress } from '../engine/engine.ts'
import type { DroppedPackage } from '../engine/messages.ts'
import { entryOf, keepResult } from './keep-result.ts'
import { type Problem, problemOf } from './problem.ts'
import type { KeepProblem } from './store.ts'

/** The progress of the work. */
export interface AnalysisState {
  /** Number of the package that is being analyzed, from 1. */
  number: number
  total: number
  /** Name of its zip or folder. */
  name: string
  /** Null until the first progress report. */
  progress: LocalProgress | null
}

export type AnalyzedPackage = { name: string } & (
  { kind: 'analyzed'; analyzed: AnalyzedResult } | { kind: 'failed'; problem: Problem }
)

export interface AnalyzedResult {
  id: string
  owner: PackageFacts
  sqlite: Uint8Array
  isKept: boolean
  keepProblem: KeepProblem | null
}

export interface CountOptions {
  /** True: each result is saved in this browser as soon as it exists, until the user forgets it. */
  isKept: boolean
  /** Aborting it ends the work at once. */
  signal: AbortSignal
  onProgress(analyzing: AnalysisState): void
}

/** A package that fails does not stop the others. Rejects only with the signal's reason, if it is aborted. */
export async function analyzePackages(
  packages: readonly DroppedPackage[],
  { isKept, signal, onProgress }: CountOptions,
): Promise<AnalyzedPackage[]> {
  const done: AnalyzedPackage[] = []
  for (const [index, dropped] of packages.entries()) {
    const { name } = dropped
    const show = (progress: LocalProgress | null) =>
      onProgress({ number: index + 1, total: packages.length, name, progress })
    try {
      const { id, sqlite } = await analyzeOne(dropped, signal, show)
      const result = await openResult(sqlite)
      signal.throwIfAborted()
      const { entry, keepProblem } = await keepResult(entryOf(id, null, isKept), result)
      result.close()
      const analyzed = { id, owner: result.owner, sqlite, isKept: entry.isReady, keepProblem }
      done.push({ name, kind: 'analyzed', analyzed })
    } catch (error) {
      signal.throwIfAborted()
      done.push({ name, kind: 'failed', problem: problemOf(error) })
    }
  }
  return done
}

/** Analyzes one package. Its result gets a random id. Throws PackageError, or the signal's reason. */
export async function analyzeOne(
  dropped: DroppedPackage,
  signal: AbortSignal,
  onProgress: (progress: LocalProgress | null) => void,
): Promise<{ id: string; sqlite: Uint8Array }> {
  onProgress(null)
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, '0'),
  ).join('')
  const isShared = hasSecondCore()
  return { id, sqlite: await analyzeHere({ dropped, packageId: id, isShared, signal, onProgress }) }
}
