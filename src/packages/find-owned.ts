/**
 * Finds the package of a KEY for its owner only. It looks up the row, or else an imported result of
 * dumpus-api, and checks the verifier.
 */
import { sameBytes, verifierOf } from '../crypto.ts'
import { findMany, type PackageState } from '../queue/jobs.ts'
import type { Status } from '../queue/status-cache.ts'
import { tagOf } from '../telemetry/logger.ts'
import type { Claimant, PackageParts } from './parts.ts'

/**
 * `unauthorized`: the row is not of this KEY. It is of another KEY with the same MD5, or somebody uploaded it
 * under this id.
 */
export type NotOwned = 'unknown' | 'unauthorized'

type Finding = Pick<PackageParts, 'database' | 'legacy' | 'statusCache' | 'logger'>

/** The package, read from its row. */
export function findOwned(claimant: Claimant, parts: Finding): Promise<PackageState | NotOwned> {
  const read = async () => (await findMany(parts.database, [claimant.packageId]))[0] ?? null
  return find(read, (state) => state, claimant, parts)
}

/** The package and its position, for a poll. The state of an unfinished package may be slightly outdated. */
export function findOwnedStatus(claimant: Claimant, parts: Finding): Promise<Status | NotOwned> {
  return find(
    () => parts.statusCache.read(claimant.packageId),
    (status) => status.state,
    claimant,
    parts,
  )
}

/**
 * Turns an imported result into a package if it decrypts with the KEY. Returns true if the package may exist
 * now. The caller must then read it again. A result that does not decrypt is ignored; its owner submits the
 * link again.
 */
export async function adoptLegacy(
  { packageId, key }: Claimant,
  { legacy, statusCache, logger }: Omit<Finding, 'database'>,
): Promise<boolean> {
  const adoption = await legacy.adopt(packageId, key)
  const fields = { package: tagOf(packageId) }
  if (adoption === 'adopted') logger.info('legacy_result_adopted', fields)
  if (adoption === 'damaged') logger.error('legacy_result_damaged', fields)
  const isThere = adoption === 'adopted' || adoption === 'present'
  if (isThere) statusCache.invalidate(packageId)
  return isThere
}

async function find<Found>(
  read: () => Promise<Found | null>,
  rowOf: (found: Found) => PackageState,
  claimant: Claimant,
  parts: Finding,
): Promise<Found | NotOwned> {
  const isOwn = (candidate: Found) => isOwner(rowOf(candidate), claimant)
  let found = await read()
  // Somebody may have uploaded something under the id of an imported result.
  if (!(found && isOwn(found)) && (await adoptLegacy(claimant, parts))) found = await read()
  if (!found) return 'unknown'
  return isOwn(found) ? found : 'unauthorized'
}

/**
 * True if the package was submitted with this KEY. The MD5 alone does not prove that. Compares in constant
 * time.
 */
export function isOwner({ id, verifier }: PackageState, { key }: Pick<Claimant, 'key'>): boolean {
  return sameBytes(verifier, verifierOf(key, id))
}
