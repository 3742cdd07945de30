/** Derives the options of postgres.js from an address: where to connect, and how to use TLS. */
import { readFileSync } from 'node:fs'
import { checkServerIdentity, type PeerCertificate } from 'node:tls'
import { ConfigError } from '../config/config.ts'
import { type PostgresAddress, readPostgresAddress } from '../config/postgres-address.ts'

export interface PostgresOptions {
  host?: string | string[]
  port?: number | number[]
  ssl: false | 'prefer' | 'require' | object
}

/**
 * The options, and the rest of the address. Throws ConfigError for a certificate or key that cannot be read.
 */
export function postgresOptionsOf(given: string): { href: string; options: PostgresOptions } {
  const address = readPostgresAddress(given)
  const { hosts, ports, href } = address
  const own = new URL(href)
  return {
    href,
    options: {
      ...(hosts && { host: hosts.length === 1 ? hosts[0]! : hosts, port: portsOf(hosts, ports, own.port) }),
      ...(!hosts && ports && { port: ports[0]! }),
      ssl: tlsOf(address, own.hostname),
    },
  }
}

/** Whether the address is marked as a pooler's. */
export function isMarkedPooled(connection: string | object): boolean {
  return typeof connection === 'string' && readPostgresAddress(connection).isPooled
}

/** Marks the address as a pooler's. */
export function markPooled(connection: string): string {
  const url = new URL(connection)
  url.searchParams.set('pgbouncer', 'true')
  return url.href
}

function portsOf(hosts: string[], ports: number[] | null, ownPort: string): number | number[] {
  const fallback = Number(ownPort || 5432)
  if (hosts.length === 1) return ports?.[0] ?? fallback
  return hosts.map((_, index) => ports?.[index] ?? ports?.[0] ?? fallback)
}

/**
 * As in libpq, `prefer` and `require` protect only against eavesdropping, because the certificate is not
 * verified. `verify-ca` verifies its issuer, and `verify-full` also its host name.
 */
function tlsOf({ tls, hosts }: PostgresAddress, hostname: string): PostgresOptions['ssl'] {
  const { mode, rootCertificateFile, certificateFile, keyFile } = tls
  if (mode === 'disable') return false
  const own =
    certificateFile === null || keyFile === null
      ? null
      : { cert: readPem('sslcert', certificateFile), key: readPem('sslkey', keyFile) }
  if (mode === 'prefer' || mode === 'require') return own ? { ...own, rejectUnauthorized: false } : mode
  const host = (hosts?.[0] ?? hostname).replace(/^\[|\]$/g, '')
  return {
    ...own,
    ...(rootCertificateFile !== null && { ca: readPem('sslrootcert', rootCertificateFile) }),
    rejectUnauthorized: true,
    // Bun's own check does not know the host name if `host=` gives it.
    checkServerIdentity: (_: string, certificate: PeerCertificate) =>
      mode === 'verify-full' ? checkServerIdentity(host, certificate) : undefined,
  }
}

function readPem(parameter: string, path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    throw new ConfigError(`the file that ${parameter} of DATABASE_URL names cannot be read (${code})`)
  }
}
