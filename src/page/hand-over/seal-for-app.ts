/**
 * Encrypts a result in the browser for the Dumpus app, under a KEY that the page makes itself. The server
 * stores what comes out and can read none of it: the KEY stays here, inside the link for the app.
 *
 * The libraries are JavaScript, since WebCrypto is missing on plain http and has no MD5 at all.
 */
import { cbc } from '@noble/ciphers/aes.js'
import { hkdf } from '@noble/hashes/hkdf.js'
import { hmac } from '@noble/hashes/hmac.js'
import { md5 } from '@noble/hashes/legacy.js'
import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { ownKeyBytes, ownKeyPrefix, uploadBytes } from '../../data-package/own-key.ts'

/** What the app's link begins with; the rest is the KEY. The app takes any such text. */
const linkPrefix = 'https://click.discord.com/ls/click?upn='

/** Random characters of a KEY: 32 of 64 possible ones are 192 bits. */
const randomCharacters = 32
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

export interface OwnKey {
  key: string
  /** MD5 of the KEY, lower-case hex: what the app and the server call the package. */
  packageId: string
  /** To paste into the app. Whoever has it can read the result on this server. */
  link: string
}

/**
 * A new KEY of the page's own form: told from Discord's by its beginning, and as long as the app wants it.
 */
export function createOwnKey(): OwnKey {
  const random = crypto.getRandomValues(new Uint8Array(randomCharacters))
  const text = ownKeyPrefix + Array.from(random, (byte) => alphabet[byte % 64]).join('')
  const key = text.padEnd(ownKeyBytes, '.')
  return { key, packageId: bytesToHex(md5(utf8ToBytes(key))), link: linkPrefix + key }
}

/**
 * The body of the upload (own-key.ts) for a result, gzip of its SQLite file whose `package_id` is that of the
 * KEY. Integrity and proof of ownership are those of a result that the server encrypted itself.
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
