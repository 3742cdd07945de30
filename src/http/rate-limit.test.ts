import { expect, test } from 'bun:test'
import { clientAddress, createRateLimit, networkOf } from './rate-limit.ts'

test('a burst is let through, then the rate holds, for each address alone', () => {
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

test('memory is bounded: the address that was quiet longest is forgotten', () => {
  const limit = createRateLimit({ perMinute: 1, burst: 1, addressesMax: 2, now: () => 0 })
  for (const address of ['a', 'b', 'c']) expect(limit.take(address)).toBe(0)
  expect([limit.take('c') > 0, limit.take('a')]).toEqual([true, 0])
})

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['::ffff:192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test('X-Forwarded-For counts only behind the own proxy, and only its last hop', () => {
  const request = new Request('http://x', { headers: { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' } })
  expect(clientAddress(request, '192.0.2.1', false)).toBe('192.0.2.1')
  expect(clientAddress(request, '192.0.2.1', true)).toBe('198.51.100.7')
  expect(clientAddress(new Request('http://x'), '192.0.2.1', true)).toBe('192.0.2.1')
})
