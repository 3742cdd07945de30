/** Saves an opened result in this browser, with the data that makes reopening it quick. */
import { coreOf, type Result } from '../data/result.ts'
import { keep, type KeepProblem, type KeptPackage } from './store.ts'

/**
 * Makes an entry for the list of saved packages. `isReady`: the result exists, and the user wants it saved.
 */
export function entryOf(id: string, link: string | null, isReady: boolean): KeptPackage {
  return { id, name: '', link, isReady, bytes: 0, keptAt: Date.now() }
}

export function nameOf({ owner }: Result): string {
  return owner.displayName ?? owner.name
}

/**
 * Saves the result if `entry.isReady`. Returns the updated entry, whose `isReady` says whether the result is
 * saved, and the problem if saving failed.
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
