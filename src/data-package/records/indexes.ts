/** Reads the index.json files: the names of channels and of guilds. */
import { cleanText, idOf, nameOf } from './fields.ts'
import { isObject } from './json.ts'
import type { JsonFiles } from './json-file.ts'
import type { Sections } from '../archive/sections.ts'

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
export async function readIndexes(files: JsonFiles, sections: Sections): Promise<Indexes> {
  const indexes: Indexes = { channels: new Map(), guilds: new Map(), guildFiles: 0 }
  for (const entry of sections.messagesIndexes) addChannels(await files.read(entry))
  for (const entry of sections.serversIndexes) addGuilds(await files.read(entry))
  const hasChannels = sections.channels.size > 0
  const hasGuilds = sections.guilds.size > 0
  for (const entry of sections.otherIndexes) {
    const file = await files.read(entry)
    if (!hasChannels && looksLikeChannels(file)) addChannels(file)
    else if (!hasGuilds) addGuilds(file)
  }
  return indexes

  function addChannels(file: unknown): void {
    for (const [id, text] of idEntriesOf(file)) {
      const isText = typeof text === 'string' && text !== '' && text !== 'None'
      if (isText) indexes.channels.set(id, kept(cleanText(text)))
    }
  }

  function addGuilds(file: unknown): void {
    indexes.guildFiles++
    for (const [id, name] of idEntriesOf(file)) {
      indexes.guilds.set(id, kept(nameOf(name)))
    }
  }

  function kept<Text extends string | null>(text: Text): Text {
    files.budget.spend(bytesOfName(text))
    return text
  }
}

/** The names that guild.json files give, for guilds that no index names. */
export async function readGuilds(files: JsonFiles, sections: Sections): Promise<Map<string, string | null>> {
  const names = new Map<string, string | null>()
  for (const [folderId, entries] of sections.guilds) {
    for (const entry of entries) {
      const file = await files.read(entry)
      if (!isObject(file)) continue
      const name = nameOf(file.name)
      files.budget.spend(bytesOfName(name))
      names.set(folderId, name)
    }
  }
  return names
}

/** What a name takes until it is in the result, measured: it stands in several maps and rows. */
function bytesOfName(name: string | null): number {
  return 600 + 6 * (name?.length ?? 0)
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
