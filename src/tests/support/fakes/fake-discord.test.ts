/** Tests the fake itself: tests that rely on it need its faults to happen. */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomKey, startFakeDiscord } from './fake-discord.ts'
import type { FakeDiscord, Faults } from './fake-discord.ts'

const archive = new Uint8Array(300_000).map((_, index) => (index * 31) % 251)
const lookups = {
  token: 'bot',
  users: { '123456789012345678': { username: 'ada', avatar: null } },
  faults: [] as 'limited'[],
}
let discord: FakeDiscord
let seed = 0

beforeAll(async () => {
  discord = await startFakeDiscord({ lookups })
})
afterAll(() => discord.stop())

function offer(faults: Faults = {}): string {
  const key = randomKey(seed++)
  discord.offer(key, archive, faults)
  return key
}

async function storage(key: string): Promise<string> {
  const answer = await fetch(discord.link(key), { redirect: 'manual' })
  expect(answer.status).toBe(302)
  return answer.headers.get('location')!
}

test('a link redirects to the storage, and the storage serves the archive', async () => {
  const key = offer()
  const answer = await fetch(discord.link(key))
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  expect(answer.headers.get('content-length')).toBe('300000')
  expect(answer.headers.get('etag')).toStartWith('"')
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(archive)
  expect(await storage(key)).not.toContain(key.slice(5, 30))
  expect(discord.downloads(key)).toBe(1)
  expect((await fetch(discord.link(randomKey(999)))).status).toBe(404)
})

test('an archive can be served from a file', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'offer-'))
  writeFileSync(join(folder, 'a.zip'), archive)
  const key = randomKey(seed++)
  discord.offer(key, join(folder, 'a.zip'))
  expect(new Uint8Array(await (await fetch(discord.link(key))).arrayBuffer())).toEqual(archive)
  rmSync(folder, { recursive: true })
})

test('ranges give 206 or 416, and 200 if If-Range does not match', async () => {
  const url = await storage(offer())
  const etag = (await fetch(url)).headers.get('etag')!
  const part = await fetch(url, { headers: { range: 'bytes=299990-', 'if-range': etag } })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, 'bytes 299990-299999/300000'])
  expect(new Uint8Array(await part.arrayBuffer())).toEqual(archive.subarray(299_990))
  const middle = await fetch(url, { headers: { range: 'bytes=5-9' } })
  expect(new Uint8Array(await middle.arrayBuffer())).toEqual(archive.subarray(5, 10))
  expect((await fetch(url, { headers: { range: 'bytes=300000-' } })).status).toBe(416)
  expect((await fetch(url, { headers: { range: 'bytes=5-', 'if-range': '"other"' } })).status).toBe(200)
  const ignoring = await storage(offer({ noRanges: true }))
  expect((await fetch(ignoring, { headers: { range: 'bytes=5-' } })).status).toBe(200)
})

for (const status of [400, 403, 404]) {
  test(`an expired link gives ${status}`, async () => {
    expect((await fetch(discord.link(offer({ status })))).status).toBe(status)
  })
}

test('a page can be served instead of an archive, and transient errors end', async () => {
  const page = await fetch(discord.link(offer({ html: true })))
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html'])
  const link = discord.link(offer({ status500Times: 2 }))
  const statuses = [await fetch(link), await fetch(link), await fetch(link)].map(({ status }) => status)
  expect(statuses).toEqual([500, 500, 200])
})

test('a body that ends too early is an error for its reader', async () => {
  for (const faults of [
    { truncateAfter: 1000 },
    { resetAfter: { bytes: 1000, times: 9 } },
    { lengthOff: 50 },
  ]) {
    const reading = fetch(discord.link(offer(faults))).then((answer) => answer.arrayBuffer())
    await expect(reading).rejects.toThrow()
  }
})

test('connections are reset the given number of times', async () => {
  const link = discord.link(offer({ resetAfter: { bytes: 0, times: 1 } }))
  await expect(fetch(link).then((answer) => answer.arrayBuffer())).rejects.toThrow()
  expect((await (await fetch(link)).arrayBuffer()).byteLength).toBe(archive.length)
})

test('a body can have no length, and its ETag can change or be missing', async () => {
  const unknown = await fetch(discord.link(offer({ noLength: true })))
  expect(unknown.headers.get('content-length')).toBeNull()
  expect((await unknown.arrayBuffer()).byteLength).toBe(archive.length)
  const link = discord.link(offer({ changedEtag: true }))
  expect((await fetch(link)).headers.get('etag')).not.toBe((await fetch(link)).headers.get('etag'))
  expect((await fetch(discord.link(offer({ noEtag: true })))).headers.get('etag')).toBeNull()
})

test('stall and hold stop at the byte, and hold continues when released', async () => {
  const held = Promise.withResolvers<void>()
  for (const faults of [{ stallAfter: 70_000 }, { hold: { afterBytes: 70_000, until: held.promise } }]) {
    const reader = (await fetch(discord.link(offer(faults)))).body!.getReader()
    let received = 0
    while (received < 70_000) received += (await reader.read()).value!.length
    expect(received).toBe(70_000)
    const next = reader.read()
    expect(await Promise.race([next, Bun.sleep(30).then(() => 'waiting')])).toBe('waiting' as never)
    if ('hold' in faults) {
      held.resolve()
      expect((await next).value!.length).toBeGreaterThan(0)
    }
    void reader.cancel()
  }
})

test('endless bodies, bombs, redirect loops and redirects elsewhere are served', async () => {
  const reader = (await fetch(discord.link(offer({ endless: true })))).body!.getReader()
  let received = 0
  while (received < 2_000_000) received += (await reader.read()).value!.length
  await reader.cancel()
  const bomb = await fetch(discord.link(offer({ encodingBomb: true })), { decompress: false } as RequestInit)
  expect((await bomb.arrayBuffer()).byteLength).toBeLessThan(200_000)
  const loop = await storage(offer({ redirectLoop: true }))
  const turn = await fetch(loop, { redirect: 'manual' })
  expect([turn.status, new URL(turn.headers.get('location')!, loop).href]).toEqual([302, loop])
  expect(await storage(offer({ redirectTo: 'http://10.0.0.1/' }))).toBe('http://10.0.0.1/')
})

test('lookups answer known and unknown users, check the token, and can fail', async () => {
  const ask = (id: string, token = 'bot') =>
    fetch(`${discord.origin}/api/v10/users/${id}`, { headers: { authorization: `Bot ${token}` } })
  const known = await ask('123456789012345678')
  expect(await known.json()).toEqual({ id: '123456789012345678', username: 'ada', avatar: null })
  expect(known.headers.get('x-ratelimit-remaining')).toBe('30')
  expect((await ask('1')).status).toBe(404)
  expect((await ask('1', 'wrong')).status).toBe(401)
  lookups.faults.push('limited')
  expect((await ask('1')).status).toBe(429)
})

test('generated keys have the form of real ones', () => {
  for (let number = 0; number < 50; number++)
    expect(randomKey(number)).toMatch(/^u001\.[A-Za-z0-9\-._]{495,1495}$/)
  expect(randomKey(3)).toBe(randomKey(3))
  expect(randomKey(3)).not.toBe(randomKey(4))
})
