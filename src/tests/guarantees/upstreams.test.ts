/**
 * Discord, DisWho and the webhook hang, fail and send wrong answers while owners submit packages to a real
 * server. Links, jobs and polls are not affected, and no secret of those services is printed or stored.
 */
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Socket } from 'node:net'
import { type FakeDiscord, startFakeDiscord } from '../support/fakes/fake-discord.ts'
import { lookupFaults, type LookupFault, type Lookups } from '../support/fakes/fake-lookups.ts'
import { recordRun, scaled } from '../support/servers/long-run.ts'
import type { Owner } from '../support/servers/owner.ts'
import { headOf, type RawServer, startRawServer } from '../support/fakes/raw-server.ts'
import { createOwner, expectResult, launch, setUpServers, shared } from '../support/servers/server-trial.ts'
import type { ServerProcess } from '../support/servers/server-process.ts'

const token = `MTA4NjU0MzIx.GcaNaRy.${'b0tCanary_'.repeat(3)}`
const jwtSecret = 'jwtCanary-7f3a'
const webhookPath = '/api/webhooks/123456789012345678/whCanary-91c2'
const canaries = [token, 'b0tCanary', jwtSecret, 'whCanary', 'Bearer ', 'Bot ']
const rounds = scaled(1, 10)
const jobsPerRound = 6
const lookupsPerRound = 90
/** These faults stop lookups of a service for a long time, so they come last. */
const lasting: LookupFault[] = ['limitedForLong', 'refused']
const passing = lookupFaults.filter((fault) => !lasting.includes(fault))

/** The last fault must stay last, because it blocks all other messages. */
const webhookFaults: Record<string, (socket: Socket) => unknown> = {
  reset: (socket) => socket.resetAndDestroy(),
  broken: (socket) => socket.end(headOf(500, { 'content-length': 0 })),
  cut: (socket) => socket.end('HTTP/1.1 2'),
  limited: (socket) => socket.end(headOf(429, { 'retry-after': '1', 'content-length': 0 })),
  ok: (socket) => socket.end(headOf(204, { 'content-length': 0 })),
  silent: () => {},
}

const known: Lookups = { token, diswhoSecret: jwtSecret }
let upstream: FakeDiscord
let webhook: RawServer
let webhookFault = 'ok'
let settings: Record<string, string>
const servers: ServerProcess[] = []
let nextId = 600_000_000_000_000_000n

setUpServers()
beforeAll(async () => {
  upstream = await startFakeDiscord({ lookups: known })
  webhook = await startRawServer((socket) => webhookFaults[webhookFault]!(socket))
  const shared = {
    DISCORD_BOT_TOKEN: token,
    DISCORD_API_BASE_URL: `${upstream.origin}/api/v10`,
    WH_URL: `${webhook.origin}${webhookPath}`,
    LOG_LEVEL: 'debug',
    LOOKUP_SECONDS: '2',
    SHUTDOWN_SECONDS: '8',
  }
  const viaDiswho = { DISWHO_BASE_URL: `${upstream.origin}/diswho`, DISWHO_JWT_SECRET: jwtSecret }
  settings = shared
  servers.push(await launch({ environment: shared }))
  servers.push(await launch({ environment: { ...shared, ...viaDiswho } }))
})
afterAll(() => {
  upstream.stop()
  webhook.stop()
})

/** Looks up new users or servers; returns the statuses. */
function lookUp(owner: Owner, count: number, kind: 'user' | 'widget' = 'user'): Promise<number>[] {
  return Array.from({ length: count }, async () => {
    const id = String(nextId++)
    const response =
      kind === 'widget' ? await fetch(`${owner.server.url}/widget/${id}`) : await owner.get(`user/${id}`)
    const body = (await response.json()) as { error?: string }
    expect(Object.keys(body)).toEqual(['error'])
    return response.status
  })
}

/** Submits a package, and checks that every poll is answered and that the result is right. */
async function bringPackage(server: ServerProcess): Promise<void> {
  const owner = createOwner(server)
  expect(await owner.post()).toMatchObject({ isAccepted: true })
  for (let step = ''; step !== 'PROCESSED'; await Bun.sleep(50)) {
    const response = await owner.get('status')
    expect(response.status).toBe(200)
    const status = (await response.json()) as { processingStep: string; isErrored: boolean }
    expect(status.isErrored).toBeFalse()
    step = status.processingStep
  }
  await expectResult(owner)
}

/**
 * Every second request gets the next fault. If all requests failed, the server would soon stop calling the
 * service.
 */
function mixFaults(used: Set<LookupFault>): (path: string) => LookupFault | undefined {
  let number = 0
  return () => {
    const fault = number++ % 2 === 0 ? passing[(number >> 1) % passing.length] : undefined
    if (fault) used.add(fault)
    return fault
  }
}

async function ownersOf(all: ServerProcess[]): Promise<Owner[]> {
  const owners = all.map((server) => createOwner(server))
  for (const owner of owners) {
    await owner.post()
    await owner.wait()
  }
  return owners
}

test('links, jobs and polls are not affected', async () => {
  webhookFault = 'reset'
  const asking = await ownersOf(servers)
  const used = new Set<LookupFault>()
  const statuses = new Set<number>()
  known.choose = mixFaults(used)
  let round = 0
  for (; round < rounds || used.size < passing.length; round++) {
    const asked = asking.flatMap((owner) => [
      ...lookUp(owner, lookupsPerRound / 3),
      ...lookUp(owner, lookupsPerRound / 6, 'widget'),
    ])
    for (let number = 0; number < jobsPerRound; number += 2) {
      webhookFault = Object.keys(webhookFaults)[(number >> 1) + (round % 2) * 3]!
      await Promise.all(servers.map(bringPackage))
    }
    for (const status of await Promise.all(asked)) statuses.add(status)
  }
  expect([...statuses].sort()).toEqual([404, 500])
  const rows = await shared.database.sql`SELECT FROM lookups WHERE answer IS NOT NULL`
  expect(rows.length).toBe(0)
  const packages = round * jobsPerRound
  recordRun(
    'G25',
    `${used.size + lasting.length} faults, ${round * lookupsPerRound} lookups, ${packages}/${packages} packages done`,
  )
})

test('a package is finished while lookups hang', async () => {
  const server = await launch({ environment: { ...settings, LOOKUP_SECONDS: '100' } })
  const [owner] = (await ownersOf([server])) as [Owner]
  known.choose = () => 'silent'
  webhookFault = 'silent'
  let ended = 0
  const asked = lookUp(owner, 3)
  for (const each of asked) void each.finally(() => ended++)
  await bringPackage(server)
  // The lookups are made one after another, and each times out after ten seconds.
  expect(ended).toBeLessThan(asked.length)
  expect(await server.stop()).toBe(0)
  expect(await Promise.all(asked)).toEqual([500, 500, 500])
})

test('lasting failures and hanging requests do not delay a shutdown, and no secret was printed or stored', async () => {
  const [direct, viaDiswho] = (await ownersOf(servers)) as [Owner, Owner]
  webhookFault = 'silent'
  const before = upstream.requests.length
  // Lookups of servers are rate-limited for a long time, DisWho refuses the token, and lookups of users by
  // the first server hang.
  known.choose = (path) =>
    path.includes('/guilds/') ? 'limitedForLong' : path.includes('/diswho/') ? 'refused' : 'silent'
  const asked: Promise<number>[] = []
  for (const part of ['/guilds/', '/diswho/', '/users/']) {
    // The service may still be failing because of earlier tests, so this waits until it recovers.
    while (!upstream.requests.slice(before).some(({ path }) => path.includes(part))) {
      asked.push(...lookUp(direct, 3), ...lookUp(direct, 3, 'widget'), ...lookUp(viaDiswho, 3))
      await Bun.sleep(100)
    }
  }
  await Promise.all(servers.map(bringPackage))
  asked.push(...lookUp(direct, 3))
  const ended = Promise.allSettled(asked)
  expect(await Promise.all(servers.map((server) => server.stop()))).toEqual([0, 0])
  await ended
  for (const server of servers) {
    const output = server.output()
    expect(output).toContain('lookup_failed')
    expect(output).toContain('webhook_failed')
    expect(output).toContain('"event":"stopped"')
    for (const word of canaries) expect(output).not.toContain(word)
  }
  for (const { headers } of upstream.requests.filter(({ path }) => !path.includes('applications')))
    expect(canaries.some((word) => headers.authorization?.includes(word))).toBeTrue()
  const { sql } = shared.database
  const tables = await sql<{ name: string }[]>`
    SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname = 'public'`
  expect(tables.length).toBeGreaterThan(5)
  for (const { name } of tables) {
    const rows = JSON.stringify(await sql.unsafe(`SELECT t::text AS row FROM ${name} t`))
    for (const word of canaries) expect([name, rows.includes(word)]).toEqual([name, false])
  }
})

test('the webhook reports each event of two packages once, and no id, KEY or link', async () => {
  const texts: string[] = []
  const channel = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      texts.push(await request.text())
      return new Response(null, { status: 204 })
    },
  })
  const server = await launch({ environment: { WH_URL: `${channel.url.origin}${webhookPath}` } })
  const happy = createOwner(server)
  const late = createOwner(server, { status: 403 })
  for (const owner of [happy, late]) {
    await owner.post()
    await owner.wait()
  }
  await happy.post()
  await happy.delete()
  expect(await server.stop()).toBe(0)
  await channel.stop()
  const embeds = texts.flatMap(
    (text) => (JSON.parse(text) as { embeds: { title: string; description: string }[] }).embeds,
  )
  const titlesBy = Map.groupBy(embeds, ({ description }) => description)
  expect([...titlesBy.values()].map((some) => some.map(({ title }) => title))).toEqual([
    [
      'New package in the queue',
      expect.stringMatching(/^Package ready after \d+\.\d s$/),
      'Known package submitted again',
      'Package deleted',
    ],
    ['New package in the queue', 'Package failed: link_expired'],
  ])
  for (const { packageId, key, link } of [happy, late])
    for (const word of [packageId, key, link]) expect(texts.join()).not.toContain(word)
})
