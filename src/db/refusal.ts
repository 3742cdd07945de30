/**
 * Explains why a database cannot be used, for the server, the commands and the doctor. It never quotes the
 * address.
 */
import { causesOf, codeOf } from '../errors.ts'
import { TimeLimitError } from '../platform/time-limit.ts'

export interface Refusal {
  /** Continues the sentence "the database …". */
  what: string
  /** What the operator can do about it. */
  advice: string
}

type Row = [what: string, advice: string]

const unreachable =
  'check host and port in DATABASE_URL, that PostgreSQL runs, and that firewalls let this machine through'
const compare = 'compare DATABASE_URL with the user, password and database that you created'
const trust = 'set sslrootcert in DATABASE_URL to the certificate of the authority that signed it'

/**
 * Keys are SQLSTATEs (PostgreSQL documentation, appendix A), or error codes of the driver, the system or TLS.
 */
const reasons: Record<string, Row> = {
  '28P01': ['refuses the password', compare],
  '28000': [
    'refuses this user from this address',
    'compare DATABASE_URL with pg_hba.conf: user, database, address, TLS',
  ],
  '3D000': ['does not exist: the server has no database of that name', `${compare}, or create it`],
  '42501': [
    'does not let this user create tables',
    'make the role the owner of the database: ALTER DATABASE … OWNER TO …',
  ],
  '25006': [
    'is read-only',
    'set DATABASE_URL to the primary, and check whether default_transaction_read_only is on',
  ],
  '53300': ['has no free connection', 'raise max_connections in PostgreSQL, or run fewer servers on it'],
  '57P03': ['is starting or stopping', 'wait a moment and start again'],
  '08P01': ['does not speak PostgreSQL’s protocol', 'check what listens at that port'],
  TLS_REFUSED: [
    'offers no TLS, but sslmode requires it',
    'turn ssl on in PostgreSQL, or choose sslmode=prefer on a network that you trust',
  ],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'has a certificate for another name',
    'use that name in DATABASE_URL, or choose sslmode=verify-ca',
  ],
  CERT_HAS_EXPIRED: ['has a certificate that has expired', 'renew it'],
  DEPTH_ZERO_SELF_SIGNED_CERT: ['has a self-signed certificate', trust],
  SELF_SIGNED_CERT_IN_CHAIN: ['has a certificate from an unknown authority', trust],
  UNABLE_TO_GET_ISSUER_CERT: ['has a certificate from an unknown authority', trust],
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: ['has a certificate from an unknown authority', trust],
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: ['has a certificate from an unknown authority', trust],
  ECONNREFUSED: ['does not answer: nothing listens at that address and port', unreachable],
  ENOENT: ['does not answer: there is no such socket', 'check the folder that host= of DATABASE_URL names'],
  EACCES: ['cannot be reached: this user may not use its socket', 'run the server as a user that may'],
  ENOTFOUND: ['does not answer: its host has no address', 'check the name of the host in DATABASE_URL'],
  EAI_AGAIN: ['does not answer: names cannot be resolved at the moment', 'check the DNS of this machine'],
  EHOSTUNREACH: ['does not answer: there is no route to its host', unreachable],
  ENETUNREACH: ['does not answer: there is no route to its network', unreachable],
  ECONNRESET: ['ended the connection', 'see the log of PostgreSQL or of the pooler in front of it'],
  CONNECTION_CLOSED: ['ended the connection', 'see the log of PostgreSQL or of the pooler in front of it'],
  CONNECT_TIMEOUT: ['does not answer', unreachable],
  ETIMEDOUT: ['does not answer', unreachable],
}

/**
 * The reason, found in the error or its causes. `given` says where the address was given: in a setting, or in
 * an option of a command.
 */
export function refusalOf(thrown: unknown, given = 'DATABASE_URL'): Refusal {
  const [what, advice] = rowOf(thrown)
  return { what, advice: advice.replaceAll('DATABASE_URL', given) }
}

function rowOf(thrown: unknown): Row {
  const causes = causesOf(thrown)
  const code = causes.map(codeOf).find((code) => Object.hasOwn(reasons, code))
  if (code !== undefined) return reasons[code]!
  if (causes.some((error) => error instanceof TimeLimitError)) return reasons.CONNECT_TIMEOUT!
  const [first = 'an unknown error'] = causes.map(codeOf).filter((code) => /^[A-Za-z0-9_]{1,40}$/.test(code))
  return [`cannot be used (${first})`, 'look up that code in the documentation of PostgreSQL']
}
