import { expect, test } from 'bun:test'
import { createRateLimit } from './rate-limit.ts'

test('a burst is admitted, then the rate applies, separately for each address', () => {
  let now = 0
  const limit = createRateLimit({ perMinute: 10, burst: 3, now: () => now })
  expect([1, 2, 3].map(() => limit.take('192.0.2.1'))).toEqual([0, 0, 0])
  expect(limit.take('192.0.2.1')).toBe(6)
  expect(limit.take('192.0.2.2')).toBe(0)
  now = 5_999
  expect(limit.take('192.0.2.1')).toBe(1)
  now = 6_000
  expect(limit.take('192.0.2.1')).toBe(0)
  expect(limit.take('192.0.2.1')).toBe(6)
  now = 10_000_000
  expect([1, 2, 3].map(() => limit.take('192.0.2.1'))).toEqual([0, 0, 0])
  expect(limit.take('192.0.2.1')).toBeGreaterThan(0)
})

test('a full map refuses new names, and never drops a used bucket', () => {
  let now = 0
  const limit = createRateLimit({ perMinute: 60, burst: 2, bucketsMax: 3, now: () => now })
  expect([limit.take('used up'), limit.take('used up'), limit.take('used up')]).toEqual([0, 0, 1])
  expect([limit.take('a'), limit.take('b')]).toEqual([0, 0])
  for (let junk = 0; junk < 1000; junk++) expect(limit.take(`junk ${junk}`)).toBeGreaterThan(0)
  expect(limit.size).toBe(3)
  expect(limit.take('used up')).toBe(1)
  // The buckets of a and b are full again, so they are dropped. The used one is kept.
  now = 1500
  expect([limit.take('c'), limit.take('d')]).toEqual([0, 0])
  expect(limit.take('e')).toBeGreaterThan(0)
  expect([limit.take('used up'), limit.take('used up') > 0]).toEqual([0, true])
})

test('names of any length cost the same memory', () => {
  const limit = createRateLimit({ perMinute: 1, burst: 1, bucketsMax: 2000 })
  Bun.gc(true)
  const before = process.memoryUsage().rss
  for (let name = 0; name < 2000; name++) limit.take(`${name}`.padEnd(100_000, 'x'))
  Bun.gc(true)
  expect(limit.size).toBe(2000)
  expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000)
})
