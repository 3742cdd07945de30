/** The responses of /user and /widget, as the official client expects them. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { packageIdOf } from '../../crypto.ts'
import { bodyOf, startApi, type TestApi } from '../../tests/support/servers/api.ts'
import { type FakeDiscord, startFakeDiscord } from '../../tests/support/fakes/fake-discord.ts'
import type { Lookups } from '../../tests/support/fakes/fake-lookups.ts'

const token = `MTA4NjU0MzIx.GcaNaRy.${'t0kenCanary_'.repeat(3)}`
const key = `u001.${'a'.repeat(600)}`
const otherKey = `u001.${'b'.repeat(600)}`
const id = packageIdOf(key)
const hash = '8342729096ea3675442027381ff50dfe'
const ada = '100000000000000001'
const engines = '200000000000000001'

let api: TestApi
let discord: FakeDiscord
let known: Lookups

beforeAll(async () => {
  known = { token }
  discord = await startFakeDiscord({ lookups: known })
  api = await open()
})
beforeEach(async () => {
  for (const name of Object.keys(known) as (keyof Lookups)[]) if (name !== 'token') delete known[name]
  await api.database.sql`TRUNCATE lookups`
  discord.requests.length = 0
})
afterAll(async () => {
  for (const word of [token, ada, engines]) expect(api.lines.join('\n')).not.toContain(word)
  await api.drop()
  discord.stop()
})

async function open(environment: Record<string, string> = {}): Promise<TestApi> {
  const opened = await startApi({
    DISCORD_BOT_TOKEN: token,
    DISCORD_API_BASE_URL: `${discord.origin}/api/v10`,
    ...environment,
  })
  await post(opened)
  return opened
}

async function post(at = api): Promise<void> {
  const package_link = `https://click.discord.com/ls/click?upn=${key}`
  await at.call('POST', '/process', { body: { package_link } })
}

async function user(
  userId: string,
  { asking = key, packageId = id, at = api } = {},
): Promise<[number, unknown]> {
  const response = await at.call('GET', `/process/${packageId}/user/${userId}`, { key: asking })
  return [response.status, await bodyOf(response)]
}

async function widget(guildId: string, at = api): Promise<[number, unknown]> {
  const response = await at.call('GET', `/widget/${guildId}`)
  return [response.status, await bodyOf(response)]
}

const malformed = ['1', 'abc', '1'.repeat(14), '1'.repeat(23), '-100000000000000000', '1e17']

test('a user: all four fields, as the client reads them', async () => {
  Object.assign(known, {
    users: {
      [ada]: { username: 'ada', global_name: 'Ada L.', discriminator: '0', avatar: hash, email: 'x@y.z' },
      '100000000000000009': { username: 'plain' },
    },
  })
  expect(await user(ada)).toEqual([
    200,
    {
      user_id: ada,
      display_name: 'Ada L.',
      username: 'ada',
      avatar_url: `https://cdn.discordapp.com/avatars/${ada}/${hash}.webp`,
    },
  ])
  expect((await user('100000000000000009'))[1]).toMatchObject({
    display_name: 'plain',
    avatar_url: expect.stringMatching(/^https:\/\/cdn\.discordapp\.com\/embed\/avatars\/[0-5]\.png$/),
  })
  expect(await user('100000000000000002')).toEqual([404, { error: 'user_not_found' }])
  for (const userId of malformed) expect(await user(userId)).toEqual([404, { error: 'user_not_found' }])
  // Two requests for the unknown user, who might be an application. None for a value that is not an id.
  expect(discord.requests.length).toBe(4)
})

test('401 without the KEY of a package on this server; Discord gets no request', async () => {
  known.users = { [ada]: { username: 'ada' } }
  const unauthorized: [number, unknown] = [401, { error: 'unauthorized', errorMessageCode: 'UNAUTHORIZED' }]
  expect(await user(ada, { asking: otherKey })).toEqual(unauthorized)
  expect(await user(ada, { asking: otherKey, packageId: packageIdOf(otherKey) })).toEqual(unauthorized)
  expect(await user('1', { asking: otherKey })).toEqual(unauthorized)
  const bare = await api.call('GET', `/process/${id}/user/${ada}`)
  expect([bare.status, await bodyOf(bare)] as [number, unknown]).toEqual(unauthorized)
  expect(discord.requests).toEqual([])
})

test('lookups work for a failed package, but not for a deleted one', async () => {
  known.users = { [ada]: { username: 'ada' } }
  await api.failWith(key, 'link_expired')
  expect((await user(ada))[0]).toBe(200)
  await api.call('DELETE', `/process/${id}`, { key })
  expect((await user(ada))[0]).toBe(401)
  await post()
})

test('fifty users that are requested at once are all answered', async () => {
  const ids = Array.from({ length: 50 }, (_, number) => String(500_000_000_000_000_000n + BigInt(number)))
  known.users = Object.fromEntries(ids.map((each) => [each, { username: `name of ${each}` }]))
  const answers = await Promise.all(ids.map((each) => user(each)))
  expect(answers).toEqual(
    ids.map((each) => [200, expect.objectContaining({ user_id: each, username: `name of ${each}` })]),
  )
})

test('a lookup that takes too long is a 500, a full queue a 429 with Retry-After', async () => {
  known.fault = 'silent'
  const at = await open({ LOOKUP_QUEUE_MAX: '1', LOOKUP_SECONDS: '1' })
  const waiting = [user(ada, { at })]
  while (discord.requests.length === 0) await Bun.sleep(1)
  waiting.push(user('100000000000000002', { at }))
  await Bun.sleep(100)
  const busy = await at.call('GET', `/process/${id}/user/100000000000000003`, { key })
  expect([busy.status, busy.headers.get('retry-after'), await bodyOf(busy)]).toEqual([
    429,
    '1',
    { error: 'too_many_requests' },
  ])
  const failed: [number, unknown] = [500, { error: 'lookup_failed' }]
  expect(await Promise.all(waiting)).toEqual([failed, failed])
  await at.drop()
})

test('a server: name, icon and member count, or an error', async () => {
  Object.assign(known, {
    guilds: {
      [engines]: { name: 'Engines', icon: `a_${hash}`, approximate_member_count: 1815 },
      '200000000000000002': { name: 'Bare', icon: null, approximate_member_count: 0 },
      '200000000000000003': { name: 'Without a count', icon: hash },
    },
  })
  expect(await widget(engines)).toEqual([
    200,
    {
      name: 'Engines',
      icon_url: `https://cdn.discordapp.com/icons/${engines}/a_${hash}.gif`,
      member_count: 1815,
    },
  ])
  expect(await widget('200000000000000002')).toEqual([
    200,
    { name: 'Bare', icon_url: expect.stringMatching(/^https:\/\/[^?]+\.png$/), member_count: 0 },
  ])
  expect(await widget('200000000000000003')).toEqual([404, { error: 'lookup_failed' }])
  expect(await widget('200000000000000004')).toEqual([404, { error: 'guild_not_found' }])
  for (const guildId of malformed)
    expect(await widget(guildId)).toEqual([400, { error: 'malformed_guild_id' }])
})

test('without a lookup service: answered at once, without a request', async () => {
  const at = await open({ DISCORD_BOT_TOKEN: '' })
  expect(await user(ada, { at })).toEqual([
    200,
    { user_id: ada, display_name: null, username: `App ${ada.slice(-4)}`, avatar_url: null },
  ])
  expect(await user('1', { at })).toEqual([404, { error: 'user_not_found' }])
  expect(await widget(engines, at)).toEqual([404, { error: 'lookups_not_configured' }])
  expect(discord.requests).toEqual([])
  await at.drop()
})
