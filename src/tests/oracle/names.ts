/** Names of people, channels and guilds, from whichever file knows them. */
import { directMessagePrefix, groupGuildId, type Channel } from './channels.ts'
import { readJsonObject, type Sections } from './sections.ts'
import { isObject, type JsonObject } from './text-formats.ts'
import { firstIdOf, nameOf } from './values.ts'

export const unknownUserName = 'Unknown user'

export interface Person {
  username: string | null
  displayName: string | null
  /** Without the format, see avatarUrlOf. */
  avatarUrl: string | null
}

/** The address of a custom avatar up to the dot before its format; null without one. */
export function avatarUrlOf(userId: string, hash: unknown): string | null {
  const name = nameOf(hash)
  return name && /^(a_)?[0-9a-zA-Z]+$/.test(name)
    ? `https://cdn.discordapp.com/avatars/${userId}/${name}.`
    : null
}

/** Only people among the relationships of user.json have names and avatars in a package. */
export function readPeople(userJson: JsonObject): Map<string, Person> {
  const people = new Map<string, Person>()
  const relationships = Array.isArray(userJson.relationships) ? userJson.relationships : []
  for (const relationship of relationships.filter(isObject)) {
    const user = isObject(relationship.user) ? relationship.user : {}
    const id = firstIdOf(user.id, relationship.id)
    if (!id || people.has(id)) continue
    people.set(id, {
      username: nameOf(user.username),
      // Rule: display_name = display_name, else user.global_name, else NULL.
      displayName: nameOf(relationship.display_name) ?? nameOf(user.global_name),
      avatarUrl: avatarUrlOf(id, user.avatar),
    })
  }
  return people
}

/**
 * Rule: the index text without "Direct Message with " and one final "#0" or "#0000", else the relationship's
 * username, else "Unknown user".
 */
export function userNameOf(channel: Channel, person: Person | undefined): string {
  const text = channel.indexText?.startsWith(directMessagePrefix)
    ? channel.indexText.slice(directMessagePrefix.length).replace(/#0(000)?$/, '')
    : ''
  return text || person?.username || unknownUserName
}

/** Rule: its name, else the names of the recipients joined by ", ", else "Group DM"; the text "None" is no name. */
export function groupNameOf(channel: Channel, people: Map<string, Person>, ownerId: string): string {
  const names = channel.recipients
    .filter((recipient) => recipient !== null && recipient !== ownerId)
    .flatMap((recipient) => people.get(recipient!)?.username ?? [])
  return channel.name ?? groupIndexNameOf(channel.indexText) ?? (names.join(', ') || 'Group DM')
}

function groupIndexNameOf(text: string | null): string | null {
  const isNoName = text === 'None' || text === 'Unknown channel' || text?.startsWith(directMessagePrefix)
  return isNoName ? null : text
}

/** Rule: from channel.json, else the index text without " in <guild>", else "Unknown channel". */
export function channelNameOf(channel: Channel, guildName: string): string {
  if (channel.name) return channel.name
  const text = channel.indexText === 'None' ? '' : (channel.indexText ?? '')
  const suffix = [guildName, channel.guildName]
    .map((name) => ` in ${name}`)
    .find((ending) => text.endsWith(ending))
  return text.slice(0, text.length - (suffix?.length ?? 0)) || 'Unknown channel'
}

/**
 * Rule: Servers index ∪ guild.json files ∪ guilds of channels; the name from the index, else channel.json, else
 * guild.json. Null stands for a guild that nobody names.
 */
export function readGuildNames(
  files: Map<string, Uint8Array>,
  sections: Sections,
  channels: Channel[],
): Map<string, string | null> {
  const names = new Map<string, string | null>(sections.serversIndex)
  const add = (id: string, name: string | null) => names.set(id, names.get(id) ?? name)
  for (const { guildId, guildName } of channels) {
    if (guildId && guildId !== groupGuildId) add(guildId, guildName)
  }
  for (const { guildId, path } of sections.guildFiles) {
    const json = readJsonObject(files, path)
    if (json) add(guildId, nameOf(json.name))
  }
  return names
}
