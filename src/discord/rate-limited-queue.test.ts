/** The queue of lookups: senders take turns, none fills the queue alone, and late requests are not sent. */
import { expect, test } from 'bun:test'
import { RateLimitedQueue } from './rate-limited-queue.ts'
import type { Reply } from './request.ts'
import { createDiscord } from './services.ts'

const noLimits = { retrySeconds: null, isGlobal: false, remaining: null, resetSeconds: 0 }
const reply = { status: 200, limits: noLimits } as Reply

/** A queue whose requests are answered one after the other, once `open` is called. */
function createQueue(waitingMax: number) {
  const sent: string[] = []
  const opened = Promise.withResolvers<void>()
  const queue = new RateLimitedQueue({
    ...{ waitingMax, guestRoutes: ['guilds'], waitSeconds: 60, paceMs: 0 },
    onReply() {},
    onPause() {},
  })
  const ask = (sender: string, route = 'users') => {
    const send = async () => {
      sent.push(sender)
      await opened.promise
      return reply
    }
    return queue.ask(sender, route, send, () => 'answered').catch((error) => error.why as string)
  }
  return { queue, ask, sent, open: opened.resolve }
}

test('a sender of many requests delays each request of another sender by only one request', async () => {
  const { ask, sent, open } = createQueue(100)
  const asked = Array.from({ length: 40 }, () => ask('many'))
  for (let number = 0; number < 3; number++) asked.push(ask('few'), ask('one more'))
  open()
  expect(new Set(await Promise.all(asked))).toEqual(new Set(['answered']))
  const turn = ['many', 'few', 'one more']
  expect(sent.slice(0, 12)).toEqual(['many', ...turn, ...turn, ...turn, 'many', 'many'])
  expect(sent.length).toBe(46)
})

test('a sender that always has one request waiting is not preferred to one that has several', async () => {
  const { ask, sent, open } = createQueue(100)
  const asked = Array.from({ length: 6 }, () => ask('several'))
  let left = 6
  const again = async (): Promise<string> => (left-- > 0 ? (await ask('one'), again()) : 'answered')
  asked.push(again())
  open()
  await Promise.all(asked)
  const both = sent.slice(0, sent.lastIndexOf('several') + 1)
  expect(both.join(' ')).not.toContain('one one')
  expect(both.join(' ')).toContain('several one several')
})

test.each([
  ['users', 8, [4, 2, 1]],
  ['guilds', 80, [4, 2, 1]],
])('no sender of %s uses more of the queue than is left for all others', async (route, max, expected) => {
  const { ask, open } = createQueue(max)
  // This request is sent at once, so it does not wait in the queue.
  const asked = [ask('somebody', route)]
  const counts = ['a', 'b', 'c'].map((sender) => {
    const own = Array.from({ length: 10 }, () => ask(sender, route))
    asked.push(...own)
    return own
  })
  open()
  const answers = await Promise.all(counts.map((own) => Promise.all(own)))
  expect(answers.map((own) => own.filter((answer) => answer === 'answered').length)).toEqual(expected)
  expect(answers.flat().filter((answer) => answer === 'queue_full').length).toBe(23)
  await Promise.all(asked)
})

test('the two requests of one lookup have one time limit together', async () => {
  const { queue } = createQueue(100)
  const limits: [route: string, until: number | undefined][] = []
  queue.ask = async (_sender, route, _send, _read, until?: number) => {
    limits.push([route, until])
    // The second request begins measurably later.
    const begin = performance.now()
    while (performance.now() === begin);
    return null as never
  }
  await createDiscord({ baseUrl: 'http://localhost', token: 'token' }, queue).user('1', 'sender')
  expect(limits.map(([route]) => route)).toEqual(['users', 'applications'])
  expect(limits[0]![1]).toBeNumber()
  expect(limits[1]![1]).toBe(limits[0]![1]!)
})

test('a request whose time limit has passed is not sent', async () => {
  const { queue, sent, ask, open } = createQueue(100)
  const late = queue.ask(
    'late',
    'users',
    async () => reply,
    () => 'answered',
    performance.now() - 1,
  )
  await expect(late).rejects.toMatchObject({ why: 'timeout' })
  open()
  expect(await ask('next')).toBe('answered')
  expect(sent).toEqual(['next'])
})
