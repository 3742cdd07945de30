/** Question: the owner of the package. */
import { numberOf, type Question, textOf, textOrNull } from '../question.ts'
import type { Owner } from '../types.ts'

export interface PackageFacts extends Owner {
  packageId: string
  /** No activity was counted, usually because the package contains only messages. */
  isPartial: boolean
}

export const ownerQuestion: Question<PackageFacts> = {
  name: 'owner',
  needs: { package_data: [] },
  sql: `SELECT package_id, package_owner_id, package_owner_name, package_owner_display_name, package_is_partial
FROM package_data`,
  read: ([packageId, id, name, displayName, isPartial]) => ({
    packageId: textOf(packageId),
    id: textOf(id),
    name: textOf(name),
    displayName: textOrNull(displayName),
    isPartial: numberOf(isPartial) === 1,
  }),
}
