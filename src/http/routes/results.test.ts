import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { packageIdOf, signObject } from '../../crypto.ts'
import { listen, type Listening } from '../server.ts'
import { bodyOf, startApi, type TestApi } from '../../tests/support/servers/api.ts'

let api: TestApi
let server: Listening
beforeAll(async () => {
  api = await startApi()
  server = listen(api.app, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.stop(0)
  await api.drop()
})

let keys = 0
const newKey = () => `${String(++keys).padStart(8, '0')}${'b'.repeat(500)}`

async function processed(result: Uint8Array): Promise<{ key: string; id: string }> {
  const key = newKey()
  const package_link = `https://click.discord.com/ls/click?upn=${key}`
  await api.call('POST', '/process', { body: { package_link } })
  await api.finish(key, result)
  return { key, id: packageIdOf(key) }
}

const blobOf = async ({ key, id }: { key: string; id: string }, headers: Record<string, string> = {}) =>
  bodyOf(await api.call('GET', `/process/${id}/blob`, { key, headers }))
const path = (url: string) => url.replace(/^https?:\/\/[^/]+/, '')

/** Decrypts like the official client, independently of crypto.ts. */
function decryptAsClient(ciphertext: Uint8Array, iv: string, key: string): Buffer {
  const decipher = createDecipheriv(
    'aes-256-cbc',
    createHash('sha256').update(key).digest(),
    Buffer.from(iv, 'hex'),
  )
  return Buffer.concat([decipher.update(ciphertext), decipher.final()])
}

test.each([1, 3000, 1024 * 1024, 5_000_000])(
  'a result of %i bytes is returned by /data and by /blob',
  async (size) => {
    const result = randomBytes(size)
    const { key, id } = await processed(result)
    const data = await api.call('GET', `/process/${id}/data`, { key })
    expect(data.status).toBe(200)
    expect(data.headers.get('content-type')).toBe('application/octet-stream')
    expect(data.headers.get('content-encoding')).toBeNull()
    expect(Buffer.from(await data.arrayBuffer()).equals(result)).toBe(true)

    const { url, iv, ttl } = await blobOf({ key, id })
    expect(ttl).toBe(300)
    const object = await fetch(`http://127.0.0.1:${server.port}${path(url)}`, { redirect: 'error' })
    expect(object.status).toBe(200)
    expect(object.headers.get('access-control-allow-origin')).toBe('*')
    expect(object.headers.get('content-encoding')).toBeNull()
    const ciphertext = new Uint8Array(await object.arrayBuffer())
    if (size < 60_000) expect(object.headers.get('content-length')).toBe(String(ciphertext.length))
    expect(decryptAsClient(ciphertext, iv, key).equals(result)).toBe(true)
  },
)

test('a large object is streamed completely, and is cut off if one of its bytes was changed', async () => {
  const result = randomBytes(20 * 1024 * 1024)
  const { key, id } = await processed(result)
  const { url, iv } = await blobOf({ key, id })
  const address = `http://127.0.0.1:${server.port}${path(url)}`
  const ciphertext = new Uint8Array(await (await fetch(address)).arrayBuffer())
  expect(decryptAsClient(ciphertext, iv, key).equals(result)).toBe(true)
  await api.database.sql`
    UPDATE blob_chunks SET bytes = set_byte(bytes, 5000, get_byte(bytes, 5000) # 1) WHERE number = 10`
  const broken = await fetch(address)
  await expect(broken.arrayBuffer()).rejects.toThrow()
})

test.each([
  [
    'a flipped bit',
    (id: string) => api.database.sql`
    UPDATE blob_chunks SET bytes = set_byte(bytes, 100, get_byte(bytes, 100) # 1)
    WHERE blob_id = (SELECT blob_id FROM packages WHERE id = ${id})`,
  ],
  [
    'a flipped bit of the iv',
    (id: string) => api.database.sql`
    UPDATE blobs SET iv = set_byte(iv, 3, get_byte(iv, 3) # 16) WHERE package_id = ${id}`,
  ],
  [
    'a flipped bit of the tag',
    (id: string) => api.database.sql`
    UPDATE blobs SET tag = set_byte(tag, 3, get_byte(tag, 3) # 16) WHERE package_id = ${id}`,
  ],
  [
    'a cut',
    (id: string) => api.database.sql`
    UPDATE blob_chunks SET bytes = substr(bytes, 1, length(bytes) - 16)
    WHERE blob_id = (SELECT blob_id FROM packages WHERE id = ${id})`,
  ],
  [
    'a missing chunk',
    (id: string) => api.database.sql`
    DELETE FROM blob_chunks WHERE blob_id = (SELECT blob_id FROM packages WHERE id = ${id})`,
  ],
])('%s is never served as data', async (_, damage) => {
  const { key, id } = await processed(randomBytes(3000))
  const { url } = await blobOf({ key, id })
  await damage(id)
  const data = await api.call('GET', `/process/${id}/data`, { key })
  expect([data.status, await data.json()]).toEqual([
    404,
    { error: 'result_damaged', errorMessageCode: 'UNKNOWN_ERROR' },
  ])
  const blob = await api.call('GET', `/process/${id}/blob`, { key })
  const object = await api.call('GET', path(url))
  expect([blob.status, object.status]).toContain(404)
  expect(api.lines.some((line) => line.includes('result_damaged'))).toBe(true)
})

test('a package whose row refers to the result of another package gets no result', async () => {
  const [first, second] = [await processed(randomBytes(100)), await processed(randomBytes(100))]
  await api.database.sql`
    UPDATE packages SET blob_id = (SELECT blob_id FROM packages WHERE id = ${second.id}) WHERE id = ${first.id}`
  for (const kind of ['data', 'blob']) {
    expect((await api.call('GET', `/process/${first.id}/${kind}`, { key: first.key })).status).toBe(404)
  }
})

test('an object address is invalid when changed, expired, or after the package was deleted', async () => {
  const owned = await processed(randomBytes(100))
  const { url } = await blobOf(owned)
  const fetchObject = async (address: string) => (await api.call('GET', path(address))).status
  expect(await fetchObject(url)).toBe(200)
  const signed = new URL(url)
  const blobId = signed.pathname.split('/')[2]!
  const expired = Math.floor(Date.now() / 1000) - 1
  const other = crypto.randomUUID()
  const future = Number(signed.searchParams.get('expires'))
  const worthless = [
    url.replace(/expires=\d/, 'expires=9'),
    url.replace('signature=', 'signature=A'),
    url.slice(0, -1),
    url.replace(blobId, other),
    `/objects/${blobId}`,
    `/objects/${blobId}?expires=${expired}&signature=${signObject(api.context.objectSecret, blobId, expired)}`,
    `/objects/${other}?expires=${future}&signature=${signObject(api.context.objectSecret, other, future)}`,
    `/objects/x?expires=${future}&signature=${signObject(api.context.objectSecret, 'x', future)}`,
    `/objects/%00?expires=NaN&signature=`,
  ]
  for (const address of worthless) expect([address, await fetchObject(address)]).toEqual([address, 404])
  await api.call('DELETE', `/process/${owned.id}`, { key: owned.key })
  expect(await fetchObject(url)).toBe(404)
})

test('no result: 404 while it waits, for an unknown package, and after an error', async () => {
  const key = newKey()
  const id = packageIdOf(key)
  const statuses = async () =>
    Promise.all(
      ['data', 'blob'].map(async (kind) => (await api.call('GET', `/process/${id}/${kind}`, { key })).status),
    )
  expect(await statuses()).toEqual([404, 404])
  await api.call('POST', '/process', {
    body: { package_link: `https://click.discord.com/ls/click?upn=${key}` },
  })
  expect(await statuses()).toEqual([404, 404])
  await api.failWith(key, 'archive_corrupt')
  expect(await statuses()).toEqual([404, 404])
})

test.each([
  [{}, {}, 'http://localhost/objects/'],
  [{}, { host: 'dumpus.example:5000' }, 'http://dumpus.example:5000/objects/'],
  [{}, { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'api.example' }, 'https://api.example/objects/'],
  [
    {},
    { 'x-forwarded-proto': 'https, http', 'x-forwarded-host': 'a.example, b' },
    'https://a.example/objects/',
  ],
  [{}, { 'x-forwarded-proto': 'javascript', 'x-forwarded-host': 'a"/<x>' }, 'http://localhost/objects/'],
  [{ PUBLIC_URL: 'https://public.example/dumpus/' }, { host: 'x' }, 'https://public.example/dumpus/objects/'],
])('with settings %j and headers %j the address begins with %s', async (environment, headers, expected) => {
  const own = await startApi(environment)
  const key = newKey()
  const package_link = `https://click.discord.com/ls/click?upn=${key}`
  await own.call('POST', '/process', { body: { package_link } })
  await own.finish(key, Buffer.from('result'))
  const { url } = await bodyOf(await own.call('GET', `/process/${packageIdOf(key)}/blob`, { key, headers }))
  expect(url).toStartWith(expected)
  await own.drop()
})
