/**
 * Encrypts a result in the browser for the Dumpus app, with a KEY that the page generates. The server stores
 * the ciphertext. It cannot read it until the app opens the link, because only the link contains the KEY.
 *
 * JavaScript libraries compute the hashes and ciphertexts: WebCrypto is missing on plain http (except
 * localhost) and has no MD5.
 */
import { cbc } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { ownKeyBytes, ownKeyPrefix, uploadBytes } from '../../data-package/own-key.ts'

/** The beginning of the app's link; the rest is the KEY. The app recognizes links by this beginning. */
const linkPrefix = 'https://click.discord.com/ls/click?upn='

/** Number of random characters in a KEY. Each is one of 64, so 32 of them are 192 bits. */
const randomCharacters = 32
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export interface OwnKey {
  key: string
  /** MD5 of the KEY, lower-case hex: the package id of the app and the server. */
  packageId: string
  /** The link to paste into the app. Anybody who has it can read the result on this server. */
  link: string
}

/**
 * Makes a KEY. Its prefix distinguishes it from Discord's KEYs, and it has the length that the app expects.
 */
export function createOwnKey(): OwnKey {
  const random = crypto.getRandomValues(new Uint8Array(randomCharacters))
  const text = ownKeyPrefix + Array.from(random, (byte) => alphabet[byte % 64]).join('')
  const key = text.padEnd(ownKeyBytes, '.')
  return { key, packageId: bytesToHex(md5(utf8ToBytes(key))), link: linkPrefix + key }
}

/**
 * Makes the upload's body (format: own-key.ts) from a gzipped SQLite file whose `package_id` belongs to the
 * KEY. Integrity and proof of ownership work as for a result that the server encrypted itself.
 */
export function sealForApp(sqliteGzip: Uint8Array, { key, packageId }: OwnKey): Uint8Array<ArrayBuffer> {
  const secret = utf8ToBytes(key)
  const derive = (purpose: string) => hkdf(sha256, secret, utf8ToBytes(packageId), utf8ToBytes(purpose), 32)
  const iv = crypto.getRandomValues(new Uint8Array(uploadBytes.iv))
  const ciphertext = cbc(sha256(secret), iv).encrypt(sqliteGzip)
  const tag = hmac(
    sha256,
    derive('dumpus-server integrity v1'),
    concatBytes(utf8ToBytes(`${packageId}\n${ciphertext.length}\n`), iv, sha256(ciphertext)),
  )
  return concatBytes(iv, tag, derive('dumpus-server verifier v1'), ciphertext) as Uint8Array<ArrayBuffer>
}
