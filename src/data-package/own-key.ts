/**
 * KEYs that the page makes so that the Dumpus app can open the page's result, and the format in which the
 * page uploads that result.
 */

/** The prefix of such a KEY. KEYs from Discord never have it. A KEY that has it is never sent to Discord. */
export const ownKeyPrefix = 'dumpus-local.'
/** The length of the shortest KEY that the app accepts. The page pads its KEYs to this length with dots. */
export const ownKeyBytes = 500

/** The body of an upload: these parts in this order with their sizes in bytes, followed by the ciphertext. */
export const uploadBytes = { iv: 16, tag: 32, verifier: 32 } as const

/**
 * True for a KEY that a page made. The result under such a KEY is uploaded by the page; Discord has no
 * package for it.
 */
export function isOwnKey(key: string): boolean {
  return key.startsWith(ownKeyPrefix)
}
