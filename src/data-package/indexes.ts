/** Reads the index.json files: the names of channels and of guilds. */
import type { AnalysisLimits } from '../config.ts'
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
}

const channelText = /^Direct Message with |^Unknown channel|^None$| in /

/**
 * Both indexes. An index.json that stands alone (no channel or guild folder beside it) is told by its values: those of
 * messages name direct messages and "… in …", whatever the language of the package.
 */
export async function readIndexes(
  reader: MemberReader,
  sections: Sections,
  limits: AnalysisLimits,
): Promise<Indexes> {
  const indexes: Indexes = { channels: new Map(), guilds: new Map() }
  for (const entry of sections.messagesIndexes) addChannels(await readJsonFile(reader, entry, limits))
  for (const entry of sections.serversIndexes) addGuilds(await readJsonFile(reader, entry, limits))
  for (const entry of sections.otherIndexes) {
    const file = await readJsonFile(reader, entry, limits)
    if (looksLikeChannels(file)) addChannels(file)
    else addGuilds(file)
  }
  return indexes

  function addChannels(file: unknown): void {
    for (const [id, text] of idEntriesOf(file)) {
      if (typeof text === 'string' && text !== '' && text !== 'None')
        indexes.channels.set(id, cleanText(text))
    }
  }

  function addGuilds(file: unknown): void {
    for (const [id, name] of idEntriesOf(file)) {
      indexes.guilds.set(id, nameOf(name))
    }
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
    names.set(folderId, null)
    for (const entry of entries) {
      const file = await readJsonFile(reader, entry, limits)
      const name = isObject(file) ? nameOf(file.name) : null
      if (name !== null) names.set(folderId, name)
    }
  }
  return names
}

function idEntriesOf(file: unknown): [string, unknown][] {
  return isObject(file) ? Object.entries(file).filter(([id]) => idOf(id) !== null) : []
}

function looksLikeChannels(file: unknown): boolean {
  const values = idEntriesOf(file).map(([, value]) => value)
  const matching = values.filter(
    (value) => value === null || (typeof value === 'string' && channelText.test(value)),
  )
  return matching.length * 2 > values.length
}
