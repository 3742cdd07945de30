/** A demo thread that fails or ends leaves no request waiting, and the next request gets a new thread. */
import { expect, test } from 'bun:test'
import { createDemo } from './demo.ts'

const threadOf = (code: string) => new Worker(URL.createObjectURL(new Blob([code])))

test.each([
  ['throws', 'self.onmessage = () => { throw new Error("no demo") }'],
  ['ends without a word', 'self.onmessage = () => process.exit(0)'],
])('if the thread %s, waiting requests fail and the next one starts another thread', async (_, code) => {
  const codes = [code, 'self.onmessage = () => self.postMessage(new Uint8Array([1, 2]))']
  let started = 0
  const demo = createDemo(() => threadOf(codes[started++]!))
  const waiting = await Promise.allSettled([demo(), demo()])
  expect(waiting.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(await demo()).toEqual({ sqliteGzip: new Uint8Array([1, 2]) })
  expect(started).toBe(2)
})
