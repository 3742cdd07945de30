/** Which network addresses a link may lead to: public ones only, so that no link reaches into the operator's network. */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { PackageError } from '../../errors.ts'

/** Ranges that are not the public internet, from the IANA special-purpose address registries. */
const closedRanges4 = [
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
].map((range) => rangeOf(range, 32))

/** All of IPv6 that is public lies in here … */
const openRange6 = rangeOf('2000::/3', 128)

/** … except for these. */
const closedRanges6 = [
  '2001::/23', // protocol assignments: Teredo, ORCHID, benchmarks
  '2001:db8::/32', // documentation
  '2002::/16', // 6to4: leads to any IPv4 address
  '3fff::/20', // documentation
].map((range) => rangeOf(range, 128))

/** IPv6 spellings of an IPv4 address, which is then what counts: mapped, and NAT64 of IPv6-only networks. */
const carriers4 = ['::ffff:0:0/96', '64:ff9b::/96'].map((range) => rangeOf(range, 128))

interface Range {
  prefix: bigint
  /** How many low bits are free. */
  shift: bigint
}

/** True when `ip` (IPv4 or IPv6, without brackets) is an address on the public internet. Anything unreadable is not. */
export function isPublicAddress(ip: string): boolean {
  const family = isIP(ip)
  if (family === 0 || ip.includes('%')) return false
  if (family === 4) return isPublic4(number4(ip))
  const value = number6(ip)
  if (carriers4.some((range) => contains(range, value))) return isPublic4(value & 0xffffffffn)
  return contains(openRange6, value) && !closedRanges6.some((range) => contains(range, value))
}

/**
 * The addresses of a host (a name, or an address, IPv6 in brackets), IPv4 first: in containers IPv6 often resolves
 * and leads nowhere. Throws PackageError `link_redirects_away` unless every single one is public; a failed look-up
 * throws the resolver's error.
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

function isPublic4(value: bigint): boolean {
  return !closedRanges4.some((range) => contains(range, value))
}

function contains(range: Range, value: bigint): boolean {
  return value >> range.shift === range.prefix
}

function rangeOf(text: string, bits: number): Range {
  const [address, length] = text.split('/') as [string, string]
  const shift = BigInt(bits - Number(length))
  return { prefix: (bits === 32 ? number4(address) : number6(address)) >> shift, shift }
}

function number4(ip: string): bigint {
  return ip.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n)
}

function number6(ip: string): bigint {
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(ip)
  const low = dotted ? number4(dotted[2]!) : 0n
  const text = dotted ? `${dotted[1]}${(low >> 16n).toString(16)}:${(low & 0xffffn).toString(16)}` : ip
  const [left, right] = text.split('::') as [string, string | undefined]
  const groups = (part: string | undefined) => (part ? part.split(':') : [])
  const missing = 8 - groups(left).length - groups(right).length
  return [...groups(left), ...Array<string>(missing).fill('0'), ...groups(right)].reduce(
    (value, group) => (value << 16n) | BigInt(`0x${group}`),
    0n,
  )
}
