/**
 * ALLOWED_NETWORKS decides who may submit packages and results. Owners can use all other routes from
 * anywhere.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { bodyOf, startApi, type TestApi } from '../tests/support/servers/api.ts'
import { packageIdOf } from '../crypto.ts'

let api: TestApi
beforeAll(async () => {
  api = await startApi({ ALLOWED_NETWORKS: '192.168.0.0/16, fd00::/8', TRUST_PROXY: '1' })
})
afterAll(() => api.drop())

const key = 'k'.repeat(600)
const post = (address: string) =>
  api.call('POST', '/process', {
    body: { package_link: `https://click.discord.com/ls/click?upn=${key}` },
    headers: { 'x-forwarded-for': address },
  })

test.each(['192.169.0.1', '10.0.0.1', 'fe80::1', 'nonsense', ''])(
  'a link from %p is refused, in the format of POST /process',
  async (address) => {
    const response = await post(address)
    expect(response.status).toBe(403)
    expect(await bodyOf(response)).toEqual({
      isAccepted: false,
      packageId: null,
      errorMessageCode: 'UNAUTHORIZED',
      errorDetail: 'network_not_allowed',
    })
  },
)

test('an upload from another network is refused, too', async () => {
  const response = await api.call('POST', `/results/${packageIdOf(key)}`, {
    headers: { 'x-forwarded-for': '10.0.0.1' },
  })
  expect([response.status, await bodyOf(response)]).toEqual([403, { error: 'network_not_allowed' }])
})

test.each(['192.168.7.7', 'fd12::1', '::ffff:192.168.1.1'])('a link from %p is accepted', async (address) => {
  expect((await post(address)).status).toBe(200)
})

test('an owner elsewhere can still use their package', async () => {
  const response = await api.call('GET', `/process/${packageIdOf(key)}/status`, {
    key,
    headers: { 'x-forwarded-for': '10.0.0.1' },
  })
  expect([response.status, (await bodyOf(response)).processingStep]).toEqual([200, 'LOCKED'])
})
