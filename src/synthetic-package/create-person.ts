/** Invents one person of a package. */
import { firstNames, nicknames, oddNames } from './names-and-phrases.ts'
import type { PackageOptions } from './options.ts'
import type { Random } from './random.ts'
import type { Person } from './world.ts'

/** With the quirk, half of the people get a made-up id, shorter than that of any real account; else null. */
export function shortId(random: Random, { quirks }: PackageOptions): string | null {
  return quirks.shortIds && random.chance(0.5)
    ? String(random.integer(1, 10 ** random.integer(5, 14) - 1))
    : null
}

/** `role`: the owner of the package, or somebody else. */
export function createPerson(
  random: Random,
  options: PackageOptions,
  id: string,
  role: 'self' | 'other',
): Person {
  const first = random.pick(firstNames)
  const modern = role === 'self' || random.chance(0.85)
  const odd = options.quirks.unicodeNames && random.chance(0.5)
  const username = `${random.pick(nicknames)}${modern ? '.' : ''}${first.toLowerCase()}${random.integer(1, 99)}`
  return {
    id,
    username: options.canary && random.chance(0.3) ? `${username}.${options.canary}` : username,
    discriminator: modern ? '0' : String(random.integer(1, 9999)).padStart(4, '0'),
    displayName: odd ? random.pick(oddNames) : role === 'self' || random.chance(0.8) ? first : null,
    avatar: random.chance(0.8) ? `${random.chance(0.2) ? 'a_' : ''}${random.hex(32)}` : null,
    relationship:
      role === 'other' && random.chance(0.7)
        ? random.chance(0.9)
          ? 'FRIEND'
          : random.pick(['BLOCKED', 'PENDING_INCOMING', 'PENDING_OUTGOING', 'IMPLICIT'])
        : null,
  }
}
