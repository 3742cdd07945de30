/** What a package link is: which links are accepted, and the KEY inside each. */
import { packageIdOf } from '../../crypto.ts'
import { PackageError } from '../../errors.ts'

export interface PackageLink {
  /** MD5 of the KEY, lower-case hex. */
  packageId: string
  key: string
  /** What to download. For click.discord.com it holds nothing but the KEY; other parameters are left out. */
  link: string
  /** False for a source that the operator allowed: the KEY alone does not rebuild such a link. */
  isDiscord: boolean
}

const discordPrefix = 'https://click.discord.com/ls/click'
/** The reference server's rule, with an upper bound. */
const discordKey = /^[A-Za-z0-9\-._]{500,4096}$/
/** Visible ASCII: what fits into a header without being changed. */
const visible = /^[\x21-\x7e]+$/
const keyCharactersMax = 4096
/** A KEY may be written with each character percent-encoded, and a few other parameters may stand beside it. */
const linkCharactersMax = 16_384

/**
 * Reads the link that a person pasted. `allowedOrigins` are the operator's extra sources, compared exactly.
 * Throws PackageError `link_malformed` for everything else. Each rule looks at the text as it was sent: URL parsers
 * repair what people write (full-width letters, backslashes, `0x7f.1`), and a repaired link is another link.
 */
export function parseLink(text: string, allowedOrigins: readonly string[]): PackageLink {
  const isPlain = text.length <= linkCharactersMax && visible.test(text) && !/[#\\]/.test(text)
  const url = isPlain ? URL.parse(text) : null
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

/** True for text that can be a KEY at all: 1–4,096 visible ASCII characters. Operators' sources have short ones. */
export function isKey(text: string): boolean {
  return text.length <= keyCharactersMax && visible.test(text)
}

/** The value of `upn`, decoded once; null when there is none. More than one `upn`, however spelled, is malformed. */
function upnOf(link: string): string | null {
  const start = link.indexOf('?')
  if (start < 0) return null
  const pairs = link.slice(start + 1).split('&')
  const named = pairs.filter((pair) => decode(pair.split('=', 1)[0]!) === 'upn')
  if (named.length === 0) return null
  if (named.length > 1 || !named[0]!.startsWith('upn=')) throw new PackageError('link_malformed')
  return decode(named[0]!.slice('upn='.length))
}

/** Base64 of the path without its outer slashes, as the reference server does it. */
function pathKeyOf(link: string, origin: string): string {
  const path = link.slice(origin.length).split('?', 1)[0]!
  return Buffer.from(path.replace(/^\/+|\/+$/g, '')).toString('base64')
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new PackageError('link_malformed')
  }
}
