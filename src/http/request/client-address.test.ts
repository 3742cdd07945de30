import { expect, test } from 'bun:test'
import { createAddressReader, networkOf } from './client-address.ts'

test.each([
  ['192.0.2.1', '192.0.2.1'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['2001:DB8:0001:2::9', '2001:db8:1:2'],
  ['2001:db8::1', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['fe80::1%eth0', 'fe80:0:0:0'],
  ['', ''],
])('%s belongs to %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

const client = '203.0.113.9'
const [outer, inner] = ['198.51.100.7', '10.0.0.2']
const networks = ['10.0.0.0/8', '198.51.100.0/24', 'fd00::/8']

test.each<[string, number | string[], connection: string, forwarded: string | undefined, expected: string]>([
  ['no proxy: the header is ignored', 0, inner, client, inner],
  ['one proxy: its entry is the last one', 1, inner, `6.6.6.6, ${client}`, client],
  ['one proxy without the header', 1, inner, undefined, inner],
  ['one proxy, an empty header', 1, inner, '', inner],
  ['two proxies', 2, inner, `6.6.6.6, ${client}, ${outer}`, client],
  ['two proxies, and fewer than two entries', 2, inner, client, client],
  ['networks: the last address outside of them', networks, inner, `6.6.6.6, ${client}, ${outer}`, client],
  [
    'networks: a client that claims one of these addresses gains nothing',
    networks,
    inner,
    `10.0.0.9, ${client}`,
    client,
  ],
  ['networks: a header from any other connection is ignored', networks, client, '6.6.6.6', client],
  ['networks: all addresses are in them', networks, inner, '10.9.9.9, 10.0.0.3', '10.9.9.9'],
  ['networks: IPv6', networks, 'fd12::1', '6.6.6.6, 2001:db8::5', '2001:db8::5'],
  ['networks: a mapped connection', networks, `::ffff:${inner}`, client, client],
  ['an unreadable entry ends the search', 2, inner, `${client}, unknown, ${outer}`, outer],
  ['an unreadable entry at the end', 1, inner, `${client}, evil`, inner],
  ['a very long entry', 1, inner, `${client}, ${'9'.repeat(5000)}`, inner],
  ['ports', 2, inner, `${client}:4711, [2001:db8::5]:80`, client],
  ['a port in brackets', 1, inner, '[2001:db8::5]:80', '2001:db8::5'],
  ['a mapped address', 1, inner, `::ffff:${client}`, client],
  ['no connection (tests)', 0, '', client, ''],
])('%s', (_, trustProxy, connection, forwarded, expected) => {
  const headers = forwarded === undefined ? undefined : { 'x-forwarded-for': forwarded }
  const request = new Request('http://x', { headers })
  expect(createAddressReader({ trustProxy })(request, connection)).toBe(expected)
})

test('several X-Forwarded-For headers are one list', () => {
  const request = new Request('http://x')
  request.headers.append('x-forwarded-for', '6.6.6.6')
  request.headers.append('x-forwarded-for', client)
  expect(createAddressReader({ trustProxy: 1 })(request, inner)).toBe(client)
})
