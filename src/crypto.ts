/**
 * The cryptography of the server: package ids, verifiers, encryption and integrity of results, links and
 * spools, signed URLs and tokens. The server's other files only compute hashes and draw random bytes; the
 * page, in browsers, has its own cryptography.
 */
import {
  type Decipheriv,
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto'
import { PackageError } from './errors.ts'

/**
 * An encrypted result as it is stored. `tag` authenticates ciphertext, iv, length and package id under the
 * KEY.
 */
export interface SealedResult {
  /** 16 random bytes, fresh for each write. */
  iv: Buffer
  ciphertext: Buffer
  /** SHA-256 of the ciphertext, which verifies stored bytes without the KEY. */
  sha256: Buffer
  /** HMAC-SHA-256 under a key derived from the KEY. */
  tag: Buffer
}

/** The package id of a KEY: its MD5 in lower-case hex. The official client requires this. */
export function packageIdOf(key: string): string {
  return createHash('md5').update(key, 'utf8').digest('hex')
}

/**
 * 32 bytes that prove knowledge of the KEY. They reveal neither the KEY, nor another preimage of its MD5, nor
 * the encryption key.
 */
export function verifierOf(key: string, packageId: string): Buffer {
  return derive(key, packageId, 'dumpus-server verifier v1')
}

/** Compares two byte strings in constant time; different lengths are unequal. */
export function sameBytes(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && timingSafeEqual(left, right)
}

/** True if the given secret is the expected one. The time does not depend on how much of it is right. */
export function isSameSecret(given: string, expected: string): boolean {
  const [left, right] = [given, expected].map((text) => createHash('sha256').update(text, 'utf8').digest())
  return timingSafeEqual(left!, right!)
}

/** AES-256-CBC with PKCS#7 under SHA-256(KEY): the format that the official client decrypts. */
export function sealResult(plaintext: Uint8Array, key: string, packageId: string): SealedResult {
  const iv = randomBytes(16)
  const cipher = createCipheriv('aes-256-cbc', resultKeyOf(key), iv)
  return sealCiphertext(
    { iv, ciphertext: Buffer.concat([cipher.update(plaintext), cipher.final()]) },
    key,
    packageId,
  )
}

/**
 * Verifies the stored description of a result with the KEY. A swapped blob, iv or length is thus detected
 * before any byte is served. The ciphertext itself is compared with `sha256` when it is read.
 */
export function isGenuineResult(
  stored: { iv: Uint8Array; sha256: Uint8Array; tag: Uint8Array; length: number },
  key: string,
  packageId: string,
): boolean {
  return sameBytes(stored.tag, tagOf(key, packageId, stored.iv, stored.length, stored.sha256))
}

/**
 * Decrypts the output of `sealResult` after verifying every byte. Throws PackageError `internal` if it was
 * modified.
 */
export function openResult(sealed: SealedResult, key: string, packageId: string): Buffer {
  const { iv, ciphertext, sha256, tag } = sealed
  const isIntact =
    isGenuineResult({ iv, sha256, tag, length: ciphertext.length }, key, packageId) &&
    sameBytes(createHash('sha256').update(ciphertext).digest(), sha256)
  if (!isIntact) throw new PackageError('internal')
  const decipher = createDecipheriv('aes-256-cbc', resultKeyOf(key), iv)
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

/**
 * Decrypts a result piece by piece. Its description must be genuine (`isGenuineResult`). The pieces must come
 * from a reader that verifies the hash before it yields the last piece (Storage.read).
 */
export async function* openPieces(
  pieces: AsyncIterable<Uint8Array>,
  { iv }: { iv: Uint8Array },
  key: string,
): AsyncIterable<Buffer> {
  const decipher = createDecipheriv('aes-256-cbc', resultKeyOf(key), iv)
  for await (const piece of pieces) {
    const plaintext = decipher.update(piece)
    if (plaintext.length > 0) yield plaintext
  }
  yield decipher.final()
}

/** Decrypts a result of dumpus-api, which has neither tag nor hash. The caller must check the output. */
export function legacyDecipher(key: string, iv: Uint8Array): Decipheriv {
  return createDecipheriv('aes-256-cbc', resultKeyOf(key), iv)
}

/** Adds the hash and tag to a verified ciphertext, as `sealResult` would have. */
export function sealCiphertext(
  { iv, ciphertext }: Pick<SealedResult, 'iv' | 'ciphertext'>,
  key: string,
  packageId: string,
): SealedResult {
  const sha256 = createHash('sha256').update(ciphertext).digest()
  return { iv, ciphertext, sha256, tag: tagOf(key, packageId, iv, ciphertext.length, sha256) }
}

/** A secret that becomes part of an address: 192 random bits in base64url. */
export function randomToken(): string {
  return randomBytes(24).toString('base64url')
}

/** The checksum that verifies a stored result without the KEY. */
export function checksumOf(ciphertext: Uint8Array): Buffer {
  return createHash('sha256').update(ciphertext).digest()
}

/**
 * Encrypts a link to an allowed origin under its KEY, so that a job can continue after a restart with only
 * the KEY. Links to click.discord.com are never stored, because they are rebuilt from the KEY.
 */
export function sealLink(link: string, key: string, packageId: string): Buffer {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', derive(key, packageId, 'dumpus-server link v1'), iv)
  const ciphertext = Buffer.concat([cipher.update(link, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), ciphertext])
}

/** Decrypts the output of `sealLink`. Throws if it was modified or the KEY is wrong. */
export function openLink(sealed: Uint8Array, key: string, packageId: string): string {
  const decipher = createDecipheriv(
    'aes-256-gcm',
    derive(key, packageId, 'dumpus-server link v1'),
    sealed.subarray(0, 12),
  )
  decipher.setAuthTag(sealed.subarray(12, 28))
  return Buffer.concat([decipher.update(sealed.subarray(28)), decipher.final()]).toString('utf8')
}

/** The signature of a short-lived object URL, base64url. `expires` is in epoch seconds. */
export function signObject(secret: Uint8Array, blobId: string, expires: number): string {
  return createHmac('sha256', secret).update(`${blobId}\n${expires}`).digest('base64url')
}

/**
 * True if `signature` matches this object and expiry. Compares in constant time. Does not check the clock.
 */
export function isSignedObject(
  secret: Uint8Array,
  blobId: string,
  expires: number,
  signature: string,
): boolean {
  return sameBytes(Buffer.from(signature), Buffer.from(signObject(secret, blobId, expires)))
}

/**
 * Creates a keyed hash of texts, by default under a new secret. Hashes have 22 characters. Nobody without the
 * secret can find collisions.
 */
export function createKeyedHash(secret: Uint8Array = randomBytes(32)): (text: string) => string {
  return (text) => createHmac('sha256', secret).update(text).digest('base64url').slice(0, 22)
}

/** A JSON Web Token with these claims, signed with HS256 (RFC 7515). */
export function signToken(claims: Record<string, number | string>, secret: string): string {
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  )
  const signed = parts.join('.')
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** A short tag of a package id, for messages that leave the server. Computing it requires the secret. */
export function messageTagOf(secret: Uint8Array, packageId: string): string {
  return createHmac('sha256', secret).update(`message tag\n${packageId}`).digest('hex').slice(0, 8)
}

/**
 * Encrypts the blocks of one temporary file with AES-256-GCM. The nonce is the number of the block. Each
 * block can therefore be read separately, and a modified, moved or swapped block is detected. The key exists
 * only during the job. Measured speed: 800–1,300 MB/s. CTR alone is as fast but has no integrity.
 */
export class BlockCipher {
  static readonly tagBytes = 16

  constructor(readonly key: Uint8Array = randomBytes(32)) {}

  /**
   * The ciphertext of a block followed by its tag, 16 bytes longer than the block. Each number may be
   * encrypted only once.
   */
  seal(number: number, block: Uint8Array): Buffer {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonceOf(number))
    return Buffer.concat([cipher.update(block), cipher.final(), cipher.getAuthTag()])
  }

  /** The decrypted block. Throws if any bit was modified. */
  open(number: number, sealed: Uint8Array): Buffer {
    const end = sealed.length - BlockCipher.tagBytes
    const decipher = createDecipheriv('aes-256-gcm', this.key, nonceOf(number))
    decipher.setAuthTag(sealed.subarray(end))
    return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()])
  }
}

function nonceOf(number: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUIntBE(number, 6, 6)
  return nonce
}

function resultKeyOf(key: string): Buffer {
  return createHash('sha256').update(key, 'utf8').digest()
}

function derive(key: string, packageId: string, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', key, packageId, purpose, 32))
}

function tagOf(key: string, packageId: string, iv: Uint8Array, length: number, sha256: Uint8Array): Buffer {
  return createHmac('sha256', derive(key, packageId, 'dumpus-server integrity v1'))
    .update(`${packageId}\n${length}\n`)
    .update(iv)
    .update(sha256)
    .digest()
}
