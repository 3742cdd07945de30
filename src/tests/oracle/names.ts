/** Names of people, channels and guilds, from any file that contains them. */
import { directMessagePrefix, groupGuildId, type Channel } from './channels.ts'
import type { Event } from './events.ts'
import { readJsonObject, type Sections } from './sections.ts'
import { isObject, type JsonObject } from './text-formats.ts'
import { firstIdOf, labelOf, nameOf } from './values.ts'

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

/** In a package, only the people among the relationships of user.json have display names and avatars. */
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
 * username; null if both are missing.
 */
export function userNameOf(channel: Channel, person: Person | undefined): string | null {
  return indexPersonOf(channel) ?? person?.username ?? null
}

/** The index's name of a DM's other person; null for its placeholders for unknown people. */
function indexPersonOf({ indexText }: Channel): string | null {
  if (!indexText?.startsWith(directMessagePrefix)) return null
  const text = nameOf(indexText.slice(directMessagePrefix.length).replace(/#0(000)?$/, ''))
  return noNames.includes(text ?? '') ? null : text
}

const deletedUser = 'Deleted User'
const noNames = ['Unknown Participant', 'Unknown User', 'None', deletedUser]

/** Rule: a deleted user is shown as "Deleted user NNNN". */
export function isDeletedUser({ indexText, hasDeleted }: Channel): boolean {
  return hasDeleted || indexText?.replace(/#0(000)?$/, '') === directMessagePrefix + deletedUser
}

/**
 * Rule: the group's own name, else its index text, else the names of the recipients joined by ", "; null if
 * there are none.
 */
export function groupNameOf(channel: Channel, people: Map<string, Person>, ownerId: string): string | null {
  const names = channel.recipients
    .filter((recipient) => recipient !== null && recipient !== ownerId)
    .flatMap((recipient) => people.get(recipient!)?.username ?? [])
  return channel.name ?? groupIndexNameOf(channel.indexText) ?? (names.join(', ') || null)
}

/** Rule: the index's placeholders, "Unknown channel" and "Direct Message with …" are not names of groups. */
function groupIndexNameOf(text: string | null): string | null {
  const isNoName =
    noNames.includes(text ?? '') || text === 'Unknown channel' || text?.startsWith(directMessagePrefix)
  return isNoName ? null : text
}

/**
 * Rule: generated names end with the last four digits of the id. If two would be equal, they use the shortest
 * suffix that no other id of the same list has. `ids` are all ids that need a generated name of this kind.
 */
export function generatedNames(stem: string, ids: string[]): Map<string, string> {
  const endOf = (id: string): string => {
    for (let length = 4; length < id.length; length++) {
      const end = id.slice(-length)
      if (!ids.some((other) => other !== id && other.endsWith(end))) return end
    }
    return id
  }
  return new Map(ids.map((id) => [id, `${stem} ${endOf(id)}`]))
}

/** Rule: from channel.json, else the index text without " in <guild>", else "Unknown channel". */
export function channelNameOf(channel: Channel, guildName: string): string {
  if (channel.name) return channel.name
  const text = channel.indexText === 'None' ? '' : (channel.indexText ?? '')
  const suffix = [guildName, channel.guildName]
    .map((name) => ` in ${name}`)
    .find((ending) => text.endsWith(ending))
  return nameOf(text.slice(0, text.length - (suffix?.length ?? 0))) ?? 'Unknown channel'
}

const namingTypes = ['guild_joined', 'leave_guild', 'create_guild', 'delete_guild', 'channel_updated']

/** Rule: the guild_name of the newest event that names a guild; at equal times, the name that sorts first. */
export function namesInEvents(events: Event[]): Map<string, string> {
  const newest = new Map<string, { time: number; name: string }>()
  for (const { type, time, guildId, fields } of events) {
    const name = labelOf(fields.guild_name)
    if (!namingTypes.includes(type) || !guildId || !name) continue
    const known = newest.get(guildId)
    if (!known || time > known.time || (time === known.time && name < known.name)) {
      newest.set(guildId, { time, name })
    }
  }
  return new Map([...newest].map(([id, { name }]) => [id, name]))
}

/**
 * Rule: Servers index ∪ guild.json files ∪ guilds of channels ∪ guilds of voice_sessions. The name comes from
 * the index, else channel.json, else guild.json, else the newest event. Null stands for a guild without a
 * name.
 */
export function readGuildNames(
  namesInFiles: Map<string, string | null>,
  namesOfEvents: Map<string, string>,
  voiceSessions: { guild_id: string | null }[],
): Map<string, string | null> {
  const names = new Map(namesInFiles)
  for (const { guild_id: id } of voiceSessions) if (id) names.set(id, names.get(id) ?? null)
  for (const [id, name] of names) names.set(id, name ?? namesOfEvents.get(id) ?? null)
  return names
}

/** Rule: the index, else channel.json, else guild.json. */
export function readGuildFiles(
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
