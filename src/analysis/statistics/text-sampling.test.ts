/** Sampling is limited for all sizes, complete for small channels, and even over time. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { setSnowflake } from '../../data-package/records/snowflake.ts'
import { fairShare, isInSample, samplingNumberOf, stepOf } from './text-sampling.ts'

const MiB = 1024 * 1024

test('small channels are read in full, large ones share the rest, and together they never exceed the budget', () => {
  expect(fairShare([1, 2, 3], 6)).toBe(Infinity)
  expect(fairShare([1, 100, 100], 21)).toBe(10)
  expect(fairShare([], 5)).toBe(Infinity)
  fc.assert(
    fc.property(fc.array(fc.nat(1000)), fc.integer({ min: 1, max: 20_000 }), (sizes, total) => {
      const share = fairShare(sizes, total)
      const sum = sizes.reduce((sum, size) => sum + Math.min(size, share), 0)
      expect(sum).toBeLessThanOrEqual(total + 1e-6)
      const read = sizes.reduce((sum, size) => sum + size / stepOf(size, share), 0)
      expect(read).toBeLessThanOrEqual(total + 1e-6)
    }),
  )
})

test('a million messages over ten years: the budget is kept, and each year has its share', () => {
  const years = 10
  const step = stepOf(130 * MiB, 4 * MiB)
  const id = { high: 0, low: 0, nearest: 0 }
  const perYear = Array.from({ length: years }, () => 0)
  for (let message = 0; message < 1_000_000; message++) {
    const atMs = Date.UTC(2016) + message * 315_567
    setSnowflake(id, ((BigInt(atMs) - 1_420_070_400_000n) << 22n).toString())
    if (isInSample(samplingNumberOf(id, atMs), step)) perYear[Math.floor((message * years) / 1_000_000)]!++
  }
  const expected = 1_000_000 / years / step
  for (const count of perYear) expect(Math.abs(count / expected - 1)).toBeLessThan(0.05)
})

test('without an id, the time of the message in seconds decides', () => {
  const seconds = Array.from({ length: 1000 }, (_, second) => Date.UTC(2024) + second * 1000)
  const sampled = seconds.filter((atMs) => isInSample(samplingNumberOf(null, atMs), 10))
  expect(Math.abs(sampled.length - 100)).toBeLessThan(5)
  expect(isInSample(5, 1)).toBeTrue()
})
