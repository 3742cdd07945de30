/** Reads user.json: the owner, their relationships and games, and payments of older packages. */
import { TextMap } from './text-map.ts'
import type { Entry } from '../archive/archive.ts'
import { idOf, nameOf } from './fields.ts'
import { type JsonObject, isObject } from './json.ts'
import type { JsonFiles } from './json-file.ts'

export interface Person {
  id: string
  username: string | null
  displayName: string | null
  avatarUrl: string | null
}

export interface Account {
  owner: Person
  /**
   * The people among the owner's relationships. In a package, only they and the owner have display names and
   * avatars.
   */
  relationships: ReadonlyMap<string, Person>
  /** The relationship records, which are counted by type. */
  relationshipRecords: JsonObject[]
  /** Payments in packages before 2026; null if the file has no list of them. */
  payments: unknown[] | null
  /** user_activity_application_statistics: the time spent in each game. */
  applicationStatistics: unknown[]
  /** library_applications: names of games. */
  libraryApplications: unknown[]
}

/**
 * The owner's account: the first candidate that is an object with an id, or null. Nothing else of the file is
 * kept: no e-mail address, phone number, IP address or token.
 */
export async function readAccount(files: JsonFiles, candidates: readonly Entry[]): Promise<Account | null> {
  for (const entry of candidates) {
    const file = await files.read(entry, true)
    const id = isObject(file) ? idOf(file.id) : null
    if (!isObject(file) || id === null) {
      files.unusable.add(entry)
      continue
    }
    const relationshipRecords = arrayOf(file.relationships).filter(isObject)
    return {
      owner: {
        id,
        username: nameOf(file.username),
        displayName: nameOf(file.global_name),
        avatarUrl: avatarUrlOf(id, file.avatar_hash),
      },
      relationships: readRelationships(relationshipRecords),
      relationshipRecords,
      payments: Array.isArray(file.payments) ? file.payments : null,
      applicationStatistics: arrayOf(file.user_activity_application_statistics),
      libraryApplications: arrayOf(file.library_applications),
    }
  }
  return null
}

/**
 * The address of an avatar on Discord's CDN, or null without a hash. The prefix `a_` marks animated avatars.
 */
export function avatarUrlOf(userId: string, hash: unknown): string | null {
  if (typeof hash !== 'string' || !/^[A-Za-z0-9_]{1,64}$/.test(hash)) return null
  return `https://cdn.discordapp.com/avatars/${userId}/${hash}.${hash.startsWith('a_') ? 'gif' : 'png'}`
}

function readRelationships(records: readonly JsonObject[]): ReadonlyMap<string, Person> {
  const people = new TextMap<Person>()
  for (const record of records) {
    const user = isObject(record.user) ? record.user : {}
    const id = idOf(record.id) ?? idOf(user.id)
    if (id === null) continue
    people.set(id, {
      id,
      username: nameOf(user.username),
      displayName: nameOf(record.display_name) ?? nameOf(user.global_name),
      avatarUrl: avatarUrlOf(id, user.avatar),
    })
  }
  return people
}

function arrayOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : []
}
