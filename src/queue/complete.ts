/** Completes a package: stores its result and PROCESSED in one transaction. */
import { sql as statement } from 'drizzle-orm'
import type { Database } from '../db/connect.ts'
import type { PreparedResult, Storage } from '../results/store.ts'
import type { Claim } from './next-claim.ts'
import { endedColumns, isClaimedBy } from './states.ts'

/**
 * Stores the prepared result (Storage.prepare) and PROCESSED together, or neither. Returns false if the claim
 * is lost; then nothing is stored. While the chunks are written, heartbeats continue, and no other worker can
 * take the package over, because the new row in `blobs` holds a key-share lock on the package's row. A
 * deletion waits for the end of the transaction and then removes both.
 */
export async function complete(
  database: Database,
  storage: Pick<Storage, 'write'>,
  claim: Claim,
  prepared: PreparedResult,
): Promise<boolean> {
  try {
    await database.orm.transaction(async (transaction) => {
      const isOwned = isClaimedBy(statement, claim)
      const before = await transaction.execute(statement`SELECT 1 FROM packages WHERE ${isOwned}`)
      if (before.length === 0) throw new ClaimLostError()
      const blobId = await storage.write(transaction, claim.packageId, prepared)
      const after = await transaction.execute(statement`
        UPDATE packages SET step = 'PROCESSED', blob_id = ${blobId}, progress = 100, ${endedColumns(statement)}
        WHERE ${isOwned} RETURNING id`)
      if (after.length === 0) throw new ClaimLostError()
    })
    return true
  } catch (error) {
    if (error instanceof ClaimLostError || isMissingPackage(error)) return false
    throw error
  }
}

class ClaimLostError extends Error {}

/**
 * True if the foreign key of `blobs` shows that the package was deleted while its result was being written.
 */
function isMissingPackage(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ((cause as { code?: unknown }).code === '23503') return true
  }
  return false
}
