/** Scrubbing the memory does not hold up a server. */
import { expect, test } from 'bun:test'
import { scrubMemory } from './scrub-memory.ts'

test('other work of the thread continues between the steps of a scrub', async () => {
  let [turns, isScrubbed] = [0, false]
  const others = (async () => {
    for (; !isScrubbed; turns++) await new Promise((resolve) => setImmediate(resolve))
  })()
  await scrubMemory()
  isScrubbed = true
  await others
  expect(turns).toBeGreaterThan(10)
})
