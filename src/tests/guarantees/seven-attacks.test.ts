/**
 * Runs seven attacks with which one address could hold up a server, all at the same time, against a server
 * with default limits. Meanwhile, two packages of another address are finished. The server runs from source
 * or as the executable. Six of the attacks use three connections each; the seventh submits 15 links whose
 * downloads stall. All use only loopback, and end when both packages are done.
 */
import { readFileSync } from 'node:fs'
import { expect, test } from 'bun:test'
import { randomKey } from '../support/fakes/fake-discord.ts'
import { recordRun } from '../support/servers/long-run.ts'
import { Owner } from '../support/servers/owner.ts'
import {
  createOwner,
  discord,
  expectResult,
  folder,
  packages,
  setUpServers,
  shared,
} from '../support/servers/server-trial.ts'
import { type ServerProcess, startServer } from '../support/servers/server-process.ts'

setUpServers()

/** The client address, as a proxy in front reports it. */
const from = (address: string) => ({ 'x-forwarded-for': address })
const attacker = from('198.51.100.7')
const connections = 3
const memoryMax = 150 * 1024 * 1024

/** One request of an attack; `number` counts the requests. */
type Attack = (url: string, number: number) => Promise<Response>

const post = (url: string, link: string) =>
  fetch(`${url}/process`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...attacker },
    body: JSON.stringify({ package_link: link }),
  })
const get = (address: string, key = '') =>
  fetch(address, { headers: { ...attacker, ...(key && { authorization: `Bearer ${key}` }) } })

const attacks: Record<string, Attack> = {
  'links of slashes': (url) => post(url, `${discord.origin}/b${'/'.repeat(15_000)}a`),
  'links that lead nowhere': (url, number) =>
    post(url, `https://click.discord.com/ls/click?upn=${randomKey(900_000 + number)}`),
  'names of objects that do not exist': (url, number) =>
    get(`${url}/objects/${String(number).padStart(8, '0')}${'x'.repeat(900)}?expires=1&signature=x`),
  'KEYs that belong to nothing': (url, number) =>
    get(`${url}/process/${'0'.repeat(32)}/status`, randomKey(800_000 + number)),
  'servers to look up': (url, number) => get(`${url}/widget/${10n ** 17n + BigInt(number)}`),
  'bodies that never end': (url) =>
    fetch(`${url}/process`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...attacker },
      body: new ReadableStream({
        async pull(stream) {
          stream.enqueue(Buffer.alloc(1000, ' '))
          await Bun.sleep(100)
        },
      }),
      signal: AbortSignal.timeout(5000),
    }),
}

/** The anonymous memory that a server's process has in RAM, in bytes. */
function memoryOf({ pid }: ServerProcess): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Number(/^RssAnon:\s+(\d+) kB/m.exec(status)![1]) * 1024
}

/** Polls /health until `work` is done. Returns the peak memory and the median duration of a poll. */
async function watch(server: ServerProcess, work: Promise<unknown>) {
  const seen = { memory: 0, healthMs: [] as number[] }
  let isDone = false
  const ended = work.finally(() => (isDone = true))
  while (!isDone) {
    const begun = performance.now()
    // 503 means that the database briefly had no CPU on a busy machine. The server still answers.
    expect((await fetch(`${server.url}/health`)).status).toBeOneOf([200, 503])
    seen.healthMs.push(performance.now() - begun)
    seen.memory = Math.max(seen.memory, memoryOf(server))
    await Bun.sleep(50)
  }
  await ended
  return { memory: seen.memory, healthMs: seen.healthMs.sort((a, b) => a - b)[seen.healthMs.length >> 1]! }
}

function anotherPerson(server: ServerProcess) {
  const known = createOwner(server)
  return Object.assign(new Owner(server, known.key, known.link, from('203.0.113.9')), { known: known.known })
}

async function finish(server: ServerProcess): Promise<number> {
  const owner = anotherPerson(server)
  const begun = performance.now()
  while (!(await owner.post()).isAccepted) await Bun.sleep(100)
  await owner.wait(300)
  await expectResult(owner)
  return performance.now() - begun
}

test('during seven attacks from one address, two packages of another address are finished', async () => {
  // Every limit has its default. Only the source, the folder, the database and the trusted proxy are set.
  const server = await startServer({
    DL_ZIP_WHITELISTED_DOMAINS: discord.origin,
    DATA_DIR: folder(),
    DATABASE_URL: shared.url,
    TRUST_PROXY: '1',
  })
  try {
    await attackAndCompare(server)
  } finally {
    await server.kill()
  }
})

async function attackAndCompare(server: ServerProcess): Promise<void> {
  const quiet = await watch(server, Promise.all([finish(server), finish(server)]))

  const dripping = Array.from({ length: 15 }, (_, number) => {
    const key = randomKey(700_000 + number)
    discord.offer(key, packages[0]!.archive, { hold: { afterBytes: 1000, until: new Promise(() => {}) } })
    return new Owner(server, key, discord.link(key), attacker)
  })
  for (const owner of dripping) await owner.post()

  let isOver = false
  const counts = new Map<string, number>()
  const attacking = Object.entries(attacks).flatMap(([name, attack]) =>
    Array.from({ length: connections }, async () => {
      while (!isOver) {
        const number = (counts.get(name) ?? 0) + 1
        counts.set(name, number)
        await attack(server.url, number).then(
          (response) => response.arrayBuffer(),
          () => Bun.sleep(50),
        )
      }
    }),
  )
  let milliseconds = 0
  const attacked = await watch(
    server,
    Promise.all([finish(server), finish(server)]).then(([first]) => (milliseconds = first)),
  )
  isOver = true
  await Promise.all(attacking)

  expect([...counts.values()].every((count) => count > 0)).toBeTrue()
  expect(attacked.memory - quiet.memory).toBeLessThan(memoryMax)
  // The attacker's slow links occupy at most half of the eight download slots.
  const begun = dripping.filter(({ key }) => discord.downloads(key) > 0)
  expect(begun.length).toBeGreaterThan(0)
  expect(begun.length).toBeLessThanOrEqual(4)
  recordRun(
    'G32',
    `seven attacks of one address (${[...counts.values()].reduce((sum, count) => sum + count, 0)} requests, 15 slow links): ` +
      `another one's package done in ${(milliseconds / 1000).toFixed(1)} s, /health in ${attacked.healthMs.toFixed(0)} ms (median; ${quiet.healthMs.toFixed(0)} without), ` +
      `${Math.round((attacked.memory - quiet.memory) / 1e6)} MB more than without`,
  )
}
