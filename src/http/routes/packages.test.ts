import { afterAll, beforeAll, expect, test } from 'bun:test'
import { packageIdOf } from '../../crypto.ts'
import { bodyOf, startApi, type TestApi } from '../../tests/support/servers/api.ts'
import { listen } from '../server.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi({
    POST_BODY_BYTES_MAX: '16384',
    DL_ZIP_WHITELISTED_DOMAINS: 'https://files.example.org',
  })
})
afterAll(() => api.drop())

let keys = 0
const newKey = () => `${String(++keys).padStart(8, '0')}${'k'.repeat(500)}`
const linkOf = (key: string) => `https://click.discord.com/ls/click?upn=${key}`
const post = (key: string) => api.call('POST', '/process', { body: { package_link: linkOf(key) } })
const status = async (key: string) =>
  bodyOf(await api.call('GET', `/process/${packageIdOf(key)}/status`, { key }))

test('a link is accepted, its row is committed, its KEY is held, and the pool is woken', async () => {
  const key = newKey()
  let wakes = 0
  const stop = api.context.signals.onWake(() => wakes++)
  const response = await post(key)
  stop()
  expect(response.status).toBe(200)
  const packageId = packageIdOf(key)
  expect(await bodyOf(response)).toEqual({
    isAccepted: true,
    packageId,
    errorMessageCode: null,
    errorDetail: null,
  })
  expect(await api.database.sql`SELECT step FROM packages WHERE id = ${packageId}`).toMatchObject([
    { step: 'LOCKED' },
  ])
  expect(api.context.keyring.get(packageId)).toEqual({ key, link: linkOf(key) })
  expect(wakes).toBe(1)
})

test('200 equal links at once make one row and get 200 equal responses', async () => {
  const key = newKey()
  const answers = await Promise.all(Array.from({ length: 200 }, async () => (await post(key)).text()))
  expect(new Set(answers).size).toBe(1)
  expect(await api.database.sql`SELECT id FROM packages WHERE id = ${packageIdOf(key)}`).toHaveLength(1)
})

test.each([
  ['no link', ''],
  ['another host', `https://click.discord.com.evil.test/ls/click?upn=${'k'.repeat(600)}`],
  ['a short KEY', linkOf('short')],
  ['a fragment', `${linkOf('k'.repeat(600))}#x`],
  ['a key in another part of the address', `https://click.discord.com/ls/click?uqn=${'k'.repeat(600)}`],
])('an unusable link (%s) is answered with 200 and INVALID_LINK', async (_, package_link) => {
  const response = await api.call('POST', '/process', { body: { package_link } })
  expect(response.status).toBe(200)
  expect(await bodyOf(response)).toEqual({
    isAccepted: false,
    packageId: null,
    errorMessageCode: 'INVALID_LINK',
    errorDetail: 'link_malformed',
  })
})

const canary = 'CANARY'.repeat(20)
test.each([
  ['malformed JSON', `{"package_link": "${canary}`, 400],
  ['no body', undefined, 400],
  ['null', 'null', 400],
  ['an array', `["${canary}"]`, 400],
  ['a number as link', '{"package_link": 12345}', 400],
  ['an object as the link', `{"package_link": {"${canary}": 1}}`, 400],
  ['another property only', `{"link": "${canary}"}`, 400],
  ['invalid UTF-8', new Uint8Array([0x7b, 0xff, 0xfe]), 400],
  ['too long', JSON.stringify({ package_link: canary.repeat(1000) }), 413],
] as const)('a body that is %s is refused and not echoed', async (_, body, expected) => {
  const request = new Request('http://localhost/process', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${canary}` },
    ...(body !== undefined && { body }),
  })
  const response = await api.send(request)
  const text = await response.text()
  expect(response.status).toBe(expected)
  expect(JSON.parse(text)).toMatchObject({ isAccepted: false, errorMessageCode: 'INVALID_LINK' })
  expect(text + JSON.stringify([...response.headers])).not.toContain('CANARY')
})

test('a link to an allowed origin is stored encrypted, and its text is nowhere in the row', async () => {
  const package_link = 'https://files.example.org/some/package.zip'
  const response = await api.call('POST', '/process', { body: { package_link } })
  const { packageId } = await bodyOf(response)
  const [row] = await api.database.sql<{ sealed: Uint8Array; all: string }[]>`
    SELECT sealed_link AS sealed, packages::text AS all FROM packages WHERE id = ${packageId}`
  expect(row!.sealed.length).toBe(package_link.length + 28)
  for (const text of ['package.zip', 'files.example.org'])
    for (const form of [text, Buffer.from(text).toString('hex')]) expect(row!.all).not.toContain(form)
})

test('an errored package starts again with the next POST; a finished one does not', async () => {
  const key = newKey()
  await post(key)
  await api.failWith(key, 'link_expired')
  expect(await status(key)).toMatchObject({
    isErrored: true,
    isProcessing: false,
    errorMessageCode: 'EXPIRED_LINK',
  })
  expect(api.context.keyring.get(packageIdOf(key))).toBeNull()
  await post(key)
  expect(await status(key)).toMatchObject({ isErrored: false, isProcessing: true, processingStep: 'LOCKED' })
  await api.finish(key, Buffer.from('result'))
  expect(await (await post(key)).json()).toMatchObject({ isAccepted: true })
  expect(await status(key)).toMatchObject({
    isDataAvailable: true,
    processingStep: 'PROCESSED',
    progress: 100,
  })
  expect(api.context.keyring.get(packageIdOf(key))).toBeNull()
})

test('a finished package whose result is lost starts again like a new one', async () => {
  const own = await startApi({ POSTS_PER_MINUTE: '1', POSTS_BURST: '2' })
  const key = newKey()
  const packageId = packageIdOf(key)
  const send = async () =>
    (await own.call('POST', '/process', { body: { package_link: linkOf(key) } })).status
  expect(await send()).toBe(200)
  await own.finish(key, Buffer.from('result'))
  own.context.keyring.forget(packageId)
  await own.database.sql`DELETE FROM blobs`
  let wakes = 0
  const stop = own.context.signals.onWake(() => wakes++)
  expect(await send()).toBe(200)
  stop()
  // The work begins without waiting for a poll.
  expect(own.context.keyring.get(packageId)).toEqual({ key, link: linkOf(key) })
  expect(wakes).toBe(1)
  expect(own.events).toEqual([
    { kind: 'new', packageId },
    { kind: 'new', packageId },
  ])
  const answer = await bodyOf(await own.call('GET', `/process/${packageId}/status`, { key }))
  expect(answer).toMatchObject({ isProcessing: true, processingStep: 'LOCKED' })
  // It counted as a start.
  await own.finish(key, Buffer.from('result'))
  await own.database.sql`DELETE FROM blobs`
  expect(await send()).toBe(429)
  await own.drop()
})

test('a poll restores the KEY of an unfinished package and wakes the pool once', async () => {
  const key = newKey()
  await post(key)
  api.context.keyring.forget(packageIdOf(key))
  let wakes = 0
  const stop = api.context.signals.onWake(() => wakes++)
  for (let poll = 0; poll < 3; poll++) await status(key)
  stop()
  expect(wakes).toBe(1)
  expect(api.context.keyring.get(packageIdOf(key))).toEqual({ key, link: null })
})

test('queue positions are reported, and standardQueueUser, which clients display, is set for premium packages, too', async () => {
  const own = await startApi()
  const send = (key: string) => own.call('POST', '/process', { body: { package_link: linkOf(key) } })
  const [first, second, third] = [newKey(), newKey(), newKey()]
  for (const key of [first, second, third]) await send(key)
  await own.database.sql`UPDATE packages SET is_premium = true WHERE id = ${packageIdOf(third)}`
  const places = async (key: string) => {
    const answer = await own.call('GET', `/process/${packageIdOf(key)}/status`, { key })
    const { isUpgraded, processingQueuePosition } = await bodyOf(answer)
    return { isUpgraded, ...processingQueuePosition }
  }
  expect(await places(third)).toEqual({
    isUpgraded: true,
    premiumQueueTotal: 1,
    standardQueueTotal: 3,
    premiumQueueUser: 0,
    standardQueueUser: 0,
    standardWhenJoined: 2,
    premiumWhenJoined: 0,
  })
  expect(await places(second)).toMatchObject({
    isUpgraded: false,
    premiumQueueUser: null,
    standardQueueUser: 2,
  })
  await own.drop()
})

test('DELETE removes the package, signals its worker, forgets the KEY, and is JSON in every case', async () => {
  const key = newKey()
  const packageId = packageIdOf(key)
  await post(key)
  const told: string[] = []
  const stop = api.context.signals.onCancelled((id) => told.push(id))
  const remove = async (withKey: string) => {
    const response = await api.call('DELETE', `/process/${packageId}`, { key: withKey })
    return { status: response.status, ...(await bodyOf(response)) }
  }
  expect(await remove(newKey())).toEqual({ status: 401, isDeleted: false, errorMessageCode: 'UNAUTHORIZED' })
  expect(told).toEqual([])
  expect(await remove(key)).toEqual({ status: 200, isDeleted: true, errorMessageCode: null })
  expect(told).toEqual([packageId])
  expect(api.context.keyring.get(packageId)).toBeNull()
  expect(await remove(key)).toEqual({ status: 200, isDeleted: false, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  expect(await status(key)).toMatchObject({ isErrored: true, errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  stop()
})

test('a full queue and too many links are refused in the format that the client understands', async () => {
  const own = await startApi({ QUEUE_MAX: '2', POSTS_PER_MINUTE: '1', POSTS_BURST: '3' })
  const send = async (key: string) => {
    const response = await own.call('POST', '/process', { body: { package_link: linkOf(key) } })
    return {
      status: response.status,
      retryAfter: response.headers.get('retry-after'),
      ...(await bodyOf(response)),
    }
  }
  const [first, second] = [newKey(), newKey()]
  expect(await send(first)).toMatchObject({ isAccepted: true })
  expect(await send(second)).toMatchObject({ isAccepted: true })
  const refused = { isAccepted: false, packageId: null, errorMessageCode: 'UNKNOWN_ERROR' }
  expect(await send(newKey())).toMatchObject({ status: 503, errorDetail: 'queue_full', ...refused })
  const limited = await send(newKey())
  expect(limited).toMatchObject({ status: 429, errorDetail: 'too_many_requests', ...refused })
  expect(Number(limited.retryAfter)).toBeGreaterThan(0)
  expect(await send(first)).toMatchObject({ status: 200, isAccepted: true })
  await own.drop()
})

test('the limit counts the connection’s address, even when slashes were collapsed', async () => {
  const own = await startApi({ POSTS_PER_MINUTE: '1', POSTS_BURST: '1' })
  const server = listen(own.app, { host: '127.0.0.1', port: 0 })
  const send = async (path: string, forwarded: string) => {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      headers: { 'x-forwarded-for': forwarded },
      body: JSON.stringify({ package_link: linkOf(newKey()) }),
    })
    return response.status
  }
  expect([await send('//process', '192.0.2.1'), await send('/process', '192.0.2.2')]).toEqual([200, 429])
  await server.stop(0)
  await own.drop()
})
