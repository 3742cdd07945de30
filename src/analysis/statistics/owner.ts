/** Whose package it is. */
import type { AnalyzedPackage, CountedChannel } from '../analyzed-package.ts'
import type { Person } from '../../data-package/records/account.ts'
import { PackageError } from '../../errors.ts'
import { Budget } from '../collections/budget.ts'
import { Tally } from '../collections/tally.ts'
import type { Statistic } from './statistic.ts'

export const packageData: Statistic = {
  name: 'package_data',
  source: 'user.json; without one, the activity and the direct messages',
  means: 'Whose package it is.',
  limits: 'Without a user.json the owner has no name.',
  tables: [{ name: 'package_data', rowPer: 'package (always one)' }],
}

export const unknownUser = 'Unknown user'
const unnamed = { username: null, displayName: null, avatarUrl: null }
/** Discord's account for everyone who deleted theirs. Source: the ids that packages name. */
const deletedUserId = '456226577798135808'

/**
 * The owner by user.json; without one, whom most events name; else the one person in at least two direct messages.
 * Throws PackageError package_without_owner.
 */
export function ownerOf({ contents, activity }: AnalyzedPackage): Person & { username: string } {
  const { account, channels } = contents
  const id = account?.owner.id ?? activity.commonUserId ?? commonRecipient(channels)
  if (id === null) throw new PackageError('package_without_owner')
  const owner = account?.owner ?? { ...unnamed, id }
  return { ...owner, username: owner.username ?? unknownUser }
}

/** The one person in at least two direct messages is the owner. */
function commonRecipient(channels: readonly CountedChannel[]): string | null {
  const tally = new Tally(new Budget(Infinity))
  for (const channel of channels) {
    if (channel.kind === 'dm') for (const id of new Set(channel.recipients.filter(isPerson))) tally.add(id)
  }
  return tally.mostFrequent(2)
}

/** False for the deleted, and for whatever else stands for people. */
export function isPerson(recipient: string): boolean {
  return /^\d{15,21}$/.test(recipient) && recipient !== deletedUserId
}
