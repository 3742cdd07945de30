/** Parses package links: decides which links are accepted, and extracts the KEY. */
import { packageIdOf } from '../../crypto.ts'
import { PackageError } from '../../errors.ts'

export interface PackageLink {
  /** MD5 of the KEY, lower-case hex. */
  packageId: string
  key: string
  /** The address to download. For click.discord.com it contains only the KEY, and no other parameters. */
  link: string
  /** False for a link to an allowed origin. Such a link cannot be rebuilt from the KEY. */
  isDiscord: boolean
}

const discordPrefix = 'https://click.discord.com/ls/click'
/** The rule of dumpus-api, but with a greatest length. */
const discordKey = /^[A-Za-z0-9\-._]{500,4096}$/
const keyCharactersMax = 4096
/** Visible ASCII, which can be sent unchanged in a header. */
const keyForm = new RegExp(`^[\\x21-\\x7e]{1,${keyCharactersMax}}$`)
/** Allows a KEY in which each character is percent-encoded, and a few other parameters. */
const linkCharactersMax = 3 * keyCharactersMax + 512
const linkForm = new RegExp(`^[\\x21\\x22\\x24-\\x5b\\x5d-\\x7e]{1,${linkCharactersMax}}$`)
/** More than any known link has. */
const parametersMax = 64

/**
 * Parses the link that a person pasted. It must be a link to click.discord.com or to one of `allowedOrigins`,
 * which are compared exactly. Throws PackageError `link_malformed` for everything else. Each rule checks the
 * text as it was sent, because URL parsers repair what people write (full-width letters, backslashes,
 * `0x7f.1`), and a repaired link is another link.
 */
export function parseLink(text: string, allowedOrigins: readonly string[]): PackageLink {
  const isReadable = text.length <= linkCharactersMax && linkForm.test(text)
  const url = isReadable ? URL.parse(text) : null
  if (!url || url.username || url.password || url.href !== text) throw new PackageError('link_malformed')
  const isDiscord = text.startsWith(`${discordPrefix}?`)
  if (!isDiscord && !allowedOrigins.includes(url.origin)) throw new PackageError('link_malformed')
  const key = isDiscord ? upnOf(text) : (upnOf(text) ?? pathKeyOf(text, url.origin))
  if (key === null || !(isDiscord ? discordKey.test(key) : isKey(key))) {
    throw new PackageError('link_malformed')
  }
  return { packageId: packageIdOf(key), key, link: isDiscord ? linkOf(key) : text, isDiscord }
}

/** The click.discord.com link of a KEY. */
export function linkOf(key: string): string {
  return `${discordPrefix}?upn=${key}`
}

/**
 * True for a text that can be a KEY: 1–4,096 visible ASCII characters. KEYs of links to allowed origins may
 * be short.
 */
export function isKey(text: string): boolean {
  return keyForm.test(text)
}

/**
 * The value of `upn`, decoded once. Null if there is none. Throws link_malformed for more than one `upn`, for
 * one whose name is spelled with escapes, for invalid escapes, and for too many parameters.
 */
function upnOf(link: string): string | null {
  const start = link.indexOf('?')
  if (start < 0) return null
  const pairs = link.slice(start + 1).split('&', parametersMax + 1)
  if (pairs.length > parametersMax) throw new PackageError('link_malformed')
  const named = pairs.filter((pair) => decode(pair.split('=', 1)[0]!) === 'upn')
  if (named.length === 0) return null
  if (named.length > 1 || !named[0]!.startsWith('upn=')) throw new PackageError('link_malformed')
  return decode(named[0]!.slice('upn='.length))
}

/**
 * The path without its outer slashes, in Base64, as in dumpus-api. Null if the path is longer than a KEY may
 * be.
 */
function pathKeyOf(link: string, origin: string): string | null {
  const path = link.slice(origin.length).split('?', 1)[0]!
  let [start, end] = [0, path.length]
  while (start < end && path[start] === '/') start++
  while (end > start && path[end - 1] === '/') end--
  return end - start > keyCharactersMax ? null : Buffer.from(path.slice(start, end)).toString('base64')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new PackageError('link_malformed')
  }
}
