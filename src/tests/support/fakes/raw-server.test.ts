import { afterEach, beforeEach, expect, test } from 'bun:test'
import { connect } from 'node:net'
import { headOf, type RawServer, startRawServer } from './raw-server.ts'

let server: RawServer
beforeEach(async () => {
  server = await startRawServer((socket) => void socket.write(`${headOf(200, { 'content-length': 2 })}ok`))
})
afterEach(() => server.stop())

const one = 'POST /one HTTP/1.1\r\nHost: x\r\nContent-Length: 20\r\n\r\nGET /fake HTTP/1.1\r\n'
const two = 'PUT /two HTTP/1.1\r\nContent-Length: 3\r\n\r\nabc'
const three = 'GET /three HTTP/1.1\r\n\r\n'

/** Sends each text when the server has answered all complete requests before it. */
async function send(steps: [text: string, answered: number][]): Promise<void> {
  const socket = connect(Number(new URL(server.origin).port), '127.0.0.1')
  let answered = 0
  const waiting = new Map<number, () => void>()
  socket.on('data', (data) => {
    answered += data.toString().split('HTTP/1.1 200').length - 1
    waiting.get(answered)?.()
  })
  for (const [text, wanted] of steps) {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting.set(wanted, resolve)
    await new Promise<void>((sent) => socket.write(text, () => sent()))
    if (answered >= wanted) resolve()
    await promise
  }
  socket.destroy()
}

test.each<[string, [string, number][]]>([
  ['all at once', [[one + two + three, 3]]],
  [
    'one after the other',
    [
      [one, 1],
      [two, 2],
      [three, 3],
    ],
  ],
  ['byte by byte', [...(one + two + three)].map((byte, at, all) => [byte, at === all.length - 1 ? 3 : 0])],
])('requests of one connection are read with their bodies (%s)', async (_, steps) => {
  await send(steps)
  expect(server.requests.map(({ path, body }) => [path, body.toString()])).toEqual([
    ['/one', 'GET /fake HTTP/1.1\r\n'],
    ['/two', 'abc'],
    ['/three', ''],
  ])
})

test('the body of a fetch is read', async () => {
  const response = await fetch(`${server.origin}/hook`, { method: 'POST', body: '{"a": 1}' })
  expect(await response.text()).toBe('ok')
  expect(server.requests[0]).toMatchObject({ path: '/hook', body: Buffer.from('{"a": 1}') })
})
