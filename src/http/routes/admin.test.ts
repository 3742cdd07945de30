import { afterAll, beforeAll, expect, test } from 'bun:test'
import { packageIdOf } from '../../crypto.ts'
import { bodyOf, startApi, type TestApi } from '../../tests/support/servers/api.ts'

const token = 'Z9-operator_token.0123456789abcdef'
let api: TestApi
beforeAll(async () => {
  api = await startApi({ ADMIN_TOKEN: token })
})
afterAll(() => api.drop())

let keys = 0
async function put(): Promise<{ key: string; id: string }> {
  const key = `${String(++keys).padStart(8, '0')}${'a'.repeat(500)}`
  await api.call('POST', '/process', {
    body: { package_link: `https://click.discord.com/ls/click?upn=${key}` },
  })
  return { key, id: packageIdOf(key) }
}
const admin = (method: string, path: string) => api.call(method, `/admin/${path}`, { key: token })
const statusOf = async ({ key, id }: { key: string; id: string }) =>
  bodyOf(await api.call('GET', `/process/${id}/status`, { key }))

const everyRoute = [
  ['GET', '/admin/stats'],
  ['GET', '/admin/packages'],
  ['GET', '/admin/packages/ID'],
  ['POST', '/admin/packages/ID/upgrade'],
  ['POST', '/admin/packages/ID/retry'],
  ['DELETE', '/admin/packages/ID'],
] as const

test.each(everyRoute)('%s %s does not exist without ADMIN_TOKEN', async (method, path) => {
  const closed = await startApi()
  const response = await closed.call(method, path.replace('ID', packageIdOf('x')), { key: token })
  expect([response.status, await bodyOf(response)]).toEqual([404, { error: 'not_found' }])
  const { components, tags, paths } = await bodyOf(await closed.call('GET', '/swagger/json'))
  expect(Object.keys(components.securitySchemes)).toEqual(['packageKey'])
  expect(tags).not.toContainEqual({ name: 'Administration' })
  expect(Object.keys(paths).filter((name) => name.startsWith('/admin'))).toEqual([])
  await closed.drop()
})

test.each(everyRoute)('%s %s does nothing without the operator’s token', async (method, path) => {
  const own = await startApi({ ADMIN_TOKEN: token })
  const key = 'k'.repeat(500)
  const id = packageIdOf(key)
  await own.call('POST', '/process', {
    body: { package_link: `https://click.discord.com/ls/click?upn=${key}` },
  })
  const before = await own.database.sql`SELECT * FROM packages`
  for (const wrong of [undefined, '', 'x', key, token.slice(1), `${token}x`, token.toLowerCase()]) {
    const response = await own.call(method, path.replace('ID', id), wrong === undefined ? {} : { key: wrong })
    expect([response.status, await bodyOf(response)]).toEqual([401, { error: 'unauthorized' }])
  }
  expect([...(await own.database.sql`SELECT * FROM packages`)]).toEqual([...before])
  await own.drop()
})

test('wrong tokens are limited, and the operator is still admitted', async () => {
  const own = await startApi({ ADMIN_TOKEN: token })
  const statuses = []
  for (let turn = 0; turn < 15; turn++)
    statuses.push((await own.call('GET', '/admin/stats', { key: `${turn}` })).status)
  expect(statuses).toEqual([...Array(10).fill(401), ...Array(5).fill(429)])
  const late = await own.call('GET', '/admin/stats', { key: 'x' })
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await own.call('GET', '/admin/stats', { key: token })).status).toBe(200)
  expect(own.lines.join()).not.toContain(token)
  await own.drop()
})

test('an upgraded package is first in the queue, and its owner sees it', async () => {
  const [first, second, third] = [await put(), await put(), await put()]
  const before = (await statusOf(third)).processingQueuePosition
  expect(before).toMatchObject({ premiumQueueUser: null, standardQueueUser: before.standardWhenJoined })
  const response = await admin('POST', `packages/${third.id}/upgrade`)
  expect([response.status, await bodyOf(response)]).toMatchObject([
    200,
    { packageId: third.id, state: 'waiting', isPremium: true },
  ])
  expect(await statusOf(third)).toMatchObject({
    isUpgraded: true,
    processingQueuePosition: {
      premiumQueueUser: 0,
      standardQueueUser: 0,
      premiumWhenJoined: 0,
      standardWhenJoined: before.standardWhenJoined,
    },
  })
  const total = async () => (await statusOf(third)).processingQueuePosition.premiumQueueTotal
  while ((await total()) !== 1) await Bun.sleep(20)
  expect(await statusOf(first)).toMatchObject({
    isUpgraded: false,
    processingQueuePosition: { premiumQueueTotal: 1, premiumQueueUser: null, standardQueueUser: 1 },
  })
  await api.finish(third.key, Buffer.from('result'))
  expect((await admin('POST', `packages/${third.id}/upgrade`)).status).toBe(409)
  for (const { id } of [first, second, third]) await admin('DELETE', `packages/${id}`)
})

test('an errored package that is retried waits for its owner again', async () => {
  const failed = await put()
  await api.failWith(failed.key, 'download_failed')
  expect(await statusOf(failed)).toMatchObject({ isErrored: true })
  const response = await admin('POST', `packages/${failed.id}/retry`)
  expect([response.status, (await bodyOf(response)).state]).toEqual([200, 'waiting'])
  expect((await admin('POST', `packages/${failed.id}/retry`)).status).toBe(409)
  expect(api.context.keyring.get(failed.id)).toBeNull()
  expect(await statusOf(failed)).toMatchObject({ isErrored: false, processingStep: 'LOCKED' })
  expect(api.context.keyring.get(failed.id)?.key).toBe(failed.key)
})

test('a deleted package is gone with its KEY, and its job is told to stop', async () => {
  const owner = await put()
  const cancelled: string[] = []
  const stop = api.context.signals.onCancelled((id) => cancelled.push(id))
  const response = await admin('DELETE', `packages/${owner.id}`)
  stop()
  expect([response.status, await bodyOf(response)]).toEqual([200, { isDeleted: true }])
  expect(cancelled).toEqual([owner.id])
  expect(api.context.keyring.get(owner.id)).toBeNull()
  expect(await statusOf(owner)).toMatchObject({ errorMessageCode: 'UNKNOWN_PACKAGE_ID' })
  expect(api.events.at(-1)).toEqual({ kind: 'deleted', packageId: owner.id })
  expect((await admin('DELETE', `packages/${owner.id}`)).status).toBe(404)
})

test('the list in pages, one package, and the counts contain no part of a KEY', async () => {
  const owners = [await put(), await put(), await put()]
  await api.finish(owners[1]!.key, Buffer.from('result'))
  const newest = owners.map(({ id }) => id).reverse()
  const first = await bodyOf(await admin('GET', 'packages?limit=2'))
  expect(first.packages.map(({ packageId }: { packageId: string }) => packageId)).toEqual(newest.slice(0, 2))
  const second = await bodyOf(await admin('GET', `packages?limit=2&after=${first.next}`))
  expect(second.packages[0].packageId).toBe(newest[2])
  const full = await bodyOf(await admin('GET', 'packages?state=processed&limit=1'))
  expect([full.packages.length, full.next]).toEqual([1, null])
  const processed = await bodyOf(await admin('GET', 'packages?state=processed'))
  expect(processed).toMatchObject({ packages: [{ packageId: owners[1]!.id, resultBytes: 16 }], next: null })
  expect(await bodyOf(await admin('GET', `packages/${owners[1]!.id}`))).toEqual(processed.packages[0])
  const stats = await bodyOf(await admin('GET', 'stats'))
  expect(stats).toMatchObject({ processed: 1, waitingPremium: 0, resultBytes: 16 })
  const everything = JSON.stringify([first, second, processed, stats])
  const [row] = await api.database.sql<{ verifier: Buffer; blob_id: string }[]>`
    SELECT verifier, blob_id FROM packages WHERE id = ${owners[1]!.id}`
  for (const secret of [owners[1]!.key, row!.blob_id, row!.verifier.toString('hex'), 'aaaaaaaa'])
    expect(everything).not.toContain(secret)
})

test('a list does not end in silence because the last package of the previous page was deleted', async () => {
  const owners = [await put(), await put(), await put()]
  const { next } = await bodyOf(await admin('GET', 'packages?limit=1'))
  await admin('DELETE', `packages/${next}`)
  const response = await admin('GET', `packages?limit=1&after=${next}`)
  expect([response.status, await bodyOf(response)]).toEqual([404, { error: 'package_not_found' }])
  for (const { id } of owners) await admin('DELETE', `packages/${id}`)
})

test.each([
  'packages?state=lost',
  'packages?limit=0',
  'packages?limit=201',
  'packages?limit=-1',
  'packages?limit=1e1',
  'packages?limit=',
  "packages?after='",
  'packages?after=x',
  'packages?state=waiting&state=gone',
])('%s is refused', async (path) => {
  const response = await admin('GET', path)
  expect([response.status, await bodyOf(response)]).toEqual([400, { error: 'malformed_query' }])
})

test.each([
  ['GET', 'packages/x'],
  ['GET', `packages/${packageIdOf('nobody')}`],
  ['POST', 'packages/%00/upgrade'],
  ['POST', `packages/${packageIdOf('nobody')}/retry`],
  ['DELETE', 'packages/%E0%A4%A'],
])('%s %s: there is no such package', async (method, path) => {
  const response = await admin(method, path)
  expect([response.status, await bodyOf(response)]).toEqual([404, { error: 'package_not_found' }])
})

test('the documentation has a group and a security scheme for the operator', async () => {
  const { components, tags, paths } = await bodyOf(await api.call('GET', '/swagger/json'))
  expect(tags).toContainEqual({ name: 'Administration' })
  expect(components.securitySchemes.adminToken).toMatchObject({ type: 'http', scheme: 'bearer' })
  const operations = Object.entries<Record<string, any>>(paths)
    .filter(([path]) => path.startsWith('/admin'))
    .flatMap(([, methods]) => Object.values(methods))
  expect(operations).toHaveLength(6)
  for (const { tags, security } of operations)
    expect([tags, security]).toEqual([['Administration'], [{ adminToken: [] }]])
  const { parameters } = paths['/admin/packages'].get
  expect(parameters.map(({ required }: { required: boolean }) => required)).toEqual([false, false, false])
})
