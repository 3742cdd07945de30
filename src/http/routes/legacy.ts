/** Where requests meet results that were taken over from dumpus-api. */
import { tagOf } from '../../telemetry/logger.ts'
import type { Context } from '../endpoint.ts'

/**
 * Call it when a package is not there, with a KEY whose MD5 is its id. true: it may be there now, look again. A result that
 * does not decrypt is as none: its owner hands the link in again.
 */
export async function adoptLegacy(
  packageId: string,
  key: string,
  { legacy, board, logger }: Context,
): Promise<boolean> {
  const adoption = await legacy.adopt(packageId, key)
  const fields = { package: tagOf(packageId) }
  if (adoption === 'adopted') logger.info('legacy_result_adopted', fields)
  if (adoption === 'damaged') logger.error('legacy_result_damaged', fields)
  const isThere = adoption === 'adopted' || adoption === 'present'
  if (isThere) board.invalidate(packageId)
  return isThere
}
