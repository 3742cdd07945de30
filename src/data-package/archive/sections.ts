/**
 * Finds the sections of a package by the shape of their paths, in any language and version, also inside
 * wrapper folders.
 */
import { TextMap, TextSet } from '../records/text-map.ts'
import type { ActivityFolder } from './activity-folders.ts'
import type { Entry } from './archive.ts'

export interface ChannelFiles {
  channelId: string
  /** channel.json. There are several when a package has both c<ID>/ and <ID>/. */
  descriptions: Entry[]
  messages: Entry[]
}

/** The entries to read, by section. A missing section is an empty list and never an error. */
export interface Sections {
  /** Candidates for the owner's user.json, the shallowest first. */
  accounts: Entry[]
  payments: Entry[]
  channels: TextMap<ChannelFiles>
  guilds: TextMap<Entry[]>
  /** The index.json files next to the channel folders, and those next to the guild folders. */
  messagesIndexes: Entry[]
  serversIndexes: Entry[]
  /** The index.json files next to neither. They are classified by their content. */
  otherIndexes: Entry[]
  activity: { folder: ActivityFolder; entry: Entry }[]
}

const shape = {
  ignored: /(^|\/)(__macosx\/|\._|\.ds_store$)/i,
  activity: /(?:^|\/)(analytics|modeling|reporting|tns)\/events-[^/]*\.json$/i,
  channel: /^(.*?)(?:^|\/)c?(\d{15,21})\/(?:(channel\.json)|messages\.(?:json|csv))$/i,
  guild: /^(.*?)(?:^|\/)(\d{15,21})\/guild\.json$/i,
  index: /^(.*?)(?:^|\/)index\.json$/i,
  account: /^(?:.*\/)?user\.json$/i,
  notAccount: /(^|\/)users\/user\.json$|(^|\/)activities[^/]*\//i,
  payments: /(?:^|\/)user_data_exports\/discord_billing\/payments\.json$/i,
}

/**
 * Sorts the entries of an archive into sections. Since 2025 the names of root folders are translated, and in
 * Japanese packages two of them are equal, so only the shape of the paths inside is reliable. Of entries with
 * the same name, the last one counts.
 */
export function findSections(entries: readonly Entry[]): Sections {
  const sections = noSections()
  const indexes: { parent: string; entry: Entry }[] = []
  const channelParents = new TextSet()
  const guildParents = new TextSet()

  for (const entry of lastOfEachName(entries)) {
    const { name } = entry
    let match: RegExpExecArray | null
    if (shape.ignored.test(name)) continue
    if ((match = shape.channel.exec(name))) {
      const files = channelFilesOf(sections, match[2]!)
      ;(match[3] ? files.descriptions : files.messages).push(entry)
      channelParents.add(match[1]!)
    } else if ((match = shape.activity.exec(name))) {
      sections.activity.push({ folder: match[1]!.toLowerCase() as ActivityFolder, entry })
    } else if ((match = shape.guild.exec(name))) {
      guildFilesOf(sections, match[2]!).push(entry)
      guildParents.add(match[1]!)
    } else if ((match = shape.index.exec(name))) {
      indexes.push({ parent: match[1]!, entry })
    } else if (shape.payments.test(name)) {
      sections.payments.push(entry)
    } else if (shape.account.test(name) && !shape.notAccount.test(name)) {
      sections.accounts.push(entry)
    }
  }

  for (const { parent, entry } of indexes) {
    if (channelParents.has(parent)) sections.messagesIndexes.push(entry)
    else if (guildParents.has(parent)) sections.serversIndexes.push(entry)
    else sections.otherIndexes.push(entry)
  }
  sections.accounts.sort((left, right) => depthOf(left.name) - depthOf(right.name))
  return sections
}

/** The sections of an empty package. */
export function noSections(): Sections {
  return {
    accounts: [],
    payments: [],
    channels: new TextMap(),
    guilds: new TextMap(),
    messagesIndexes: [],
    serversIndexes: [],
    otherIndexes: [],
    activity: [],
  }
}

/** Every entry that may be read. The list is used for checks and for the progress. */
export function entriesOf(sections: Sections): Entry[] {
  return [
    ...sections.accounts,
    ...sections.payments,
    ...sections.messagesIndexes,
    ...sections.serversIndexes,
    ...sections.otherIndexes,
    ...[...sections.guilds.values()].flat(),
    ...[...sections.channels.values()].flatMap(({ descriptions, messages }) => [
      ...descriptions,
      ...messages,
    ]),
    ...sections.activity.map(({ entry }) => entry),
  ]
}

function channelFilesOf(sections: Sections, channelId: string): ChannelFiles {
  let files = sections.channels.get(channelId)
  if (!files) sections.channels.set(channelId, (files = { channelId, descriptions: [], messages: [] }))
  return files
}

function guildFilesOf(sections: Sections, guildId: string): Entry[] {
  let files = sections.guilds.get(guildId)
  if (!files) sections.guilds.set(guildId, (files = []))
  return files
}

function lastOfEachName(entries: readonly Entry[]): Iterable<Entry> {
  return new TextMap(entries.map((entry): [string, Entry] => [entry.name, entry])).values()
}

function depthOf(name: string): number {
  return name.split('/').length
}
