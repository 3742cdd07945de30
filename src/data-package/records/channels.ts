/** Reads channel.json: a channel's kind, its guild, and its recipients. */
import type { Entry } from '../archive/archive.ts'
import { beginningOf, idOf, nameOf, textOf } from './fields.ts'
import { isObject } from './json.ts'
import type { JsonFiles } from './json-file.ts'

export type ChannelKind = 'dm' | 'group' | 'guild' | 'unknown'

export interface Channel {
  /** Null if the file has neither a type, nor a guild, nor more than one recipient. */
  kind: ChannelKind | null
  name: string | null
  guildId: string | null
  guildName: string | null
  /** User ids and other values, such as "Deleted User", in the order of the file. */
  recipients: string[]
}

/**
 * Channel types were numbers until mid-2024, and have been names since. All other types of Discord are kinds
 * of guild channels. Source: Discord's documentation, "Channel Types".
 */
const kindOfType = new Map<string, ChannelKind>([
  ['1', 'dm'],
  ['DM', 'dm'],
  ['3', 'group'],
  ['GROUP_DM', 'group'],
])
/** Most groups have at most ten members; some have 25. */
const recipientsMax = 50
/** Ids have up to 20 digits; "Deleted User" has 12 characters. */
const recipientLengthMax = 32

/**
 * The channel in the first readable file. Null if no file is readable; the index may still name the channel.
 */
export async function readChannel(files: JsonFiles, descriptions: readonly Entry[]): Promise<Channel | null> {
  for (const entry of descriptions) {
    const file = await files.read(entry)
    if (!isObject(file)) continue
    const guild = isObject(file.guild) ? file.guild : {}
    const guildId = idOf(guild.id)
    const recipients = recipientsOf(file.recipients)
    const type = textOf(file.type)
    return {
      kind: kindOf(type, guildId, recipients),
      name: nameOf(file.name),
      guildId,
      guildName: nameOf(guild.name),
      recipients,
    }
  }
  return null
}

function recipientsOf(value: unknown): string[] {
  const given = Array.isArray(value) ? value.slice(0, recipientsMax) : []
  return given.map((one) => idOf(one) ?? beginningOf(textOf(one) ?? '', recipientLengthMax))
}

function kindOf(
  type: string | null,
  guildId: string | null,
  recipients: readonly string[],
): ChannelKind | null {
  const known = type === null ? undefined : kindOfType.get(type)
  if (known) return known
  if (guildId !== null) return 'guild'
  if (type !== null) return 'unknown'
  // This is a guess, and only for files without a type: a group DM may have shrunk to two members.
  if (recipients.length === 2) return 'dm'
  return recipients.length > 2 ? 'group' : null
}
