/** Deletes a package: the order in which everything of it goes stands here and nowhere else. */
import { remove } from '../queue/jobs.ts'
import { withTimeout } from '../platform/time-limit.ts'
import type { PackageParts } from './parts.ts'

/** A deletion is not tried again: the second one would find nothing. */
const deletionSeconds = 20

/** The command line deletes in the database only: the servers notice by their claims and their reads. */
type Removing = Pick<PackageParts, 'database'> &
  Partial<Pick<PackageParts, 'keyring' | 'statusCache' | 'signals' | 'notify'>>

/**
 * Deletes the row with its result, and what was taken over from dumpus-api; then this process forgets the KEY
 * and what it knows, and stops its work on it. false: there was none, and the process forgets all the same.
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
