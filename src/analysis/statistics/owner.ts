/** Identifies the owner of the package. */
import { idOf } from '../../data-package/records/fields.ts'
import { TextSet } from '../../data-package/records/text-map.ts'
import type { AnalyzedPackage, CountedChannel } from '../analyzed-package.ts'
import type { Person } from '../../data-package/records/account.ts'
import { PackageError } from '../../errors.ts'
import { Budget } from '../collections/budget.ts'
import { Tally } from '../collections/tally.ts'
import { paymentsOf } from './payments.ts'
import type { Statistic } from './statistic.ts'

export const packageData: Statistic = {
  name: 'package_data',
  source: 'user.json; without one, the activity and the direct messages',
  means: 'The owner of the package.',
  limits:
    'Without a user.json the owner has no name. If nothing in the package identifies the owner, the id is 0, and everything else is still counted.',
  tables: [{ name: 'package_data', rowPer: 'package (always one)' }],
}

export const unknownUser = 'Unknown user'
export const unknownOwnerId = '0'
const unnamed = { username: null, displayName: null, avatarUrl: null }
/** Discord's account for all deleted accounts. Source: the ids in packages. */
const deletedUserId = '456226577798135808'

/**
 * The owner in user.json. Without that file, the owner is the user whom the most events name, or else the one
 * person in the most direct messages and groups (at least two). If none of these identifies the owner, the
 * owner is unknown and everything else is still counted. Throws PackageError package_without_owner if there
 * is nothing to count either.
 */
export function ownerOf({ contents, activity }: AnalyzedPackage): Person & { username: string } {
  const { account, channels } = contents
  const id = account?.owner.id ?? activity.commonUserId ?? commonRecipient(channels)
  if (id === null && isEmpty({ contents, activity })) throw new PackageError('package_without_owner')
  const owner = account?.owner ?? { ...unnamed, id: id ?? unknownOwnerId }
  return { ...owner, username: owner.username ?? unknownUser }
}

function isEmpty({ contents, activity }: AnalyzedPackage): boolean {
  const { channels, guilds, paymentRecords } = contents
  const usedLines = activity.coverage.reduce((sum, { used }) => sum + used, 0)
  return channels.length + guilds.size + paymentsOf(paymentRecords).length + usedLines === 0
}

/**
 * The person who takes part in the most direct messages and groups, who must be the owner. Null if that is
 * fewer than two, or if several people take part in equally many.
 */
function commonRecipient(channels: readonly CountedChannel[]): string | null {
  const tally = new Tally(new Budget(Infinity))
  for (const { kind, recipients } of channels) {
    if (kind === 'dm' || kind === 'group')
      for (const id of new TextSet(recipients.filter(isPerson))) tally.add(id)
  }
  return tally.singleMostFrequent(2)
}

/** True for the values that stand for deleted accounts in recipients. */
export function isDeletedPerson(recipient: string): boolean {
  return recipient === deletedUserId || recipient === 'Deleted User'
}

/** False for deleted accounts and for all other values that are not a person. */
export function isPerson(recipient: string): boolean {
  return idOf(recipient) !== null && recipient !== deletedUserId
}
