/**
 * Reads everything in a package except its account and its activity: servers, channels, messages, payments.
 */
import type { Entry } from '../data-package/archive/archive.ts'
import type { Account } from '../data-package/records/account.ts'
import { type Channel, readChannel } from '../data-package/records/channels.ts'
import { readGuilds, readIndexes } from '../data-package/records/indexes.ts'
import { isObject } from '../data-package/records/json.ts'
import { TextMap } from '../data-package/records/text-map.ts'
import { type ChannelDirectory, listChannels } from './channel-directory.ts'
import type { AnalyzedContents } from './analyzed-package.ts'
import { countMessages } from './statistics/channel-messages.ts'
import type { OpenPackage } from './open-package.ts'

/**
 * Reads these sections. `account` was read before; in older packages it has the payments. Missing sections
 * give empty results.
 */
export async function readContents(opened: OpenPackage, account: Account | null): Promise<AnalyzedContents> {
  const { sections } = opened
  const { channels, guilds, guildIndexes } = await readDirectory(opened)
  const descriptions = [...sections.channels.values()].flatMap(({ descriptions }) => descriptions)
  const unusableIn = (entries: readonly Entry[]) =>
    entries.filter((entry) => opened.files.unusable.has(entry)).length
  const unusableMessages = unusableIn([...sections.messagesIndexes, ...descriptions])
  const messages = await countMessages(opened, channels)
  const paymentRecords = await readPayments(opened, account)
  return {
    ...messages,
    account,
    guilds,
    paymentRecords,
    files: {
      account: sections.accounts.length,
      servers: sections.guilds.size + guildIndexes,
      // Before 2026 the payments are in user.json.
      payments: sections.payments.length || (account?.payments ? 1 : 0),
    },
    unusableFiles: {
      account: unusableIn(sections.accounts),
      servers: unusableIn([...sections.serversIndexes, ...[...sections.guilds.values()].flat()]),
      payments: unusableIn(sections.payments),
      messages: unusableMessages + messages.coverage.unusableFiles,
    },
  }
}

/** The channels and guilds, and the number of guild indexes. */
async function readDirectory({
  files,
  sections,
  budget,
}: OpenPackage): Promise<ChannelDirectory & { guildIndexes: number }> {
  const indexes = await readIndexes(files, sections)
  const guildFiles = await readGuilds(files, sections)
  const descriptions = new TextMap<Channel | null>()
  for (const { channelId, descriptions: entries } of sections.channels.values()) {
    const channel = await readChannel(files, entries)
    budget.spend(bytesOf(channel))
    descriptions.set(channelId, channel)
  }
  return { ...listChannels(descriptions, indexes, guildFiles), guildIndexes: indexes.guildFiles }
}

/** The memory in bytes that a channel takes in all lists and rows that contain it, as measured. */
function bytesOf(channel: Channel | null): number {
  const { name, guildName, recipients } = channel ?? { name: null, guildName: null, recipients: [] }
  return 2_800 + 100 * recipients.length + 6 * ((name?.length ?? 0) + (guildName?.length ?? 0))
}

/**
 * Payments have been in payments.json since 2026, and were in user.json before. user.json is used only if no
 * payments.json has a list of payments.
 */
async function readPayments(
  { files, sections }: OpenPackage,
  account: Account | null,
): Promise<readonly unknown[]> {
  for (const entry of sections.payments) {
    const file = await files.read(entry, true)
    const records = isObject(file) ? file.records : file
    if (Array.isArray(records)) return records
  }
  return account?.payments ?? []
}
