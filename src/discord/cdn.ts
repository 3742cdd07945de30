/**
 * Addresses of avatars and icons on Discord's CDN:
 * https://docs.discord.com/developers/reference#image-formatting
 */

const origin = 'https://cdn.discordapp.com'

/**
 * The avatar of a user. Without a picture, the default avatar that Discord shows: by discriminator if there
 * is one, or else by id. The address has no query string, because clients add their own.
 */
export function avatarUrlOf(id: string, hash: string | null, discriminator: string | null): string {
  return pictureUrlOf('avatars', id, hash, 'webp') ?? defaultUrlOf(id, discriminator)
}

/** The icon of a server. Without one, the default avatar for its id, because clients need an address. */
export function guildIconUrlOf(id: string, hash: string | null): string {
  return pictureUrlOf('icons', id, hash, 'png') ?? defaultUrlOf(id, null)
}

/** The icon of an application. Without one, the default avatar for its id. */
export function applicationIconUrlOf(id: string, hash: string | null): string {
  return pictureUrlOf('app-icons', id, hash, 'png') ?? defaultUrlOf(id, null)
}

/** Malformed hashes are ignored, because the hash becomes part of an address. */
function pictureUrlOf(folder: string, id: string, hash: string | null, still: 'png' | 'webp'): string | null {
  if (hash === null || !/^\w{1,64}$/.test(hash)) return null
  return `${origin}/${folder}/${id}/${hash}.${hash.startsWith('a_') ? 'gif' : still}`
}

function defaultUrlOf(id: string, discriminator: string | null): string {
  const isLegacy = discriminator !== null && /^\d{1,4}$/.test(discriminator) && Number(discriminator) > 0
  const number = isLegacy ? Number(discriminator) % 5 : Number((BigInt(id) >> 22n) % 6n)
  return `${origin}/embed/avatars/${number}.png`
}
