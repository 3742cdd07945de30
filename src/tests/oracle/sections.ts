/**
 * Finds the parts of a package by the shape of their paths. Names of top folders are translated, so only one
 * is used, the English "Activities": a user.json in that folder, or in a folder "users", is not the owner's.
 */
import { decodeText, isObject, parseJson, parseJsonObject, type JsonObject } from './text-formats.ts'
import { idOf, nameOf } from './values.ts'

export interface ChannelFile {
  channelId: string
  path: string
}

export interface Sections {
  /** user.json files that may be the owner's, the least nested first. */
  userFiles: string[]
  eventFiles: string[]
  channelFiles: ChannelFile[]
  messageFiles: ChannelFile[]
  guildFiles: { guildId: string; path: string }[]
  paymentFiles: string[]
  /** channel id → text of Messages/index.json. */
  messagesIndex: Map<string, string | null>
  /** guild id → name of Servers/index.json. */
  serversIndex: Map<string, string | null>
}

const eventPath = /(^|\/)(analytics|reporting|tns|modeling)\/events-[^/]*\.json$/i
const channelPath = /(^|\/)c?(\d{15,21})\/channel\.json$/i
const messagesPath = /(^|\/)c?(\d{15,21})\/messages\.(json|csv)$/i
const guildPath = /(^|\/)(\d{15,21})\/guild\.json$/i
const paymentPath = /(^|\/)user_data_exports\/discord_billing\/payments\.json$/i
const userPath = /(^|\/)user\.json$/i
const activitiesUserPath = /(^|\/)(users\/user\.json|activities[^/]*\/.*user\.json)$/i
const indexPath = /(^|\/)index\.json$/i

export function findSections(files: Map<string, Uint8Array>): Sections {
  // Of copies, the first in the order of the paths counts, because the archive's own order is arbitrary.
  const paths = [...files.keys()].sort()
  const channelFiles = matchAll(paths, channelPath).map(([path, channelId]) => ({ path, channelId }))
  const messageFiles = matchAll(paths, messagesPath).map(([path, channelId]) => ({ path, channelId }))
  const guildFiles = matchAll(paths, guildPath).map(([path, guildId]) => ({ path, guildId }))
  const messagesRoots = new Set([...channelFiles, ...messageFiles].map(({ path }) => rootOf(path)))
  const serversRoots = new Set(guildFiles.map(({ path }) => rootOf(path)))

  const messagesIndexes: JsonObject[] = []
  const serversIndexes: JsonObject[] = []
  const otherIndexes: JsonObject[] = []
  for (const path of paths.filter((candidate) => indexPath.test(candidate))) {
    const index = readJsonObject(files, path)
    if (!index) continue
    if (messagesRoots.has(folderOf(path))) messagesIndexes.push(index)
    else if (serversRoots.has(folderOf(path))) serversIndexes.push(index)
    else if (Object.keys(index).every((key) => idOf(key) !== null)) otherIndexes.push(index)
  }
  // An index without any of its folders can only be recognized by its keys and values.
  for (const index of otherIndexes) {
    const isOfMessages = messagesRoots.size === 0 && looksLikeMessages(Object.values(index))
    if (!isOfMessages && serversRoots.size === 0) serversIndexes.push(index)
  }

  return {
    userFiles: paths
      .filter((path) => userPath.test(path) && !activitiesUserPath.test(path))
      .sort((left, right) => left.split('/').length - right.split('/').length),
    eventFiles: paths.filter((path) => eventPath.test(path)),
    channelFiles,
    messageFiles,
    guildFiles,
    paymentFiles: paths.filter((path) => paymentPath.test(path)),
    messagesIndex: mergeIndexes(messagesIndexes),
    serversIndex: mergeIndexes(serversIndexes),
  }
}

/** The JSON object in a file; undefined if there is no such file or it is not a JSON object. */
export function readJsonObject(files: Map<string, Uint8Array>, path: string): JsonObject | undefined {
  const content = files.get(path)
  return content && parseJsonObject(decodeText(content))
}

/** Any JSON value in a file; undefined if it is unreadable. */
export function readJson(files: Map<string, Uint8Array>, path: string): unknown {
  const content = files.get(path)
  return content && parseJson(decodeText(content))
}

function matchAll(paths: string[], pattern: RegExp): [path: string, id: string][] {
  return paths.flatMap((path): [string, string][] => {
    const id = pattern.exec(path)?.[2]
    return id ? [[path, id]] : []
  })
}

function folderOf(path: string): string {
  return path.split('/').slice(0, -1).join('/')
}

/** The parent of a file's folder: "Messages" for "Messages/c123/channel.json". */
function rootOf(path: string): string {
  return path.split('/').slice(0, -2).join('/')
}

function looksLikeMessages(values: unknown[]): boolean {
  const isTelling = (value: unknown) =>
    value === null ||
    value === 'None' ||
    (typeof value === 'string' && /^(Direct Message with |Unknown channel)/.test(value))
  return values.some(isTelling) || values.every((value) => String(value).includes(' in '))
}

function mergeIndexes(indexes: JsonObject[]): Map<string, string | null> {
  const merged = new Map<string, string | null>()
  for (const index of indexes.filter(isObject)) {
    for (const [key, value] of Object.entries(index)) {
      if (idOf(key) && !merged.get(key)) merged.set(key, nameOf(value))
    }
  }
  return merged
}
