/**
 * Parses a PostgreSQL address like libpq, and refuses parameters that would silently mean something else
 * here.
 */

export interface PostgresAddress {
  /**
   * The address without the parameters that this file reads. All others are sent to PostgreSQL as session
   * settings.
   */
  href: string
  /** Host names, or the folder of one Unix socket. Null when the only host is in the address. */
  hosts: string[] | null
  ports: number[] | null
  tls: {
    mode: TlsMode
    /** PEM files. Null means none; for the root certificate, it means the system's CAs. */
    rootCertificateFile: string | null
    certificateFile: string | null
    keyFile: string | null
  }
  /** True when the address is marked as a pooler's, in the notation of Prisma: `pgbouncer=true`. */
  isPooled: boolean
}

/** All modes of libpq except `allow`, which uses TLS only if the server insists, and so protects nobody. */
const tlsModes = ['disable', 'prefer', 'require', 'verify-ca', 'verify-full'] as const
export type TlsMode = (typeof tlsModes)[number]

/** Parameters of libpq that this server does not support. */
const unsupported = [
  ...[
    'hostaddr',
    'passfile',
    'service',
    'requirepeer',
    'require_auth',
    'krbsrvname',
    'gsslib',
    'load_balance_hosts',
  ],
  ...['sslcrl', 'sslcrldir', 'sslpassword', 'sslcompression', 'sslsni', 'sslcertmode', 'requiressl'],
  ...['ssl_min_protocol_version', 'ssl_max_protocol_version', 'ssl'],
]

/**
 * Parses an address. Throws an Error whose message continues after the setting's name ("must be …") and
 * quotes nothing of the address, which may contain a password. With neither sslmode nor sslrootcert=system,
 * TLS is used if the server offers it, as in libpq, but never on a Unix socket.
 */
export function readPostgresAddress(given: string): PostgresAddress {
  if (!/^postgres(ql)?:\/\//.test(given)) throw new Error('must begin with postgres:// or postgresql://')
  const url = URL.parse(given)
  if (!url || ![url.username, url.password, url.pathname].every(isPercentEncoded)) {
    throw new Error('must be an address; write % in a password as %25, and other special characters as %XX')
  }
  const parameters = url.searchParams
  const names = unsupported.filter((name) => parameters.has(name))
  if (names.length > 0) throw new Error(`has parameters that are not supported here: ${names.join(', ')}`)
  const take = (name: string) => {
    const value = parameters.get(name)
    parameters.delete(name)
    return value || null
  }
  for (const name of ['channel_binding', 'gssencmode']) {
    if (take(name) === 'require')
      throw new Error(`has ${name}=require, which is not supported here: leave it out`)
  }
  const hosts = take('host')?.split(',') ?? null
  const ports = take('port')?.split(',').map(portOf) ?? null
  const isSocket = hosts?.[0]?.startsWith('/') ?? false
  if (hosts?.some((host) => host === '' || host.startsWith('@')) || (isSocket && hosts!.length > 1)) {
    throw new Error('must have host names in host=, or the folder of one Unix socket')
  }
  const isPooled = take('pgbouncer') === 'true'
  return { hosts, ports, isPooled, tls: readTls(take, isSocket), href: url.href }
}

function readTls(take: (name: string) => string | null, isSocket: boolean): PostgresAddress['tls'] {
  const given = take('sslmode')
  const mode = tlsModes.find((mode) => mode === (given ?? 'prefer'))
  if (!mode) throw new Error(`must have one of these values of sslmode: ${tlsModes.join(', ')}`)
  const rootCertificate = take('sslrootcert')
  const [certificateFile, keyFile] = [take('sslcert'), take('sslkey')]
  if ((certificateFile === null) !== (keyFile === null))
    throw new Error('must have sslcert and sslkey together')
  const isSystem = rootCertificate === 'system'
  if (isSystem && given !== null && mode !== 'verify-full') {
    throw new Error('must have sslmode=verify-full with sslrootcert=system')
  }
  // A rule of libpq: `require` with a root certificate verifies against it.
  const isChecked = mode === 'require' && rootCertificate !== null
  return {
    mode: isSocket ? 'disable' : isSystem ? 'verify-full' : isChecked ? 'verify-ca' : mode,
    rootCertificateFile: isSystem ? null : rootCertificate,
    certificateFile,
    keyFile,
  }
}

function portOf(given: string): number {
  const port = Number(given)
  if (!/^\d{1,5}$/.test(given) || port < 1 || port > 65_535)
    throw new Error('must have a port from 1 to 65535')
  return port
}

function isPercentEncoded(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
