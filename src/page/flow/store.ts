/**
 * Saves packages in this browser (IndexedDB): their results, and the links whose results are not ready yet.
 */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { Core } from '../data/result.ts'

/** A package in the list of saved packages. */
export interface KeptPackage {
  /** The server's package id. For a package analyzed here, a random id; for merged packages, `merged-…`. */
  id: string
  /** The owner's name; '' until the result is there. */
  name: string
  /**
   * The link contains the KEY, so anybody who can use this browser can read the package. Null for a result
   * that this device made.
   */
  link: string | null
  /**
   * True if the result is saved (and for the demo, which a reload can open as well). Saved entries without a
   * result wait for the server.
   */
  isReady: boolean
  /** Approximate size of the SQLite file and of the data saved beside it. */
  bytes: number
  /** Milliseconds since 1970. */
  keptAt: number
}

export interface KeptContents {
  id: string
  sqlite: Uint8Array
  /**
   * Saved too, because reading it from the SQLite file takes seconds for large packages. Null if it could not
   * be read completely; it is then read when the package is opened.
   */
  core: Core | null
}

/**
 * Why something could not be saved. `refused`: for example in a private window, or if site storage is
 * blocked.
 */
export type KeepProblem = 'full' | 'refused'

interface Schema extends DBSchema {
  packages: { key: string; value: KeptPackage }
  contents: { key: string; value: KeptContents }
}

let opened: Promise<IDBPDatabase<Schema>> | null = null

/** Newest first. Empty if the browser refuses storage. */
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

/** Saves entry and contents together, or neither. Returns the problem, or null. */
export async function keep(entry: KeptPackage, contents: KeptContents | null): Promise<KeepProblem | null> {
  try {
    const change = (await open()).transaction(['packages', 'contents'], 'readwrite')
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

/**
 * Deletes entry and contents together, or neither. False if the browser refused; then both are still there.
 */
export async function forget(id: string): Promise<boolean> {
  try {
    const change = (await open()).transaction(['packages', 'contents'], 'readwrite')
    await Promise.all([
      change.objectStore('packages').delete(id),
      change.objectStore('contents').delete(id),
      change.done,
    ])
    return true
  } catch {
    return false
  }
}

function open(): Promise<IDBPDatabase<Schema>> {
  opened ??= openDB<Schema>('dumpus', 1, {
    upgrade(database) {
      database.createObjectStore('packages', { keyPath: 'id' })
      database.createObjectStore('contents', { keyPath: 'id' })
    },
    // Another tab runs a newer version of the page, or the browser deletes or closes the database. The next
    // call opens it again.
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
