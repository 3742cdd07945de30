/** Lookups from a fake Discord over real HTTP: answers, caching, rate limits, and errors of every kind. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { loadConfig } from '../config/config.ts'
import { connect } from '../db/connect.ts'
import { createLogger } from '../telemetry/logger.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { freshDatabase, type TestDatabase } from '../tests/support/servers/database.ts'
import { type FakeDiscord, startFakeDiscord } from '../tests/support/fakes/fake-discord.ts'
import { type LookupFault, lookupFaults, type Lookups as Known } from '../tests/support/fakes/fake-lookups.ts'
import { sweepLookups } from './cache.ts'
import { createLookups, type Lookups } from './lookups.ts'
import type { LookupError } from './request.ts'

const token = `MTA4NjU0MzIx.GcaNaRy.${'t0kenCanary_'.repeat(3)}`
const secret = 'jwt-secret-canary-77'
const ada = '100000000000000001'
const hash = '8342729096ea3675442027381ff50dfe'

let shared: TestDatabase
let discord: FakeDiscord
let known: Known
let lines: string[] = []
let started: Lookups[] = []
let metrics = createMetrics()

beforeAll(async () => void (shared = await freshDatabase()))
beforeEach(async () => {
  known = {
    token,
    diswhoSecret: secret,
    users: { [ada]: { username: 'ada', global_name: 'Ada L.', discriminator: '0', avatar: hash } },
    guilds: { '200000000000000001': { name: 'Engines', icon: null, approximate_member_count: 1815 } },
    applications: { '300000000000000001': { name: 'Counting Bot', icon: `a_${hash}` } },
  }
  discord = await startFakeDiscord({ lookups: known })
  await shared.database.sql`TRUNCATE lookups`
  metrics = createMetrics()
})
afterEach(() => {
  for (const lookups of started.splice(0)) lookups.stop()
  discord.stop()
  const log = lines.splice(0).join('\n')
  for (const word of [token, secret, 'Bearer', ada, '80351110', discord.origin])
    expect(log).not.toContain(word)
})
afterAll(() => shared.drop())

function start(environment: Record<string, string> = bot(), database = shared.database): Lookups {
  const lookups = createLookups({
    config: loadConfig({ LOOKUP_SECONDS: '20', ...environment }),
    database,
    logger: createLogger('debug', (line) => lines.push(line)),
    metrics,
    paceMs: 1,
  })
  started.push(lookups)
  return lookups
}

const bot = () => ({ DISCORD_BOT_TOKEN: token, DISCORD_API_BASE_URL: `${discord.origin}/api/v10` })
const diswho = () => ({ DISWHO_BASE_URL: `${discord.origin}/diswho`, DISWHO_JWT_SECRET: secret })
const idAt = (number: number) => String(400_000_000_000_000_000n + BigInt(number))
const offerUsers = (count: number) => {
  for (let number = 0; number < count; number++) known.users![idAt(number)] = { username: `user ${number}` }
}
const keptIds = async () =>
  (await shared.database.sql`SELECT id FROM lookups ORDER BY id`).map(({ id }) => id)

describe('answers', () => {
  test('a user, a server, an application, and those that Discord does not know', async () => {
    const lookups = start()
    expect(await lookups.user(ada)).toEqual({
      username: 'ada',
      displayName: 'Ada L.',
      avatarUrl: `https://cdn.discordapp.com/avatars/${ada}/${hash}.webp`,
    })
    // The number of the default icon is the id without its last 22 bits, modulo 6.
    expect(await lookups.guild('200000000000000001')).toEqual({
      name: 'Engines',
      iconUrl: 'https://cdn.discordapp.com/embed/avatars/0.png',
      memberCount: 1815,
    })
    expect(await lookups.user('300000000000000001')).toEqual({
      username: 'Counting Bot',
      displayName: 'Counting Bot',
      avatarUrl: `https://cdn.discordapp.com/app-icons/300000000000000001/a_${hash}.gif`,
    })
    expect(await lookups.user('100000000000000002')).toBe('missing')
    expect(await lookups.guild('200000000000000002')).toBe('missing')
    expect(discord.requests.map(({ path }) => path)).toEqual([
      `/api/v10/users/${ada}`,
      '/api/v10/guilds/200000000000000001?with_counts=true',
      ...['/api/v10/users/300000000000000001', '/api/v10/applications/300000000000000001/rpc'],
      ...['/api/v10/users/100000000000000002', '/api/v10/applications/100000000000000002/rpc'],
      '/api/v10/guilds/200000000000000002?with_counts=true',
    ])
    const public_ = discord.requests.filter(({ path }) => path.includes('applications'))
    expect(public_.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined])
  })

  test('a user in the old format: a discriminator, no display name, no picture', async () => {
    known.users!['80351110224678912'] = { username: 'nelly', discriminator: '1337', avatar: null }
    expect(await start().user('80351110224678912')).toEqual({
      username: 'nelly',
      displayName: 'nelly',
      avatarUrl: 'https://cdn.discordapp.com/embed/avatars/2.png',
    })
  })

  test('users are requested from DisWho with a signed token, servers from Discord as the bot', async () => {
    const both = start({ ...bot(), ...diswho() })
    expect(await both.user(ada)).toMatchObject({ username: 'ada' })
    expect(await both.user('100000000000000002')).toBe('missing')
    expect(await both.guild('200000000000000001')).toMatchObject({ name: 'Engines' })
    expect(discord.requests.map(({ path }) => path.split('/')[1])).toEqual(['diswho', 'diswho', 'api'])
    for (const { headers, path } of discord.requests) {
      expect(headers.authorization!.includes(token)).toBe(path.startsWith('/api'))
      expect(headers.authorization).not.toContain(secret)
    }
    const only = start(diswho())
    expect(await only.guild('200000000000000001')).toBe('off')
    const wrong = start({ ...diswho(), DISWHO_JWT_SECRET: 'another' })
    expect(await wrong.user('100000000000000003')).toBe('failed')
  })

  test('without a configured service, nothing is requested', async () => {
    const lookups = start({})
    expect([await lookups.user(ada), await lookups.guild(ada)]).toEqual(['off', 'off'])
    expect(discord.requests).toEqual([])
  })
})

describe('the cache', () => {
  test('answers are cached for a day, misses for a quarter of an hour, on all nodes; errors are not cached', async () => {
    const one = start()
    await one.user(ada)
    await one.user('100000000000000002')
    known.fault = 'html'
    expect(await one.user('100000000000000003')).toBe('failed')
    const rows = await shared.database.sql`
      SELECT id, answer IS NULL AS missing, round(extract(epoch FROM expires_at - now()) / 60)::int AS minutes
      FROM lookups ORDER BY id`
    expect([...rows] as unknown[]).toEqual([
      { id: ada, missing: false, minutes: 24 * 60 },
      { id: '100000000000000002', missing: true, minutes: 15 },
    ])
    const asked = discord.requests.length
    const other = start()
    expect(await other.user(ada)).toMatchObject({ username: 'ada' })
    expect(await other.user('100000000000000002')).toBe('missing')
    expect(discord.requests.length).toBe(asked)
  })

  test('expired or unreadable entries are requested again; the sweep deletes expired ones', async () => {
    const lookups = start()
    offerUsers(3)
    for (let number = 0; number < 3; number++) await lookups.user(idAt(number))
    const { sql } = shared.database
    await sql`UPDATE lookups SET expires_at = now() - interval '1 second' WHERE id = ${idAt(0)}`
    await sql`UPDATE lookups SET answer = '{"name": 7}' WHERE id = ${idAt(1)}`
    known.users![idAt(0)] = { username: 'renamed' }
    for (const [number, username] of ['renamed', 'user 1', 'user 2'].entries())
      expect(await lookups.user(idAt(number))).toMatchObject({ username })
    expect(discord.requests.length).toBe(5)
    await sql`UPDATE lookups SET expires_at = now() - interval '1 second' WHERE id <> ${idAt(2)}`
    expect([await sweepLookups(shared.database), await sweepLookups(shared.database)]).toEqual([2, 0])
    expect(await keptIds()).toEqual([idAt(2)])
  })

  test('without the database, users are still looked up', async () => {
    const gone = connect(shared.connection)
    await gone.close()
    expect(await start(bot(), gone).user(ada)).toMatchObject({ username: 'ada' })
    expect(lines.join()).toContain('lookup_cache_failed')
  })
})

describe('rate limits and queues', () => {
  test('simultaneous lookups of the same id share one request', async () => {
    const lookups = start()
    const answers = await Promise.all(Array.from({ length: 50 }, () => lookups.user(ada)))
    expect(answers.every((answer) => typeof answer === 'object')).toBeTrue()
    expect(discord.requests.length).toBe(1)
  })

  test('a rate limit is never exceeded', async () => {
    offerUsers(24)
    known.limit = { requests: 8, seconds: 0.7 }
    const lookups = start()
    const answers = await Promise.all(Array.from({ length: 24 }, (_, number) => lookups.user(idAt(number))))
    expect(answers).toEqual(
      Array.from({ length: 24 }, (_, number) => expect.objectContaining({ username: `user ${number}` })),
    )
    expect([known.exceeded ?? 0, discord.requests.length]).toEqual([0, 24])
  })

  test('after a rate limit, all requests of the same kind wait; other requests do not', async () => {
    offerUsers(3)
    known.faults = ['limited']
    const lookups = start()
    const begin = performance.now()
    const first = lookups.user(idAt(0))
    while (discord.requests.length === 0) await Bun.sleep(1)
    expect(await lookups.guild('200000000000000001')).toMatchObject({ name: 'Engines' })
    expect(discord.requests[1]!.path).toContain('guilds')
    const answers = await Promise.all([first, lookups.user(idAt(1)), lookups.user(idAt(2))])
    expect(performance.now() - begin).toBeGreaterThanOrEqual(1000)
    expect(answers).toMatchObject([{ username: 'user 0' }, { username: 'user 1' }, { username: 'user 2' }])
    expect(discord.requests.length).toBe(5)
  })

  test('a global rate limit applies to all requests', async () => {
    known.faults = ['limitedGlobally']
    const lookups = start()
    const begin = performance.now()
    const first = lookups.user(ada)
    while (!/status="429"\} [1-9]/.test(metrics.registry.text())) await Bun.sleep(1)
    const guild = lookups.guild('200000000000000001')
    expect(await Promise.all([first, guild])).toMatchObject([{ username: 'ada' }, { name: 'Engines' }])
    expect(performance.now() - begin).toBeGreaterThanOrEqual(1000)
    // After the rate limit, two requests are sent a millisecond apart on separate connections. Either may
    // arrive first.
    expect(discord.requests.map(({ path }) => /users|guilds/.exec(path)?.[0]).sort()).toEqual([
      ...['guilds', 'users', 'users'],
    ])
  })

  test('a lookup whose time limit is shorter than the rate limit fails at once', async () => {
    known.fault = 'limitedForLong'
    const lookups = start()
    expect(await Promise.all([lookups.user(ada), lookups.user(idAt(1))])).toEqual(['failed', 'failed'])
    expect(await lookups.user(idAt(2))).toBe('failed')
    expect(discord.requests.length).toBe(1)
  })

  test('lookups of servers, which anybody may request, do not delay lookups of users and have a small queue', async () => {
    offerUsers(20)
    known.choose = (path) => (path.includes('/guilds/') ? 'silent' : undefined)
    const lookups = start({ ...bot(), LOOKUP_QUEUE_MAX: '50', LOOKUP_SECONDS: '15' })
    const guilds = Array.from({ length: 30 }, (_, number) =>
      lookups.guild(`2000000000000001${10 + number}`, `203.0.113.${number}`),
    )
    while (discord.requests.length === 0) await Bun.sleep(1)
    const outcomes: string[] = []
    for (const guild of guilds) void guild.then((outcome) => outcomes.push(String(outcome)))
    const users = await Promise.all(Array.from({ length: 20 }, (_, number) => lookups.user(idAt(number))))
    expect(users.every((user) => typeof user === 'object')).toBeTrue()
    // One request is running, and five are waiting (a tenth of 50). These have no answer yet. All others were
    // refused at once.
    expect(outcomes).toEqual(Array(24).fill('busy'))
    expect(discord.requests.filter(({ path }) => path.includes('guilds')).length).toBe(1)
  })

  test('the queue is limited', async () => {
    known.fault = 'silent'
    const lookups = start({ ...bot(), LOOKUP_QUEUE_MAX: '2', LOOKUP_SECONDS: '1' })
    const waiting = [lookups.user(idAt(0), 'a')]
    while (discord.requests.length === 0) await Bun.sleep(1)
    waiting.push(lookups.user(idAt(1), 'a'), lookups.user(idAt(2), 'b'))
    await Bun.sleep(50)
    expect(await lookups.user(idAt(3), 'c')).toBe('busy')
    expect(await Promise.all(waiting)).toEqual(['failed', 'failed', 'failed'])
  })
})

describe('errors', () => {
  const reasons: Record<LookupFault, LookupError['why']> = {
    limited: 'rate_limited',
    limitedGlobally: 'rate_limited',
    limitedForLong: 'rate_limited',
    broken: 'server_error',
    refused: 'token_refused',
    html: 'unexpected_answer',
    wrongAddress: 'unexpected_answer',
    shapeless: 'unexpected_answer',
    stranger: 'unexpected_answer',
    elsewhere: 'unexpected_answer',
    garbage: 'unexpected_answer',
    cut: 'no_answer',
    reset: 'no_answer',
    huge: 'answer_too_large',
    silent: 'timeout',
  }

  test.each(lookupFaults)(
    'with the fault "%s", a lookup fails within the time limit and is not cached',
    async (fault) => {
      known.fault = fault
      const lookups = start({ ...bot(), LOOKUP_SECONDS: '1' })
      expect(await lookups.user(ada)).toBe('failed')
      expect(lines.join()).toContain(`"why":"${reasons[fault]}"`)
      expect(await lookups.guild('200000000000000001')).toBe('failed')
      expect(await keptIds()).toEqual([])
      expect(discord.requests.filter(({ path }) => path.includes('stolen'))).toEqual([])
    },
  )

  test.each(['broken', 'reset', 'cut'] as const)(
    'after one fault "%s", the lookup is tried again',
    async (fault) => {
      known.faults = [fault]
      expect(await start().user(ada)).toMatchObject({ username: 'ada' })
    },
  )

  test('a failing service gets no requests for a while, and lookups fail at once', async () => {
    known.fault = 'broken'
    const lookups = start()
    await Promise.all(Array.from({ length: 5 }, (_, number) => lookups.user(idAt(number))))
    const asked = discord.requests.length
    expect(asked).toBe(3)
    for (let number = 5; number < 25; number++) expect(await lookups.user(idAt(number))).toBe('failed')
    expect(discord.requests.length).toBe(asked)
    expect(lines.filter((line) => line.includes('lookup_service_in_trouble')).length).toBe(1)
    delete known.fault
    // The first pause is two seconds.
    while ((await lookups.user(ada)) === 'failed') await Bun.sleep(100)
    expect(await lookups.user(ada)).toMatchObject({ username: 'ada' })
  })

  test('after a refused token, the next lookups fail without a request', async () => {
    known.token = 'another'
    const lookups = start()
    for (let number = 0; number < 5; number++) expect(await lookups.user(idAt(number))).toBe('failed')
    expect(discord.requests.length).toBe(1)
    expect(lines.join()).toContain('"why":"token_refused"')
  })

  test('an application that Discord refuses counts as missing, and the token is still used', async () => {
    const lookups = start()
    for (const fault of ['refused', 'wrongAddress'] as const) {
      known.choose = (path) => (path.includes('/applications/') ? fault : undefined)
      expect(await lookups.user(idAt(fault.length))).toBe('missing')
    }
    expect(discord.requests.filter(({ path }) => path.includes('/applications/')).length).toBe(2)
    expect(await lookups.user(ada)).toMatchObject({ username: 'ada' })
  })

  test('after a stop, waiting and new lookups fail', async () => {
    known.fault = 'silent'
    const lookups = start()
    const waiting = [lookups.user(idAt(0)), lookups.user(idAt(1)), lookups.guild(idAt(2))]
    while (discord.requests.length < 2) await Bun.sleep(1)
    lookups.stop()
    expect(await Promise.all(waiting)).toEqual(['failed', 'failed', 'failed'])
    expect(await lookups.user(idAt(4))).toBe('failed')
    expect(discord.requests.length).toBe(2)
  })
})
