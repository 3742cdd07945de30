/** Reads the index.json files: the names of channels and of guilds. */
import type { AnalysisLimits } from '../config/config.ts'
import { cleanText, idOf, nameOf } from './fields.ts'
import { isObject } from './json.ts'
import { readJsonFile } from './json-file.ts'
import type { MemberReader } from './member.ts'
import type { Sections } from './sections.ts'

export interface Indexes {
  /** Channel id → its text, like "general in My Server". Null and "None" are no texts. */
  channels: Map<string, string>
  /** Guild id → its name; null when the index lists the guild without one. */
  guilds: Map<string, string | null>
  /** How many files the names of guilds come from. */
  guildFiles: number
}

const channelText = /^Direct Message with |^Unknown channel|^None$/

/**
 * Both indexes. An index.json that stands alone (no channel or guild folder beside it) is told by its values, which are
 * English in every language: those of messages name direct messages, unknown channels, or nothing but "… in …".
 */
export async function readIndexes(
  reader: MemberReader,
  sections: Sections,
  limits: AnalysisLimits,
): Promise<Indexes> {
  const indexes: Indexes = { channels: new Map(), guilds: new Map(), guildFiles: 0 }
  for (const entry of sections.messagesIndexes) addChannels(await readJsonFile(reader, entry, limits))
  for (const entry of sections.serversIndexes) addGuilds(await readJsonFile(reader, entry, limits))
  const hasChannels = sections.channels.size > 0
  const hasGuilds = sections.guilds.size > 0
  for (const entry of sections.otherIndexes) {
    const file = await readJsonFile(reader, entry, limits)
    if (!hasChannels && looksLikeChannels(file)) addChannels(file)
    else if (!hasGuilds) addGuilds(file)
  }
  return indexes

  function addChannels(file: unknown): void {
    for (const [id, text] of idEntriesOf(file)) {
      const isText = typeof text === 'string' && text !== '' && text !== 'None'
      if (isText && hasRoom(indexes.channels, id)) indexes.channels.set(id, cleanText(text))
    }
  }

  function addGuilds(file: unknown): void {
    indexes.guildFiles++
    for (const [id, name] of idEntriesOf(file)) {
      if (hasRoom(indexes.guilds, id)) indexes.guilds.set(id, nameOf(name))
    }
  }

  /** Indexes list about what the archive has entries for, the largest known 7,289: beyond that limit they only fill memory. */
  function hasRoom(index: ReadonlyMap<string, unknown>, id: string): boolean {
    return index.size < limits.entriesMax || index.has(id)
  }
}

/** The names that guild.json files give, for guilds that no index names. */
export async function readGuilds(
  reader: MemberReader,
  sections: Sections,
  limits: AnalysisLimits,
): Promise<Map<string, string | null>> {
  const names = new Map<string, string | null>()
  for (const [folderId, entries] of sections.guilds) {
    for (const entry of entries) {
      const file = await readJsonFile(reader, entry, limits)
      if (isObject(file)) names.set(folderId, nameOf(file.name))
    }
  }
  return names
}

function idEntriesOf(file: unknown): [string, unknown][] {
  return isObject(file) ? Object.entries(file).filter(([id]) => idOf(id) !== null) : []
}

function looksLikeChannels(file: unknown): boolean {
  const texts = idEntriesOf(file).map(([, value]) => (typeof value === 'string' ? value : 'None'))
  return (
    texts.length > 0 &&
    (texts.some((text) => channelText.test(text)) || texts.every((text) => text.includes(' in ')))
  )
}
