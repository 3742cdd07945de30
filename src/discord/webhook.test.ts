/** The webhook against a local server: messages, rate limits, errors, and a stop. */
import { afterEach, describe, expect, test } from 'bun:test'
import { createLogger } from '../telemetry/logger.ts'
import { createMetrics } from '../telemetry/metrics.ts'
import { createWebhook, type PackageEvent, type Webhook } from './webhook.ts'

interface Received {
  path: string
  embeds: { title: string; description: string; color: number }[]
  allowed_mentions: unknown
}

const secretPath = '/api/webhooks/123456789012345678/canary-of-the-webhook'
const packageId = '5d41402abc4b2a76b9719d911017c592'
const secret = new Uint8Array(32).fill(7)
const lines: string[] = []
let stops: (() => unknown)[] = []

afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  const log = lines.splice(0).join('\n')
  for (const word of ['canary', packageId, '/api/webhooks']) expect(log).not.toContain(word)
})

/** `answers` are the responses to the first requests; further requests get 204. */
function start(answers: (() => Response | Promise<Response>)[] = []) {
  const received: Received[] = []
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      received.push({
        path: new URL(request.url).pathname,
        ...((await request.json()) as Omit<Received, 'path'>),
      })
      return answers.shift()?.() ?? new Response(null, { status: 204 })
    },
  })
  stops.push(() => server.stop(true))
  return { received, ...connect(`${server.url.origin}${secretPath}`) }
}

function connect(url: string | null): { webhook: Webhook; counts(): Record<string, number> } {
  const metrics = createMetrics()
  const logger = createLogger('debug', (line) => lines.push(line))
  const webhook = createWebhook({ url, secret, logger, metrics })
  stops.push(() => webhook.stop())
  // Without counters that are still 0.
  const counts = () =>
    Object.fromEntries(
      [
        ...metrics.registry.text().matchAll(/^dumpus_notifications_total\{outcome="(\w+)"\} ([1-9]\d*)$/gm),
      ].map(([, outcome, count]) => [outcome, Number(count)]),
    )
  return { webhook, counts }
}

const idAt = (number: number) => number.toString(16).padStart(32, '0')
const newAt = (number: number): PackageEvent => ({ kind: 'new', packageId: idAt(number) })
const until = async (isSo: () => boolean) => {
  while (!isSo()) await Bun.sleep(5)
}

describe('messages', () => {
  test('every kind of event, in order, with the same tag for the same package', async () => {
    const { received, webhook, counts } = start()
    const events: PackageEvent[] = [
      { kind: 'new', packageId },
      { kind: 'processed', packageId, seconds: 12.34 },
      { kind: 'loaded', packageId },
      { kind: 'deleted', packageId },
      { kind: 'errored', packageId, detail: 'link_expired' },
      { kind: 'processed', packageId: idAt(1), seconds: 3725 },
    ]
    events.forEach((event) => webhook.notify(event))
    await until(() => counts().sent === 6)
    const embeds = received.flatMap((message) => message.embeds)
    expect(embeds.map(({ title }) => title)).toEqual([
      'New package in the queue',
      'Package ready after 12.3 s',
      'Known package submitted again',
      'Package deleted',
      'Package failed: link_expired',
      'Package ready after 62 min 5 s',
    ])
    const tags = embeds.map(({ description }) => /^Package ([0-9a-f]{8})$/.exec(description)?.[1])
    expect(new Set(tags.slice(0, 5)).size).toBe(1)
    expect(tags[5]).not.toBe(tags[0])
    for (const { path, allowed_mentions } of received)
      expect([path, allowed_mentions]).toEqual([secretPath, { parse: [] }])
    expect(JSON.stringify(received)).not.toContain(packageId)
  })

  test('without the secret, the tag is meaningless: it is neither a hash of the id nor the tag in the log', async () => {
    const { received, webhook, counts } = start()
    webhook.notify({ kind: 'new', packageId })
    await until(() => counts().sent === 1)
    const tag = received[0]!.embeds[0]!.description.slice('Package '.length)
    for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'] as const)
      for (const text of [packageId, `log:${packageId}`, `message tag\n${packageId}`])
        expect(new Bun.CryptoHasher(algorithm).update(text).digest('hex')).not.toStartWith(tag)
  })

  test('the same event of the same package is reported only once within a minute', async () => {
    const { received, webhook, counts } = start()
    for (let time = 0; time < 50; time++) webhook.notify({ kind: 'loaded', packageId })
    webhook.notify({ kind: 'deleted', packageId })
    await until(() => counts().sent === 2)
    expect(received.flatMap(({ embeds }) => embeds).length).toBe(2)
  })

  test('without an address, nothing is sent', async () => {
    const { webhook, counts } = connect(null)
    webhook.notify(newAt(1))
    await webhook.stop()
    expect(counts()).toEqual({})
  })
})

describe('rate limits and errors', () => {
  test('one message at a time, with as many events as Discord allows', async () => {
    const first = Promise.withResolvers<Response>()
    const { received, webhook, counts } = start([() => first.promise])
    for (let number = 0; number < 25; number++) webhook.notify(newAt(number))
    await until(() => received.length === 1)
    await Bun.sleep(50)
    expect(received.length).toBe(1)
    first.resolve(new Response(null, { status: 204 }))
    await until(() => counts().sent === 25)
    // Only one event was waiting when the first message was sent.
    expect(received.map(({ embeds }) => embeds.length)).toEqual([1, 10, 10, 4])
  })

  test('the queue is limited: further events are dropped and counted', async () => {
    const first = Promise.withResolvers<Response>()
    const { webhook, counts } = start([() => first.promise])
    for (let number = 0; number < 150; number++) webhook.notify(newAt(number))
    // One is being sent, and 100 are waiting.
    expect(counts()).toEqual({ dropped: 49 })
    first.resolve(new Response(null, { status: 204 }))
    await until(() => counts().sent === 101)
  })

  test('a rate limit is waited out, and the message is sent again', async () => {
    const headers = { 'retry-after': '1', 'x-ratelimit-scope': 'user' }
    const { received, webhook, counts } = start([
      () => Response.json({ retry_after: 0.3 }, { status: 429, headers }),
    ])
    const begin = performance.now()
    webhook.notify(newAt(1))
    await until(() => counts().sent === 1)
    expect(performance.now() - begin).toBeGreaterThanOrEqual(1000)
    expect(received.map(({ embeds }) => embeds[0]!.title)).toEqual(Array(2).fill('New package in the queue'))
  })

  test('a limit without remaining requests is waited out', async () => {
    const headers = { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset-after': '0.7' }
    const { webhook, counts } = start([() => new Response(null, { status: 204, headers })])
    const begin = performance.now()
    webhook.notify(newAt(1))
    webhook.notify(newAt(2))
    await until(() => counts().sent === 2)
    expect(performance.now() - begin).toBeGreaterThanOrEqual(700)
  })

  test.each([500, 400, 302])(
    'after a response %d, this message fails, and the next ones are sent',
    async (status) => {
      const location = { location: 'http://127.0.0.1:1/stolen' }
      const { webhook, counts } = start([() => new Response('canary', { status, headers: location })])
      webhook.notify(newAt(1))
      await until(() => counts().failed === 1)
      webhook.notify(newAt(2))
      await until(() => counts().sent === 1)
      expect(lines.join()).toContain(`"status":${status}`)
    },
  )

  test.each([401, 403, 404])('after a response %d, nothing more is sent', async (status) => {
    const { received, webhook, counts } = start([() => new Response(null, { status })])
    webhook.notify(newAt(1))
    await until(() => counts().failed === 1)
    for (let number = 2; number < 5; number++) webhook.notify(newAt(number))
    expect([counts(), received.length]).toEqual([{ failed: 1, dropped: 3 }, 1])
  })

  test('if the address is unreachable, the message fails, and no log line contains the address', async () => {
    const { webhook, counts } = connect(`http://127.0.0.1:1${secretPath}`)
    webhook.notify(newAt(1))
    await until(() => counts().failed === 1)
    expect(lines.join()).toContain('webhook_failed')
  })

  test('a stop waits for a message that is being sent, but not for a silent server', async () => {
    const quick = start()
    quick.webhook.notify(newAt(1))
    await quick.webhook.stop()
    expect(quick.counts()).toEqual({ sent: 1 })
    quick.webhook.notify(newAt(2))
    expect(quick.counts()).toEqual({ sent: 1, dropped: 1 })

    const silent = start([() => new Promise<Response>(() => {})])
    for (let number = 0; number < 4; number++) silent.webhook.notify(newAt(number))
    await until(() => silent.received.length === 1)
    await silent.webhook.stop()
    expect(silent.counts()).toEqual({ failed: 1, dropped: 3 })

    const limited = start([() => new Response(null, { status: 429, headers: { 'retry-after': '3000' } })])
    limited.webhook.notify(newAt(1))
    await until(() => limited.received.length === 1)
    await limited.webhook.stop()
    expect(limited.counts()).toEqual({ dropped: 1 })
  })
})
