/**
 * Results over HTTP from both storages are complete or not delivered, whatever happens to the stored bytes.
 */
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'bun:test'
import { createDecipheriv, createHash, randomBytes } from 'node:crypto'
import { packageIdOf } from '../../crypto.ts'
import { sweepObjects } from '../../results/sweep.ts'
import { Random } from '../../synthetic-package/random.ts'
import { bodyOf, startApi, type TestApi } from '../../tests/support/servers/api.ts'
import {
  type BucketServer,
  secretAccessKey,
  send,
  startBucketServer,
} from '../../tests/support/fakes/bucket-server.ts'
import { recordRun, scaled, seedOfRun } from '../../tests/support/servers/long-run.ts'
import { listen, type Listening } from '../server.ts'

const MiB = 1024 * 1024
let bucketServer: BucketServer
beforeAll(async () => void (bucketServer = await startBucketServer()))
afterAll(() => bucketServer.stop())

interface Owned {
  key: string
  id: string
  result: Buffer
}

let keys = 0
const kinds: [string, () => Record<string, string>][] = [
  ['PostgreSQL', () => ({})],
  ['a bucket', () => ({ ...bucketServer.environment, S3_SECONDS: '1' })],
]

describe.each(kinds)('from %s', (kind, environment) => {
  let api: TestApi
  let server: Listening
  beforeAll(async () => {
    api = await startApi(environment())
    server = listen(api.app, { host: '127.0.0.1', port: 0 })
  })
  afterEach(() => bucketServer.setFault(null))
  afterAll(async () => {
    await server.stop(0)
    const log = api.lines.join('\n')
    for (const secret of [secretAccessKey, 'Signature', bucketServer.environment.S3_ENDPOINT!]) {
      expect(log).not.toContain(secret)
    }
    await api.drop()
  })

  async function processed(size: number): Promise<Owned> {
    const key = `${kind.length}${String(++keys).padStart(8, '0')}${'s'.repeat(500)}`
    const result = randomBytes(size)
    await api.call('POST', '/process', {
      body: { package_link: `https://click.discord.com/ls/click?upn=${key}` },
    })
    await api.finish(key, result)
    return { key, id: packageIdOf(key), result }
  }

  /** What the owner gets from /data and from /blob: the result, or null. Anything else fails the test. */
  async function fetched({ key, id }: Owned): Promise<(Buffer | null)[]> {
    const data = await api.call('GET', `/process/${id}/data`, { key })
    expect([200, 404]).toContain(data.status)
    const blob = await api.call('GET', `/process/${id}/blob`, { key })
    expect([200, 404]).toContain(blob.status)
    return [
      data.status === 200 ? Buffer.from(await data.arrayBuffer()) : null,
      blob.status === 200 ? await fetchObject(await bodyOf(blob), key) : null,
    ]
  }

  /**
   * Fetches like the official client: without any header and without redirects. Decrypts independently of
   * crypto.ts.
   */
  async function fetchObject({ url, iv }: { url: string; iv: string }, key: string): Promise<Buffer | null> {
    const address = url.replace(/^http:\/\/localhost\//, `http://127.0.0.1:${server.port}/`)
    const response = await fetch(address, { redirect: 'error' }).catch(() => null)
    if (!response || response.status === 404) return null
    expect(response.status).toBe(200)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    const ciphertext = await response.arrayBuffer().catch(() => null)
    if (!ciphertext) return null
    const secret = createHash('sha256').update(key).digest()
    const decipher = createDecipheriv('aes-256-cbc', secret, Buffer.from(iv, 'hex'))
    return Buffer.concat([decipher.update(new Uint8Array(ciphertext)), decipher.final()])
  }

  async function changeCiphertext({ id }: Owned, change: (bytes: Buffer) => Uint8Array): Promise<void> {
    const { sql } = api.database
    const [row] = await sql<{ blobId: string; object: string | null }[]>`
      SELECT packages.blob_id AS "blobId", stored_objects.id AS object FROM packages
      LEFT JOIN stored_objects ON stored_objects.blob_id = packages.blob_id WHERE packages.id = ${id}`
    expect(row!.object === null).toBe(kind === 'PostgreSQL')
    if (row!.object !== null) {
      const name = bucketServer.objects().find((candidate) => candidate.endsWith(row!.object!))
      return bucketServer.damage(name!, change)
    }
    const [chunk] = await sql<
      { bytes: Buffer }[]
    >`SELECT bytes FROM blob_chunks WHERE blob_id = ${row!.blobId}`
    await sql`UPDATE blob_chunks SET bytes = ${change(chunk!.bytes)} WHERE blob_id = ${row!.blobId}`
  }

  async function ciphertextOf(owned: Owned): Promise<Buffer> {
    let found = Buffer.alloc(0)
    await changeCiphertext(owned, (bytes) => (found = Buffer.from(bytes)))
    return found
  }

  test.each([1, 3000, MiB, 5 * MiB, 20 * MiB])('a result of %i bytes is complete', async (size) => {
    const owned = await processed(size)
    for (const result of await fetched(owned)) expect(result?.equals(owned.result)).toBeTrue()
  })

  test('a result with a changed bit is never served', async () => {
    const seed = seedOfRun()
    console.log(`TEST_SEED=${seed}`)
    const random = new Random(seed)
    const owned = await processed(3000)
    const count = scaled(45, 1000)
    const changeColumn = (column: 'iv' | 'tag', bit: number) =>
      api.database
        .sql`UPDATE blobs SET ${api.database.sql(column)} = set_bit(${api.database.sql(column)}, ${bit},
        1 - get_bit(${api.database.sql(column)}, ${bit})) WHERE package_id = ${owned.id}`
    for (let flips = 0; flips < count; flips++) {
      const flip = [
        (bit: number) => changeCiphertext(owned, (bytes) => flipped(bytes, bit)),
        (bit: number) => changeColumn('iv', bit % 128),
        (bit: number) => changeColumn('tag', bit % 256),
      ][flips % 3]!
      const bit = random.integer(0, 3000 * 8)
      await flip(bit)
      expect(await fetched(owned)).toEqual([null, null])
      await flip(bit)
    }
    for (const result of await fetched(owned)) expect(result?.equals(owned.result)).toBeTrue()
    recordRun('G23', `${kind}: ${count} bit flips, ${count} detected over HTTP, seed ${seed}`)
  }, 600_000)

  test('a result is not delivered if its bytes, its id, or its IV and checks are those of another result', async () => {
    const swaps: ((one: Owned, other: Owned) => Promise<unknown>)[] = [
      async (one, other) => {
        const [bytesOfOne, bytesOfOther] = [await ciphertextOf(one), await ciphertextOf(other)]
        await changeCiphertext(one, () => bytesOfOther)
        await changeCiphertext(other, () => bytesOfOne)
      },
      (one, other) => api.database.sql`
        UPDATE packages SET blob_id = (SELECT blob_id FROM packages AS others
          WHERE others.id IN (${one.id}, ${other.id}) AND others.id <> packages.id)
        WHERE id IN (${one.id}, ${other.id})`,
      (one, other) => api.database.sql`
        UPDATE blobs SET iv = others.iv, tag = others.tag, sha256 = others.sha256
        FROM blobs AS others WHERE blobs.package_id = ${one.id} AND others.package_id = ${other.id}`,
    ]
    for (const [index, swap] of swaps.entries()) {
      const [one, other] = [await processed(3000), await processed(3000)]
      await swap(one, other)
      expect([index, await fetched(one)]).toEqual([index, [null, null]])
    }
  })

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['the first byte alone', (bytes) => bytes.subarray(0, 1)],
    ['half', (bytes) => bytes.subarray(0, 1504)],
    ['a block less', (bytes) => bytes.subarray(0, -16)],
    ['a byte more', (bytes) => Buffer.concat([bytes, Buffer.of(0)])],
    ['everything twice', (bytes) => Buffer.concat([bytes, bytes])],
  ])('%s is never served', async (_, change) => {
    const owned = await processed(3000)
    await changeCiphertext(owned, change)
    expect(await fetched(owned)).toEqual([null, null])
  })
})

describe('a bucket', () => {
  const link = (key: string) => ({ package_link: `https://click.discord.com/ls/click?upn=${key}` })
  const apiWith = (more: Record<string, string> = {}) =>
    startApi({ ...bucketServer.environment, S3_SECONDS: '1', ...more })
  afterEach(() => bucketServer.setFault(null))

  test('that does not respond makes results a 503, and affects nothing else', async () => {
    const api = await apiWith()
    const key = 'z'.repeat(600)
    const id = packageIdOf(key)
    await api.call('POST', '/process', { body: link(key) })
    await api.finish(key, Buffer.from('result'))
    bucketServer.setFault(() => {})
    const data = api.call('GET', `/process/${id}/data`, { key })
    const status = await api.call('GET', `/process/${id}/status`, { key })
    expect((await bodyOf(status)).processingStep).toBe('PROCESSED')
    expect((await api.call('POST', '/process', { body: link('y'.repeat(600)) })).status).toBe(200)
    expect([(await data).status, await bodyOf(await data)]).toEqual([
      503,
      { error: 'temporarily_unavailable' },
    ])
    bucketServer.setFault(null)
    expect((await api.call('GET', `/process/${id}/data`, { key })).status).toBe(200)
    expect(api.lines.join()).toContain('result_not_read')
    await api.drop()
  })

  test('with a public endpoint, /blob returns an address of the bucket after verifying the whole result', async () => {
    const api = await apiWith({ S3_PUBLIC_ENDPOINT: bucketServer.environment.S3_ENDPOINT! })
    const key = 'x'.repeat(600)
    const id = packageIdOf(key)
    await api.call('POST', '/process', { body: link(key) })
    const result = randomBytes(5 * MiB)
    await api.finish(key, result)
    const blob = () => api.call('GET', `/process/${id}/blob`, { key })
    const { url, ttl } = await bodyOf(await blob())
    expect(url).toStartWith(`${bucketServer.environment.S3_ENDPOINT}/`)
    expect(url).not.toContain(secretAccessKey)
    expect(new URL(url).searchParams.get('X-Amz-Expires')).toBe(String(ttl))
    const object = await fetch(url, { redirect: 'error', headers: { origin: 'https://app.example' } })
    expect([object.status, object.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    const [{ sha256 }] = (await api.database.sql`SELECT sha256 FROM blobs`) as unknown as [{ sha256: Buffer }]
    expect(
      createHash('sha256')
        .update(new Uint8Array(await object.arrayBuffer()))
        .digest()
        .equals(sha256),
    ).toBeTrue()

    const name = new URL(url).pathname.slice('/results/'.length)
    bucketServer.damage(name, (bytes) => flipped(bytes, 7))
    expect((await blob()).status).toBe(404)
    bucketServer.damage(name, (bytes) => flipped(bytes, 7))
    bucketServer.setFault((socket) => send(socket, { status: 503, headers: {}, body: Buffer.alloc(0) }))
    expect((await blob()).status).toBe(503)
    bucketServer.setFault(null)
    await api.call('DELETE', `/process/${id}`, { key })
    await sweepObjects(api.database, api.bucket!)
    expect((await fetch(url)).status).toBe(404)
    await api.drop()
  })

  test('an address issued before a deletion is invalid as soon as the package is deleted', async () => {
    const api = await apiWith()
    const key = 'w'.repeat(600)
    const id = packageIdOf(key)
    await api.call('POST', '/process', { body: link(key) })
    await api.finish(key, randomBytes(100))
    const { url } = await bodyOf(await api.call('GET', `/process/${id}/blob`, { key }))
    const path = url.replace(/^http:\/\/localhost/, '')
    expect((await api.call('GET', path)).status).toBe(200)
    await api.call('DELETE', `/process/${id}`, { key })
    expect((await api.call('GET', path)).status).toBe(404)
    await api.drop()
  })
})

function flipped(bytes: Uint8Array, bit: number): Buffer {
  const changed = Buffer.from(bytes)
  changed[bit >> 3]! ^= 1 << (bit & 7)
  return changed
}
