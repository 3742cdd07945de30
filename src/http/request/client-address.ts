/** Finds the client address of a request, also behind the operator's proxies. Rate limits use it. */
import { BlockList, isIP } from 'node:net'
import type { Config } from '../../config/config.ts'

/** The most consecutive proxies that are followed. */
const proxiesMax = 16

/** Returns the client's address, given the address of the connection. */
export type AddressReader = (request: Request, connection: string) => string

/**
 * Creates a reader of client addresses. Each proxy appends the address that it saw to X-Forwarded-For, so
 * entries are read from the right. Only entries of the operator's own proxies are read: as many as
 * `trustProxy` says, or those in its networks. Entries that the client wrote itself are further left and are
 * not read, unless `trustProxy` is too high. An unreadable entry ends the search.
 */
export function createAddressReader({ trustProxy }: Pick<Config, 'trustProxy'>): AddressReader {
  const isOwnProxy = typeof trustProxy === 'number' ? null : networkTest(trustProxy)
  return (request, connection) => {
    let address = plainAddress(connection) ?? connection
    if (trustProxy === 0) return address
    // The header is not split into all its entries, because a client can write thousands of commas.
    let left = request.headers.get('x-forwarded-for') ?? ''
    for (let seen = 1; seen <= proxiesMax; seen++) {
      const isOwn = isOwnProxy ? isOwnProxy(address) : seen <= (trustProxy as number)
      const comma = left.lastIndexOf(',')
      const next = isOwn ? plainAddress(left.slice(comma + 1)) : null
      if (next === null) return address
      address = next
      left = left.slice(0, Math.max(comma, 0))
    }
    return address
  }
}

/**
 * The network that counts as one client: an IPv4 address, or the /64 of an IPv6 address, which one household
 * shares.
 */
export function networkOf(address: string): string {
  if (!address.includes(':')) return address
  const [head, tail] = address.toLowerCase().split('%', 1)[0]!.split('::') as [string, string?]
  const groups = head ? head.split(':') : []
  if (tail !== undefined) {
    const last = tail ? tail.split(':') : []
    while (groups.length + last.length < 8) groups.push('0')
    groups.push(...last)
  }
  return groups
    .slice(0, 4)
    .map((group) => group.replace(/^0{1,4}(?=.)/, ''))
    .join(':')
}

/**
 * The address without the port that some proxies append, and in IPv4 form if it is IPv4-mapped. Null if it is
 * invalid.
 */
function plainAddress(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed.length > 60) return null
  const bare =
    /^\[([^\]]{2,50})\](?::\d{1,5})?$/.exec(trimmed)?.[1] ?? trimmed.replace(/^([\d.]{7,15}):\d{1,5}$/, '$1')
  const mapped = /^::ffff:([\d.]{7,15})$/i.exec(bare)?.[1] ?? bare
  return isIP(mapped) === 0 ? null : mapped
}

/** Creates a function that tells whether an address is in one of these networks; false for an invalid one. */
export function networkTest(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const network of networks) {
    const [address, length] = network.split('/') as [string, string]
    list.addSubnet(address, Number(length), familyOf(address))
  }
  return (address) => isIP(address) !== 0 && list.check(address, familyOf(address))
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4'
}
