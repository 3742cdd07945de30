/** Deletes a package. The order of its deletion is defined only here. */
import { remove } from '../queue/jobs.ts'
import { withTimeout } from '../platform/time-limit.ts'
import type { PackageParts } from './parts.ts'

/** A deletion is not retried, because the second attempt would find nothing. */
const deletionSeconds = 20

/** The command line deletes only in the database; servers notice it by their claims and reads. */
type Removing = Pick<PackageParts, 'database'> &
  Partial<Pick<PackageParts, 'keyring' | 'statusCache' | 'signals' | 'notify'>>

/**
 * Deletes the row with its result, and a result of dumpus-api. Then this process forgets the KEY and its
 * cached state, and stops its job. Returns false if there was no package; the process forgets anyway.
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
