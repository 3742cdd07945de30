/**
 * Known answers, and decryption as in the official client. Data that was modified, swapped or truncated is
 * never decrypted.
 */
import { describe, expect, test } from 'bun:test'
import { gunzipSync } from 'node:zlib'
import {
  BlockCipher,
  isGenuineResult,
  isSameSecret,
  isSignedObject,
  legacyDecipher,
  messageTagOf,
  openLink,
  openResult,
  packageIdOf,
  sameBytes,
  sealCiphertext,
  sealLink,
  sealResult,
  signObject,
  signToken,
  verifierOf,
} from './crypto.ts'

const key = `u001.${'Ab9-_.'.repeat(100)}`
const packageId = packageIdOf(key)
const other = `${key}x`
const plaintext = Buffer.from('SQLite format 3\0'.repeat(1000))

/**
 * Decrypts a blob like the client: the SHA-256 of the KEY's text is the encryption key, and WebCrypto does
 * the rest.
 */
async function decryptAsClient(ciphertext: Uint8Array, ivHex: string, upnKey: string): Promise<Buffer> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(upnKey))
  const aes = await crypto.subtle.importKey('raw', digest, { name: 'AES-CBC' }, false, ['decrypt'])
  const iv = Uint8Array.from(ivHex.match(/../g)!, (pair) => Number.parseInt(pair, 16))
  return Buffer.from(await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, aes, Uint8Array.from(ciphertext)))
}

describe('known answers', () => {
  test('package ids are MD5 (RFC 1321)', () => {
    expect(packageIdOf('')).toBe('d41d8cd98f00b204e9800998ecf8427e')
    expect(packageIdOf('message digest')).toBe('f96b697d7cb7938d525a2f31aaf161d0')
    expect(packageIdOf('é')).toBe('66ddcd97cfdeabb2f6fb8a999b4bc76f')
  })

  test('this file’s version of the client’s decryption can decrypt openssl’s output', async () => {
    // printf 'hello dumpus' | openssl enc -aes-256-cbc -K (sha256 of "dumpus") -iv 000102…0f
    const ciphertext = Buffer.from('3b467fe1b03d27bde8f502785ff288a1', 'hex')
    const opened = await decryptAsClient(ciphertext, '000102030405060708090a0b0c0d0e0f', 'dumpus')
    expect(opened.toString()).toBe('hello dumpus')
  })

  test('a verifier is the HKDF-SHA-256 (RFC 5869) that Python computes; rows contain it, so it must not change', () => {
    const verifier = 'a5fe2727238ef3f6ca0abf0c21b45fa1105c92a721e320fcc4a3f4d20d8c7215'
    expect(verifierOf('key', packageIdOf('key')).toString('hex')).toBe(verifier)
  })

  test('signatures of object addresses are HMAC-SHA-256', () => {
    const signature = '16267e78c2e4d144798cc0c7a15ac6213fa4ef2633d41575557e4df47eace2f1'
    const signed = signObject(Buffer.from('secret'), 'blob', 1_700_000_000)
    expect(Buffer.from(signed, 'base64url').toString('hex')).toBe(signature)
  })
})

describe('results', () => {
  test('the client can decrypt the server’s results', async () => {
    const gzip = Bun.gzipSync(plaintext)
    const { iv, ciphertext } = sealResult(gzip, key, packageId)
    expect(iv.toString('hex')).toMatch(/^[0-9a-f]{32}$/)
    expect(
      gunzipSync(await decryptAsClient(ciphertext, iv.toString('hex'), key)).equals(plaintext),
    ).toBeTrue()
    await expect(decryptAsClient(ciphertext, iv.toString('hex'), other)).rejects.toThrow()
  })

  test.each([0, 1, 15, 16, 17, 100_000])('%d bytes survive a round trip', (length) => {
    const content = Buffer.alloc(length, 7)
    const sealed = sealResult(content, key, packageId)
    expect(sealed.ciphertext.length).toBe(length - (length % 16) + 16)
    expect(openResult(sealed, key, packageId).equals(content)).toBeTrue()
  })

  test('each write has a fresh IV', () => {
    const ivs = Array.from({ length: 100 }, () => sealResult(plaintext, key, packageId).iv.toString('hex'))
    expect(new Set(ivs).size).toBe(100)
  })

  test('every flipped bit of a short result is detected', () => {
    const sealed = sealResult(Buffer.from('short'), key, packageId)
    let tried = 0
    for (const part of ['iv', 'ciphertext', 'sha256', 'tag'] as const) {
      for (let bit = 0; bit < sealed[part].length * 8; bit++) {
        const flipped = Buffer.from(sealed[part])
        flipped[bit >> 3]! ^= 1 << (bit & 7)
        expect(() => openResult({ ...sealed, [part]: flipped }, key, packageId)).toThrow()
        tried++
      }
    }
    expect(tried).toBe((16 + 16 + 32 + 32) * 8)
  })

  test('a truncated, extended or swapped result, or one of another key or package, is rejected', () => {
    const sealed = sealResult(plaintext, key, packageId)
    const second = sealResult(plaintext, key, packageId)
    const foreign = sealResult(plaintext, other, packageIdOf(other))
    const wrong = [
      { ...sealed, ciphertext: sealed.ciphertext.subarray(0, -16) },
      { ...sealed, ciphertext: Buffer.concat([sealed.ciphertext, Buffer.alloc(16)]) },
      { ...sealed, ciphertext: Buffer.alloc(0) },
      { ...sealed, iv: second.iv },
      { ...sealed, tag: second.tag },
      { ...sealed, tag: sealed.tag.subarray(0, 16) },
      { ...sealed, tag: Buffer.alloc(0) },
      { ...second, iv: sealed.iv, tag: sealed.tag },
      foreign,
    ]
    for (const one of wrong) expect(() => openResult(one, key, packageId)).toThrow()
    expect(() => openResult(sealed, other, packageId)).toThrow()
    expect(() => openResult(sealed, key, packageIdOf(other))).toThrow()
    expect(isGenuineResult({ ...sealed, length: sealed.ciphertext.length }, key, packageId)).toBeTrue()
    expect(isGenuineResult({ ...sealed, length: sealed.ciphertext.length + 16 }, key, packageId)).toBeFalse()
  })

  test('errors contain neither key nor content', () => {
    const sealed = { ...sealResult(plaintext, key, packageId), tag: Buffer.alloc(32) }
    try {
      openResult(sealed, key, packageId)
    } catch (error) {
      expect(Bun.inspect(error)).not.toContain(key.slice(0, 20))
      expect(Bun.inspect(error)).not.toContain('SQLite format')
      return
    }
    throw new Error('a result with a wrong tag was decrypted')
  })
})

describe('links', () => {
  const link = 'https://files.example.org/a/b.zip?token=secret'
  test('can be decrypted with the same key and package only', () => {
    const sealed = sealLink(link, key, packageId)
    expect(openLink(sealed, key, packageId)).toBe(link)
    expect(() => openLink(sealed, other, packageId)).toThrow()
    expect(() => openLink(sealed, key, packageIdOf(other))).toThrow()
    expect(sealed.includes(Buffer.from('example'))).toBeFalse()
  })

  test('are rejected if a byte was changed or the end is missing', () => {
    const sealed = sealLink(link, key, packageId)
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at]! ^= 1
      expect(() => openLink(changed, key, packageId)).toThrow()
    }
    for (const length of [0, 5, 12, 20, 27, sealed.length - 1]) {
      expect(() => openLink(sealed.subarray(0, length), key, packageId)).toThrow()
    }
  })
})

test('the verifier differs from the encryption key, the package id, and the verifiers of another key or package', () => {
  const values = [
    verifierOf(key, packageId).toString('hex'),
    verifierOf(other, packageId).toString('hex'),
    verifierOf(key, packageIdOf(other)).toString('hex'),
    new Bun.CryptoHasher('sha256').update(key).digest('hex'),
    packageId,
  ]
  expect(new Set(values).size).toBe(values.length)
  expect(values[0]).toHaveLength(64)
})

test('object signatures are valid for one object and one expiry', () => {
  const secret = Buffer.alloc(32, 1)
  const signature = signObject(secret, 'blob', 1000)
  expect(isSignedObject(secret, 'blob', 1000, signature)).toBeTrue()
  for (const wrong of [
    '',
    signature.slice(1),
    `${signature}A`,
    signature.toLowerCase(),
    'é'.repeat(22),
    `${signature}=`,
  ]) {
    expect(isSignedObject(secret, 'blob', 1000, wrong)).toBeFalse()
  }
  expect(isSignedObject(secret, 'blob', 1001, signature)).toBeFalse()
  expect(isSignedObject(secret, 'blob1', 1000, signature)).toBeFalse()
  expect(isSignedObject(secret, 'blob\n1', 1000, signature)).toBeFalse()
  expect(isSignedObject(Buffer.alloc(32, 2), 'blob', 1000, signature)).toBeFalse()
})

test('byte strings of any lengths are compared correctly', () => {
  expect(sameBytes(Buffer.from('a'), Buffer.from('a'))).toBeTrue()
  expect(sameBytes(Buffer.alloc(0), Buffer.alloc(0))).toBeTrue()
  expect(sameBytes(Buffer.from('a'), Buffer.from('b'))).toBeFalse()
  expect(sameBytes(Buffer.from('a'), Buffer.from('ab'))).toBeFalse()
})

describe('blocks', () => {
  test('can be decrypted with their own number only', () => {
    const cipher = new BlockCipher()
    const blocks = [Buffer.alloc(100, 1), Buffer.alloc(100, 1), Buffer.alloc(0)]
    const sealed = blocks.map((block, number) => cipher.seal(number, block))
    expect(sealed[0]!.length).toBe(100 + BlockCipher.tagBytes)
    expect(sealed[0]!.equals(sealed[1]!)).toBeFalse()
    sealed.forEach((one, number) => expect(cipher.open(number, one).equals(blocks[number]!)).toBeTrue())
    expect(() => cipher.open(0, sealed[1]!)).toThrow()
    expect(() => cipher.open(0, sealed[0]!.subarray(1))).toThrow()
    expect(() => new BlockCipher().open(0, sealed[0]!)).toThrow()
    expect(new BlockCipher(cipher.key).open(1, sealed[1]!).equals(blocks[1]!)).toBeTrue()
  })

  test('any flipped bit is detected', () => {
    const cipher = new BlockCipher()
    const sealed = cipher.seal(2 ** 33, Buffer.from('block'))
    expect(cipher.open(2 ** 33, sealed).toString()).toBe('block')
    for (let bit = 0; bit < sealed.length * 8; bit++) {
      const flipped = Buffer.from(sealed)
      flipped[bit >> 3]! ^= 1 << (bit & 7)
      expect(() => cipher.open(2 ** 33, flipped)).toThrow()
    }
  })
})

test('secrets of any lengths are compared correctly', () => {
  const secret = 'correct horse battery staple'
  expect(isSameSecret(secret, secret)).toBeTrue()
  for (const wrong of ['', 'c', secret.slice(1), secret.slice(0, -1), `${secret} `, secret.toUpperCase()])
    expect(isSameSecret(wrong, secret)).toBeFalse()
})

test('ciphertext of dumpus-api gets a hash and a tag, and is not changed', () => {
  const { iv, ciphertext, sha256, tag } = sealResult(Buffer.from('result'), 'key', packageIdOf('key'))
  const sealed = sealCiphertext({ iv, ciphertext }, 'key', packageIdOf('key'))
  expect(sealed).toEqual({ iv, ciphertext, sha256, tag })
  expect(openResult(sealed, 'key', packageIdOf('key'))).toEqual(Buffer.from('result'))
  const decipher = legacyDecipher('key', iv)
  expect(Buffer.concat([decipher.update(ciphertext), decipher.final()])).toEqual(Buffer.from('result'))
})

test('a token equals the example that jwt.io publishes for the same claims', () => {
  const claims = { sub: '1234567890', name: 'John Doe', iat: 1516239022 }
  expect(signToken(claims, 'your-256-bit-secret')).toBe(
    'eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9.' +
      'eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6IkpvaG4gRG9lIiwiaWF0IjoxNTE2MjM5MDIyfQ.' +
      'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c',
  )
})

test('the tag in messages depends on the secret and the package, and on nothing else', () => {
  const [one, other] = [new Uint8Array(32).fill(1), new Uint8Array(32).fill(2)]
  expect(messageTagOf(one, packageId)).toMatch(/^[0-9a-f]{8}$/)
  expect(messageTagOf(one, packageId)).toBe(messageTagOf(Uint8Array.from(one), packageId))
  expect(messageTagOf(other, packageId)).not.toBe(messageTagOf(one, packageId))
  expect(messageTagOf(one, packageId.replace(/.$/, 'x'))).not.toBe(messageTagOf(one, packageId))
})
