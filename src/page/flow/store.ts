/**
 * What this browser keeps, in IndexedDB: packages with their results, and links that are still being worked
 * on.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Core } from '../data/result.ts'

/** A package in the list of the kept ones. */
export interface KeptPackage {
  /** The server's package id. */
  id: string
  /** The owner; '' while the result is not there. */
  name: string
  /**
   * With the KEY in it: whoever can use this browser can read the package. Null for results that came as a
   * file.
   */
  link: string | null
  /** False while the server still works on it. */
  isReady: boolean
  /** Of the SQLite file and what is kept beside it. */
  bytes: number
  /** Milliseconds since 1970. */
  keptAt: number
}

export interface KeptContents {
  id: string
  sqlite: Uint8Array
  /** Read once, since that takes seconds for large packages; null: not read yet. */
  core: Core | null
}

/** Why something could not be kept. `refused`: private window, or the browser keeps nothing of this site. */
export type KeepProblem = 'full' | 'refused'

interface Schema extends DBSchema {
  packages: { key: string; value: KeptPackage }
  contents: { key: string; value: KeptContents }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

/** Newest first. Nothing where the browser refuses. */
export async function listKept(): Promise<KeptPackage[]> {
  try {
    const all = await (await open()).getAll('packages')
    return all.sort((left, right) => right.keptAt - left.keptAt)
  } catch {
    return []
  }
}

export async function readKept(
  id: string,
): Promise<{ entry: KeptPackage; contents: KeptContents | null } | null> {
  try {
    const database = await open()
    const entry = await database.get('packages', id)
    return entry ? { entry, contents: (await database.get('contents', id)) ?? null } : null
  } catch {
    return null
  }
}

/** Both or nothing. Gives what kept it from being written, or null. */
export async function keep(entry: KeptPackage, contents: KeptContents | null): Promise<KeepProblem | null> {
  try {
    const change = (await open()).transaction(['packages', 'contents'], 'readwrite')
    // The contents first: where they do not fit, the list says nothing of them.
    await Promise.all([
      contents && change.objectStore('contents').put(contents),
      change.objectStore('packages').put(entry),
      change.done,
    ])
    return null
  } catch (error) {
    return (error as DOMException | null)?.name === 'QuotaExceededError' ? 'full' : 'refused'
  }
}

export async function forget(id: string): Promise<void> {
  try {
    const change = (await open()).transaction(['packages', 'contents'], 'readwrite')
    await Promise.all([
      change.objectStore('packages').delete(id),
      change.objectStore('contents').delete(id),
      change.done,
    ])
  } catch {
    // Nothing was kept where nothing can be opened.
  }
}

function open(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('dumpus', 1, {
    upgrade(database) {
      database.createObjectStore('packages', { keyPath: 'id' })
      database.createObjectStore('contents', { keyPath: 'id' })
    },
    // The browser cleared its data, or another tab has a newer page: the next call opens it anew.
    blocking: (_current, _blocked, event) => {
      ;(event.target as IDBDatabase).close()
      opened = null
    },
    terminated: () => (opened = null),
  }).catch((error: unknown) => {
    opened = null
    throw error
  })
  return opened
}
