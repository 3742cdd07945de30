/** Clients that request results and do not read them use little memory and do not block others. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { randomBytes } from 'node:crypto'
import { packageIdOf } from '../../crypto.ts'
import { listen, type Listening } from '../../http/server.ts'
import { bodyOf, startApi, type TestApi } from '../support/servers/api.ts'

setDefaultTimeout(120_000)

const MiB = 1024 * 1024
const sizes = { result: 15 * MiB, readers: 40 }
let api: TestApi
let server: Listening
const key = 'k'.repeat(500)
const id = packageIdOf(key)
const result = randomBytes(sizes.result)

beforeAll(async () => {
  api = await startApi({
    ...{
      TRUST_PROXY: '1',
      RESULT_FETCHES_MAX: '8',
      RESULT_FETCHES_PER_ADDRESS: '4',
      RESULT_STALL_SECONDS: '60',
    },
  })
  const package_link = `https://click.discord.com/ls/click?upn=${key}`
  await api.call('POST', '/process', { body: { package_link } })
  await api.finish(key, result)
  server = listen(api.app, { host: '127.0.0.1', port: 0 })
})
afterAll(async () => {
  await server.stop(0)
  await api.drop()
})

/** Sends a request and never reads the answer. */
async function stalled(path: string, from: string, headers = ''): Promise<Bun.Socket> {
  const { promise, resolve } = Promise.withResolvers<void>()
  const socket = await Bun.connect({
    hostname: '127.0.0.1',
    port: server.port,
    socket: {
      open: (socket) => {
        socket.write(`GET ${path} HTTP/1.1\r\nHost: x\r\nX-Forwarded-For: ${from}\r\n${headers}\r\n`)
      },
      data(socket) {
        socket.pause()
        resolve()
      },
      close: () => resolve(),
    },
  })
  // Some get an answer; the others wait for a slot.
  await Promise.race([promise, Bun.sleep(100)])
  return socket
}

test('while 40 clients request a result of 15 MiB without reading it, another client fetches it', async () => {
  const { url } = await bodyOf(await api.call('GET', `/process/${id}/blob`, { key }))
  const object = url.replace('http://localhost', '')
  Bun.gc(true)
  const before = process.memoryUsage.rss()
  const sockets: Bun.Socket[] = []
  for (let reader = 0; reader < sizes.readers; reader++) {
    const isData = reader % 2 === 0
    const path = isData ? `/process/${id}/data` : object
    sockets.push(await stalled(path, '192.0.2.1', isData ? `Authorization: Bearer ${key}\r\n` : ''))
  }
  Bun.gc(true)
  expect(process.memoryUsage.rss() - before).toBeLessThan(150_000_000)
  for (const path of [`/process/${id}/data`, object]) {
    const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
      headers: { 'x-forwarded-for': '192.0.2.2', authorization: `Bearer ${key}` },
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    expect([path, response.status, bytes.length >= sizes.result]).toEqual([path, 200, true])
    if (path !== object) expect(bytes.equals(result)).toBe(true)
  }
  for (const socket of sockets) socket.terminate()
  // Their slots are free again.
  const again = await fetch(`http://127.0.0.1:${server.port}${object}`, {
    headers: { 'x-forwarded-for': '192.0.2.1' },
  })
  expect((await again.arrayBuffer()).byteLength).toBeGreaterThanOrEqual(sizes.result)
})

test('a client that reads nothing for too long is disconnected, and its slot is free', async () => {
  const own = await startApi({
    RESULT_FETCHES_MAX: '1',
    RESULT_FETCHES_PER_ADDRESS: '1',
    RESULT_STALL_SECONDS: '1',
  })
  const package_link = `https://click.discord.com/ls/click?upn=${key}`
  await own.call('POST', '/process', { body: { package_link } })
  await own.finish(key, result)
  const get = () =>
    own.app.handle(
      new Request(`http://localhost/process/${id}/data`, { headers: { authorization: `Bearer ${key}` } }),
    )
  const unread = await get()
  const next = await get()
  expect(Buffer.from(await next.arrayBuffer()).equals(result)).toBe(true)
  await expect(unread.arrayBuffer()).rejects.toThrow()
  await own.drop()
})
