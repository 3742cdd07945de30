/** Deletes a package. Only this file defines the order of a deletion. */
import { remove } from '../queue/jobs.ts'
import { withTimeout } from '../platform/time-limit.ts'
import type { PackageParts } from './parts.ts'

/**
 * Time limit. A deletion is not retried: if the first attempt succeeded late, the second would report an
 * unknown package.
 */
const deletionSeconds = 20

/**
 * The command line deletes only from the database. Running servers notice the deletion when they use a claim
 * or read the row.
 */
type Removing = Pick<PackageParts, 'database'> &
  Partial<Pick<PackageParts, 'keyring' | 'statusCache' | 'signals' | 'notify'>>

/**
 * Deletes the row with its result, and an imported result of dumpus-api. This process then forgets the KEY
 * and the cached state, and stops the job, even if there was no package. Returns whether there was one.
 */
export async function removePackage(packageId: string, parts: Removing): Promise<boolean> {
  const { database, keyring, statusCache, signals, notify } = parts
  const isDeleted = await withTimeout(deletionSeconds, remove(database, packageId))
  keyring?.forget(packageId)
  statusCache?.invalidate(packageId)
  signals?.cancelled(packageId)
  if (isDeleted) notify?.({ kind: 'deleted', packageId })
  return isDeleted
}
