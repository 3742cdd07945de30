/**
 * Decides which network addresses a link may lead to: only public ones, so that no link reaches the
 * operator's network. Origins that the operator allowed are exempt (redirects.ts).
 */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { PackageError } from '../../errors.ts'

/** Ranges that are not the public internet, from the IANA special-purpose address registries. */
const closed = rangesOf([
  '0.0.0.0/8', // this network
  '10.0.0.0/8', // private
  '100.64.0.0/10', // carrier-grade NAT
  '127.0.0.0/8', // loopback
  '169.254.0.0/16', // link-local, cloud metadata
  '172.16.0.0/12', // private
  '192.0.0.0/24', // protocol assignments
  '192.0.2.0/24', // documentation
  '192.88.99.0/24', // former 6to4 relays
  '192.168.0.0/16', // private
  '198.18.0.0/15', // benchmarks
  '198.51.100.0/24', // documentation
  '203.0.113.0/24', // documentation
  '224.0.0.0/4', // multicast
  '240.0.0.0/4', // reserved, broadcast
  '2001::/23', // protocol assignments: Teredo, ORCHID, benchmarks
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: leads to any IPv4 address
  '3fff::/20', // documentation
])

/** Public IPv6 addresses are those in this range that are not in `closed`. */
const open6 = rangesOf(['2000::/3'])

/**
 * IPv6 forms of an IPv4 address: IPv4-mapped, and NAT64 in IPv6-only networks. The IPv4 address is checked
 * instead.
 */
const carriers4 = rangesOf(['::ffff:0:0/96', '64:ff9b::/96'])

/**
 * True when `ip` (IPv4 or IPv6, without brackets) is an address on the public internet. False for any text
 * that is not an address.
 */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip)
  if (family === 0 || ip.includes('%')) return false
  if (family === 4) return !closed.check(ip, 'ipv4')
  if (carriers4.check(ip, 'ipv6')) return isPublicAddress(last32Bits(ip))
  return open6.check(ip, 'ipv6') && !closed.check(ip, 'ipv6')
}

/**
 * The addresses of a host, which is a name or an address (IPv6 in brackets). IPv4 comes first, because IPv6
 * in containers often resolves but is unreachable. Throws PackageError `link_redirects_away` unless every
 * address is public. A failed lookup throws the resolver's error.
 */
export async function resolvePublic(host: string): Promise<string[]> {
  const literal = host.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(literal)
    ? [literal]
    : (await lookup(host, { all: true })).map(({ address }) => address)
  if (addresses.length === 0 || !addresses.every(isPublicAddress)) {
    throw new PackageError('link_redirects_away')
  }
  return addresses.sort((left, right) => isIP(left) - isIP(right))
}

function rangesOf(ranges: readonly string[]): BlockList {
  const list = new BlockList()
  for (const range of ranges) {
    const [address, length] = range.split('/') as [string, string]
    list.addSubnet(address, Number(length), isIP(address) === 4 ? 'ipv4' : 'ipv6')
  }
  return list
}

/**
 * The last two groups of an IPv6 address as IPv4. The URL parser writes groups in hex; empty groups come from
 * `::`.
 */
function last32Bits(ip: string): string {
  const groups = new URL(`http://[${ip}]`).hostname.slice(1, -1).split(':').slice(-2)
  return groups
    .flatMap((group) => [parseInt(group || '0', 16) >> 8, parseInt(group || '0', 16) & 255])
    .join('.')
}
