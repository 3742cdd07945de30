/** KEYs made by a page to open its result in the Dumpus app, and the form of its upload. */

/** The prefix of such a KEY. No link of Discord's has it, and it is never sent to Discord. */
export const ownKeyPrefix = 'dumpus-local.'
/** The shortest KEY that the app accepts; the page pads its KEYs with dots. */
export const ownKeyBytes = 500

/** The upload's body: these parts in this order, with their sizes in bytes, then the ciphertext. */
export const uploadBytes = { iv: 16, tag: 32, verifier: 32 } as const

/** True for a KEY made by a page: its result was uploaded here and cannot be downloaded from anywhere. */
export function isOwnKey(key: string): boolean {
  return key.startsWith(ownKeyPrefix)
}
