/** Keeps an opened result in this browser, with what makes opening it again quick. */
import { coreOf, type Result } from '../data/result.ts'
import { keep, type KeepProblem, type KeptPackage } from './store.ts'

/** An entry of the list of kept packages. `isReady`: it shall be kept once its result is there. */
export function entryOf(id: string, link: string | null, isReady: boolean): KeptPackage {
  return { id, name: '', link, isReady, bytes: 0, keptAt: Date.now() }
}

export function nameOf({ owner }: Result): string {
  return owner.displayName ?? owner.name
}

/**
 * Keeps the result when its entry is ready to be kept. Gives the entry as it is then: what could not be kept
 * is in this tab only, and says nothing else.
 */
export async function keepResult(
  entry: KeptPackage,
  result: Result,
): Promise<{ entry: KeptPackage; keepProblem: KeepProblem | null }> {
  const sqlite = result.bytes
  const whole = { ...entry, name: nameOf(result), bytes: sqlite.length + 12 * result.cube.hour.length }
  const contents = { id: entry.id, sqlite, core: coreOf(result) }
  const keepProblem = entry.isReady ? await keep(whole, contents) : null
  return { entry: { ...whole, isReady: entry.isReady && keepProblem === null }, keepProblem }
}
