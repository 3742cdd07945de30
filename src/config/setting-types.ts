/**
 * Parsers for the text of settings. For a malformed text, they throw an Error. Its message continues after
 * the setting's name ("must be …") and never quotes the text.
 */
import { isIP } from 'node:net'
import { readPostgresAddress } from './postgres-address.ts'

export function text(given: string): string {
  return given
}

export function integer(min: number, max: number): (given: string) => number {
  return (given) => {
    const value = Number(given)
    if (!/^\d+$/.test(given) || value < min || value > max) {
      throw new Error(`must be a whole number from ${min} to ${max}`)
    }
    return value
  }
}

/** Bytes, with an optional unit: 1048576, 512K, 64M, 2G (powers of 1024). */
export function bytes(given: string): number {
  const match = /^(\d+)\s*(?:([kmgt])(?:i?b)?|b)?$/i.exec(given)
  if (!match) throw new Error('must be a number of bytes, like 1048576, 512K, 64M or 2G')
  const value = Number(match[1]) * 1024 ** ' kmgt'.indexOf((match[2] ?? ' ').toLowerCase())
  if (!Number.isSafeInteger(value) || value < 1) throw new Error('is out of range')
  return value
}

const proxyWords = new Map([
  ...['true', 'yes', 'on'].map((word) => [word, 1] as const),
  ...['false', 'no', 'off'].map((word) => [word, 0] as const),
])

/**
 * The operator's own proxies: their number, or their networks, such as 10.0.0.0/8. `true` means one, `false`
 * means none.
 */
export function proxies(given: string): number | readonly string[] {
  if (/^\d{1,2}$/.test(given)) return integer(0, 10)(given)
  const word = proxyWords.get(given.toLowerCase())
  if (word !== undefined) return word
  try {
    return networks(given)
  } catch {
    throw new Error('must be the number of proxies, or a comma-separated list of networks, like 10.0.0.0/8')
  }
}

/**
 * Networks such as `10.0.0.0/8,fd00::/8`. A single address is a network of one. Each is returned with its
 * prefix length.
 */
export function networks(given: string): readonly string[] {
  return given.split(',').map((element) => {
    const [address = '', length, ...rest] = element.trim().split('/')
    const bits = address.includes('%') ? 0 : { 0: 0, 4: 32, 6: 128 }[isIP(address)]!
    const isLength = length === undefined || (/^\d{1,3}$/.test(length) && Number(length) <= bits)
    if (bits === 0 || !isLength || rest.length > 0) {
      throw new Error('must be a comma-separated list of networks, like 10.0.0.0/8')
    }
    return `${address}/${length ?? bits}`
  })
}

export function oneOf(...values: string[]): (given: string) => string {
  return (given) => {
    if (!values.includes(given)) throw new Error(`must be one of ${values.join(', ')}`)
    return given
  }
}

/** A secret must be long and must not repeat a few characters, because a person may have chosen it. */
export function strongSecret(given: string): string {
  if (!/^[\x21-\x7e]{32,512}$/.test(given) || new Set(given).size < 10) {
    throw new Error(
      'must be 32 to 512 visible ASCII characters, at least 10 different ones, like openssl rand -hex 32 prints',
    )
  }
  return given
}

/**
 * Returns the address if readPostgresAddress accepts it. If the address has a user but no host, which libpq
 * allows and URL does not, the host `localhost` is added.
 */
export function postgresUrl(given: string): string {
  const whole = given.replace(/^(postgres(?:ql)?:\/\/[^/?#@]*@)(?=\/)/, '$1localhost')
  readPostgresAddress(whole)
  return whole
}

export function publicUrl(given: string): string {
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new Error('must be an http or https address without query, like https://dumpus.example.org')
  }
  return url.href.replace(/\/+$/, '')
}

/** Exact origins. A prefix match would admit https://good.example.evil.test. */
export function origins(given: string): string[] {
  return given.split(',').map((element) => {
    const url = URL.parse(element.trim())
    if (
      !url ||
      !/^https?:$/.test(url.protocol) ||
      url.origin !== element.trim().replace(/\/$/, '').toLowerCase()
    ) {
      throw new Error('must be a comma-separated list of origins, like https://files.example.org')
    }
    return url.origin
  })
}
