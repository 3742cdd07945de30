/** Puts an errored package back into the queue, where it waits for its owner's next request. */
import { retry, type Verdict } from '../queue/admin.ts'
import type { PackageParts } from './parts.ts'

/** Puts the package back. Polls on this node see it at once. */
export async function retryPackage(
  packageId: string,
  { database, statusCache }: Pick<PackageParts, 'database'> & Partial<Pick<PackageParts, 'statusCache'>>,
): Promise<Verdict> {
  const verdict = await retry(database, packageId)
  statusCache?.invalidate(packageId)
  return verdict
}
