/** Reads the index.json files: names of channels and of guilds. */
import { TextMap } from './text-map.ts'
import { cleanText, idOf, nameOf } from './fields.ts'
import { isObject } from './json.ts'
import type { JsonFiles } from './json-file.ts'
import type { Sections } from '../archive/sections.ts'

export interface Indexes {
  /** Channel id → its text, such as "general in My Server". "None", "" and other values are left out. */
  channels: TextMap<string>
  /** Guild id → its name; null when the index has the guild without a name. */
  guilds: TextMap<string | null>
  /** The number of guild indexes, including unreadable ones. */
  guildFiles: number
}

/** The members of an index by id; undefined if the file cannot be read. */
type Members = TextMap<unknown> | undefined

const channelText = /^Direct Message with |^Unknown channel|^None$/

/**
 * Reads both indexes. An index.json without channel or guild folders beside it is recognized by its values,
 * which are English in packages of every language. It is a messages index if a value names a direct message
 * or an unknown channel, or is "None" or not a text, or if all values have the form "… in …".
 */
export async function readIndexes(files: JsonFiles, sections: Sections): Promise<Indexes> {
  const indexes: Indexes = { channels: new TextMap(), guilds: new TextMap(), guildFiles: 0 }
  for (const entry of sections.messagesIndexes) addChannels(await files.readMembers(entry))
  for (const entry of sections.serversIndexes) addGuilds(await files.readMembers(entry))
  const hasChannels = sections.channels.size > 0
  const hasGuilds = sections.guilds.size > 0
  for (const entry of sections.otherIndexes) {
    const file = await files.readMembers(entry)
    if (!hasChannels && looksLikeChannels(file)) addChannels(file)
    else if (!hasGuilds) addGuilds(file)
  }
  return indexes

  function addChannels(file: Members): void {
    for (const [id, text] of idEntriesOf(file)) {
      const isText = typeof text === 'string' && text !== '' && text !== 'None'
      if (isText) indexes.channels.set(id, kept(cleanText(text)))
    }
  }

  function addGuilds(file: Members): void {
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

/**
 * The names in guild.json files. They are used for guilds whose name neither an index nor a channel.json has.
 */
export async function readGuilds(files: JsonFiles, sections: Sections): Promise<TextMap<string | null>> {
  const names = new TextMap<string | null>()
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

/** The memory that a name takes until it is in the result, as measured: it is in several maps and rows. */
function bytesOfName(name: string | null): number {
  return 600 + 6 * (name?.length ?? 0)
}

function idEntriesOf(file: Members): [string, unknown][] {
  return [...(file ?? [])].filter(([id]) => idOf(id) !== null)
}

function looksLikeChannels(file: Members): boolean {
  const texts = idEntriesOf(file).map(([, value]) => (typeof value === 'string' ? value : 'None'))
  return (
    texts.length > 0 &&
    (texts.some((text) => channelText.test(text)) || texts.every((text) => text.includes(' in ')))
  )
}
