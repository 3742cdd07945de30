/** Where requests meet results that were taken over from dumpus-api. */
import { tagOf } from '../logger.ts'
import type { Context } from './endpoint.ts'

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
  if (adoption === 'absent') return false
  const level = adoption === 'damaged' ? 'error' : 'info'
  logger[level](`legacy_result_${adoption}`, { package: tagOf(packageId) })
  board.invalidate(packageId)
  return adoption === 'adopted'
}
