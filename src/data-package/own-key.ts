/**
 * KEYs that the page makes so that the Dumpus app can open the page's result, and the format of the upload.
 */

/** The prefix of such a KEY. Discord's links never have it, and it is never sent to Discord. */
export const ownKeyPrefix = 'dumpus-local.'
/** The length of the shortest KEY that the app accepts. The page pads its KEYs with dots. */
export const ownKeyBytes = 500

/** The body of an upload: these parts in this order with their sizes in bytes, followed by the ciphertext. */
export const uploadBytes = { iv: 16, tag: 32, verifier: 32 } as const

/**
 * True for a KEY that a page made. Its result was uploaded to this server and cannot be downloaded from
 * Discord.
 */
export function isOwnKey(key: string): boolean {
  return key.startsWith(ownKeyPrefix)
}
