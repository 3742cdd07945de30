/** How the text of a setting becomes a value. Each throws an Error whose message continues «NAME …» and quotes nothing. */

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

const flags = new Map([
  ...['1', 'true', 'yes', 'on'].map((word) => [word, true] as const),
  ...['0', 'false', 'no', 'off'].map((word) => [word, false] as const),
])

export function flag(given: string): boolean {
  const value = flags.get(given.toLowerCase())
  if (value === undefined) throw new Error('must be true or false')
  return value
}

export function oneOf(...values: string[]): (given: string) => string {
  return (given) => {
    if (!values.includes(given)) throw new Error(`must be one of ${values.join(', ')}`)
    return given
  }
}

export function postgresUrl(given: string): string {
  if (!/^postgres(ql)?:\/\//.test(given)) throw new Error('must begin with postgres:// or postgresql://')
  const url = URL.parse(given)
  if (!url || ![url.username, url.password, url.pathname].every(isPercentEncoded)) {
    throw new Error('must be an address; write % in a password as %25, and other special characters as %XX')
  }
  return given
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}

export function publicUrl(given: string): string {
  const url = URL.parse(given)
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash) {
    throw new Error('must be an http or https address without query, like https://dumpus.example.org')
  }
  return url.href.replace(/\/+$/, '')
}

/** Exact origins: a prefix match would let https://good.example.evil.test in. */
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
