/** What the page encrypts for the app can be decrypted by the server's code, and with the app's algorithm. */
import { expect, test } from 'bun:test'
import { createDecipheriv, createHash } from 'node:crypto'
import { openResult, packageIdOf, verifierOf } from '../../crypto.ts'
import { parseLink } from '../../data-package/fetch/link.ts'
import { isOwnKey, uploadBytes } from '../../data-package/own-key.ts'
import { createOwnKey, sealForApp } from './seal-for-app.ts'

const result = Bun.gzipSync(new TextEncoder().encode('SQLite format 3\0 and so on'))

test('the server accepts the link; its KEY has 500 characters and is recognized as one of the page’s', () => {
  const { key, packageId, link } = createOwnKey()
  expect(link).toStartWith('https://click.discord.com/ls/click?upn=dumpus-local.')
  expect(parseLink(link, [])).toMatchObject({ key })
  expect(packageId).toBe(packageIdOf(key))
  expect([key.length, isOwnKey(key)]).toEqual([500, true])
  expect(createOwnKey().key).not.toBe(key)
})

test('the server’s checks accept the body, and reject it with a changed initialization vector', () => {
  const own = createOwnKey()
  const body = sealForApp(result, own)
  const { iv, tag, verifier, ciphertext } = partsOf(body)
  const sha256 = createHash('sha256').update(ciphertext).digest()
  expect([...openResult({ iv, tag, sha256, ciphertext }, own.key, own.packageId)]).toEqual([...result])
  expect(verifier.equals(verifierOf(own.key, own.packageId))).toBeTrue()
  const swapped = Buffer.from(iv)
  swapped[0]! ^= 1
  expect(() => openResult({ iv: swapped, tag, sha256, ciphertext }, own.key, own.packageId)).toThrow()
})

test('the app can decrypt the body: AES-256-CBC with SHA-256 of the KEY', () => {
  const own = createOwnKey()
  const { iv, ciphertext } = partsOf(sealForApp(result, own))
  const cipher = createDecipheriv('aes-256-cbc', createHash('sha256').update(own.key).digest(), iv)
  expect(Buffer.concat([cipher.update(ciphertext), cipher.final()])).toEqual(Buffer.from(result))
})

test('the body that is sent contains neither the KEY’s random part nor the KEY’s hash', () => {
  const own = createOwnKey()
  const body = Buffer.from(sealForApp(result, own))
  const secret = own.key.slice(13, 45)
  expect(body.includes(secret)).toBeFalse()
  expect(body.includes(createHash('sha256').update(own.key).digest())).toBeFalse()
})

function partsOf(body: Uint8Array) {
  const bytes = Buffer.from(body)
  let at = 0
  const take = (length: number) => bytes.subarray(at, (at += length))
  const [iv, tag, verifier] = [take(uploadBytes.iv), take(uploadBytes.tag), take(uploadBytes.verifier)]
  return { iv, tag, verifier, ciphertext: bytes.subarray(at) }
}
