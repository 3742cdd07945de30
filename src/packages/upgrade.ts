/** Makes a package premium. */
import { upgrade, type Verdict } from '../queue/admin.ts'
import type { PackageParts } from './parts.ts'

/** Moves the package ahead of all standard ones that wait. Polls on this node see it at once. */
export async function upgradePackage(
  packageId: string,
  { database, statusCache }: Pick<PackageParts, 'database'> & Partial<Pick<PackageParts, 'statusCache'>>,
): Promise<Verdict> {
  const verdict = await upgrade(database, packageId)
  statusCache?.invalidate(packageId)
  return verdict
}
