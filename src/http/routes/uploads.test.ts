/**
 * Results that a page made: stored without reading them, available only with their KEY, never fetched from
 * Discord, and limited.
 */
import { afterEach, expect, test } from 'bun:test'
import { createDecipheriv, createHash } from 'node:crypto'
import { createOwnKey, type OwnKey, sealForApp } from '../../page/hand-over/seal-for-app.ts'
import { bodyOf, startApi, type TestApi } from '../../tests/support/servers/api.ts'

const result = Bun.gzipSync(new TextEncoder().encode('SQLite format 3\0 with rows'))
let api: TestApi

afterEach(() => api.drop())

const upload = (own: OwnKey, body: Uint8Array = sealForApp(result, own), headers = {}) =>
  api.send(
    new Request(`http://localhost/results/${own.packageId}`, {
      method: 'POST',
      body: body as Uint8Array<ArrayBuffer>,
      headers,
    }),
  )
const post = async ({ link }: Pick<OwnKey, 'link'>) =>
  bodyOf(await api.call('POST', '/process', { body: { package_link: link } }))
const expired = {
  isAccepted: false,
  packageId: null,
  errorMessageCode: 'EXPIRED_LINK',
  errorDetail: 'link_expired',
}

test('the app’s calls: link, status, blob, decryption, deletion, and then the result is gone', async () => {
  api = await startApi()
  const own = createOwnKey()
  const { key, packageId } = own
  expect(await bodyOf(await upload(own))).toEqual({ isStored: true })
  expect(await post(own)).toMatchObject({ isAccepted: true, packageId })
  const status = await bodyOf(await api.call('GET', `/process/${packageId}/status`, { key }))
  expect(status).toMatchObject({ processingStep: 'PROCESSED', isDataAvailable: true, isErrored: false })
  const { url, iv } = await bodyOf(await api.call('GET', `/process/${packageId}/blob`, { key }))
  const ciphertext = new Uint8Array(await (await api.send(new Request(url))).arrayBuffer())
  const cipher = createDecipheriv(
    'aes-256-cbc',
    createHash('sha256').update(key).digest(),
    Buffer.from(iv, 'hex'),
  )
  expect(Buffer.concat([cipher.update(ciphertext), cipher.final()])).toEqual(Buffer.from(result))
  const data = await api.call('GET', `/process/${packageId}/data`, { key })
  expect(new Uint8Array(await data.arrayBuffer())).toEqual(new Uint8Array(result))
  expect(await bodyOf(await api.call('DELETE', `/process/${packageId}`, { key }))).toMatchObject({
    isDeleted: true,
  })
  expect(await post(own)).toEqual(expired)
})

test('a page’s KEY without a result is expired, and nothing is queued for a download from Discord', async () => {
  api = await startApi()
  expect(await post(createOwnKey())).toEqual(expired)
  expect(await api.database.sql`SELECT id FROM packages`).toEqual([] as never)
  expect(api.context.keyring.size).toBe(0)
})

test('an uploaded result that was lost is expired', async () => {
  api = await startApi()
  const own = createOwnKey()
  expect((await upload(own)).status).toBe(200)
  await api.database.sql`DELETE FROM blobs`
  expect(await post(own)).toEqual(expired)
})

test('another KEY is unauthorized, and a changed result is not served', async () => {
  api = await startApi()
  const own = createOwnKey()
  const body = sealForApp(result, own)
  body[body.length - 1]! ^= 1
  // The tag, which the page made, does not match any more. The server notices this as soon as it gets the
  // KEY.
  expect((await upload(own, body)).status).toBe(200)
  expect((await api.call('GET', `/process/${own.packageId}/data`, { key: own.key })).status).toBe(404)
  const other = createOwnKey()
  expect((await api.call('GET', `/process/${own.packageId}/data`, { key: other.key })).status).toBe(401)
})

test('a repeated upload is accepted; another one under the same id is refused', async () => {
  api = await startApi()
  const own = createOwnKey()
  const body = sealForApp(result, own)
  expect((await upload(own, body)).status).toBe(200)
  expect((await upload(own, body)).status).toBe(200)
  const forged = sealForApp(result, { ...createOwnKey(), packageId: own.packageId })
  expect((await upload(own, forged)).status).toBe(409)
})

test('knowing the id of a package is not enough to lock its owner out with an upload', async () => {
  api = await startApi()
  const key = `u001.${'k'.repeat(600)}`
  const packageId = createHash('md5').update(key).digest('hex')
  const forged = { ...createOwnKey(), packageId }
  expect((await upload(forged)).status).toBe(200)
  const answer = await post({ link: `https://click.discord.com/ls/click?upn=${key}` })
  expect(answer).toMatchObject({ isAccepted: true, packageId })
  // The work begins without waiting for a poll.
  expect(api.context.keyring.get(packageId)?.key).toBe(key)
  const status = await bodyOf(await api.call('GET', `/process/${packageId}/status`, { key }))
  expect(status).toMatchObject({ processingStep: 'LOCKED', isErrored: false })
})

test('a package that waits or is ready is never replaced by an upload', async () => {
  api = await startApi()
  const key = `u001.${'w'.repeat(600)}`
  const packageId = createHash('md5').update(key).digest('hex')
  await post({ link: `https://click.discord.com/ls/click?upn=${key}` })
  expect((await upload({ ...createOwnKey(), packageId })).status).toBe(409)
  await api.finish(key, Buffer.from('the result'))
  expect((await upload({ ...createOwnKey(), packageId })).status).toBe(409)
  const data = await api.call('GET', `/process/${packageId}/data`, { key })
  expect(await data.text()).toBe('the result')
})

const own = createOwnKey()
test.each([
  ['nothing', new Uint8Array()],
  ['the three parts without a ciphertext', new Uint8Array(80)],
  ['a ciphertext with an impossible length', new Uint8Array(80 + 17)],
] as const)('a body that is %s is malformed', async (_, body) => {
  api = await startApi()
  expect((await upload(own, body)).status).toBe(400)
})

test('limits on size, number and rate, and the setting that turns uploads off', async () => {
  api = await startApi({ UPLOAD_BYTES_MAX: '4K', UPLOADS_MAX: '2', POSTS_PER_MINUTE: '3', POSTS_BURST: '4' })
  expect((await upload(createOwnKey(), new Uint8Array(4097))).status).toBe(413)
  expect((await upload(createOwnKey())).status).toBe(200)
  expect((await upload(createOwnKey())).status).toBe(200)
  const full = await upload(createOwnKey())
  expect([full.status, full.headers.get('retry-after')]).toEqual([503, '3600'])
  expect((await upload(createOwnKey())).status).toBe(429)
  await api.drop()
  api = await startApi({ UPLOADS_MAX: '0' })
  expect((await upload(createOwnKey())).status).toBe(403)
})

test('uploads of one address that never end leave room for those of others', async () => {
  api = await startApi({ TRUST_PROXY: '1' })
  const from = (address: string) => ({ 'x-forwarded-for': address })
  const opened: Promise<unknown>[] = []
  const ends: (() => void)[] = []
  for (let number = 0; number < 6; number++) {
    const begun = Promise.withResolvers<void>()
    const body = new ReadableStream<Uint8Array>({
      start(stream) {
        stream.enqueue(Buffer.alloc(100))
        ends.push(() => stream.close())
        begun.resolve()
      },
    })
    const { packageId } = createOwnKey()
    const request = new Request(`http://localhost/results/${packageId}`, {
      ...{ method: 'POST', body, headers: from('198.51.100.7') },
    })
    opened.push(api.send(request))
    await begun.promise
  }
  const own = createOwnKey()
  expect((await upload(own, sealForApp(result, own), from('203.0.113.9'))).status).toBe(200)
  for (const end of ends) end()
  await Promise.all(opened)
})
