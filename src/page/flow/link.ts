/** Checks a link while the user types it, and finds its KEY. The server checks the link again. */

export type LinkCheck =
  | { state: 'empty' }
  | { state: 'good'; link: string; key: string }
  /** `cut`: a Discord link whose KEY is missing, incomplete or malformed. `other`: not a package link. */
  | { state: 'bad'; reason: 'cut' | 'other' }

const discordPrefix = 'https://click.discord.com/ls/click?'
const discordKey = /^[A-Za-z0-9\-._]{500,4096}$/

/** Ignores the angle brackets and the white space that email programs add to links. */
export function checkLink(text: string): LinkCheck {
  const link = text.trim().replace(/^<|>$/g, '').replace(/\s+/g, '')
  if (link === '') return { state: 'empty' }
  const url = URL.parse(link)
  if (!url || !/^https?:$/.test(url.protocol)) return { state: 'bad', reason: 'other' }
  const upn = url.searchParams.get('upn')
  if (link.startsWith(discordPrefix)) {
    return upn !== null && discordKey.test(upn)
      ? { state: 'good', link, key: upn }
      : { state: 'bad', reason: 'cut' }
  }
  // The operator may allow other origins. The KEY of their links is the `upn` parameter, or else the path in
  // Base64. A link to Discord's own website is a common mistake, and never a package link.
  if (/(^|\.)discord(app)?\.com$/.test(url.hostname)) return { state: 'bad', reason: 'other' }
  const key = upn ?? pathKeyOf(url)
  return key ? { state: 'good', link, key } : { state: 'bad', reason: 'other' }
}

function pathKeyOf({ pathname }: URL): string {
  const path = pathname.replace(/^\/+/, '').replace(/\/+$/, '')
  const bytes = new TextEncoder().encode(path)
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}
