/**
 * KEYs that a page makes itself to open its result in the Dumpus app, and what it sends to the server for
 * that.
 */

/** How such a KEY begins. It is in no link of Discord's: nobody ever asks Discord for it. */
export const ownKeyPrefix = 'dumpus-local.'
/** The shortest KEY that the app takes. The page's own ones are filled up with dots. */
export const ownKeyBytes = 500

/**
 * The body of the upload: these parts in this order, each with its bytes, then the ciphertext up to the end.
 */
export const uploadBytes = { iv: 16, tag: 32, verifier: 32 } as const

/** True for a KEY that a page made: its result was sent here, and cannot be fetched from anywhere. */
export function isOwnKey(key: string): boolean {
  return key.startsWith(ownKeyPrefix)
}
