/** Examines PUBLIC_URL like a browser: through the proxy, from another origin, with a KEY in a header. */
import type { Config } from '../config/config.ts'
import { packageIdOf } from '../crypto.ts'
import { fail, type Finding, ok, warn } from './finding.ts'
import { type Answer, ask, type Health, healthOf } from './requests.ts'

const page = 'https://dumpus.app'

/** `service` identifies this database, if known. The requests store no package and delete none. */
export async function examinePublicAddress(
  { publicUrl, trustProxy }: Config,
  service: string | null,
): Promise<Finding[]> {
  if (publicUrl === null)
    return [ok('public address', 'PUBLIC_URL is not set: the address is taken from each request')]
  const answer = await ask(`${publicUrl}/health`, { headers: { origin: page } })
  const health = healthOf(answer)
  if (!health) return [judgeTransport(publicUrl), strange(publicUrl, answer)].flat()
  return [
    judgeTransport(publicUrl),
    judgeService(publicUrl, health, service),
    judgeOrigins(answer),
    await examineClientAddress(publicUrl, health, trustProxy !== 0),
    await examinePreflight(publicUrl),
    await examineAuthorization(publicUrl),
    await examineDeletion(publicUrl),
    await examineBodies(publicUrl),
    await examineAddresses(publicUrl),
  ].flat()
}

function judgeTransport(publicUrl: string): Finding[] {
  const { protocol, hostname } = new URL(publicUrl)
  const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
  if (protocol === 'https:' || isHere) return []
  return [
    fail(
      'public address',
      'PUBLIC_URL is http: KEYs and results cross the network unencrypted, and the app’s page may not call it',
      'put an https proxy in front (docs/operating.md, “Behind a proxy”), and set PUBLIC_URL to an https address',
    ),
  ]
}

function strange(publicUrl: string, answer: Answer): Finding {
  const check = 'public address'
  const { status, errorCode } = answer
  if (status === 0) {
    return fail(
      check,
      `${publicUrl} does not answer (${errorCode})`,
      'check name, port, certificate and firewall; some networks do not let a machine reach its own public address',
    )
  }
  if (status >= 300 && status < 400) {
    return fail(
      check,
      `${publicUrl} redirects, which browsers do not follow with an Authorization header`,
      'set PUBLIC_URL to the address that it redirects to',
    )
  }
  return fail(
    check,
    `${publicUrl}/health answers ${status}, but not like this server`,
    'make the proxy forward to this server’s HOST and PORT, with the path unchanged',
  )
}

function judgeService(publicUrl: string, health: Health, service: string | null): Finding {
  const check = 'public address'
  if (health.status !== 'alive') {
    return warn(check, `the server at ${publicUrl} is ${health.status}`, 'look at its log')
  }
  if (service !== null && health.service !== service) {
    return fail(
      check,
      `${publicUrl} leads to a server with another database`,
      'compare this command’s DATABASE_URL and DATA_DIR with the server’s, and check the proxy’s target',
    )
  }
  return ok(check, `${publicUrl}, version ${health.version}`)
}

/**
 * With two Access-Control-Allow-Origin headers, the proxy's and the server's, a browser rejects a response.
 */
function judgeOrigins({ headers }: Answer): Finding {
  const allowed = headers.get('access-control-allow-origin')
  if (allowed === '*') return ok('cross-origin', 'responses are open to every page')
  return fail(
    'cross-origin',
    allowed === null
      ? 'the proxy removes Access-Control-Allow-Origin'
      : 'the proxy changes Access-Control-Allow-Origin, or adds a second one',
    'make the proxy pass the server’s headers unchanged, without CORS headers of its own',
  )
}

async function examinePreflight(publicUrl: string): Promise<Finding> {
  const { status, headers } = await ask(`${publicUrl}/process`, {
    method: 'OPTIONS',
    headers: {
      origin: page,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'authorization,content-type',
    },
  })
  const names = (headers.get('access-control-allow-headers') ?? '').toLowerCase()
  if (status >= 200 && status < 300 && names.includes('authorization') && names.includes('content-type')) {
    return ok('preflight', 'OPTIONS reaches the server')
  }
  return fail(
    'preflight',
    `OPTIONS gets ${status || 'no response'} without the server’s headers: browsers will not send requests`,
    'make the proxy pass OPTIONS to the server, without its own authentication',
  )
}

/** An address that is reserved for documentation, so no client has it (RFC 5737). */
const inventedAddress = '192.0.2.77'

/**
 * Examines the client address that the server sees. The limit on links applies to each such address, so it
 * must be neither a proxy's address nor one that clients can choose.
 */
async function examineClientAddress(
  publicUrl: string,
  { client }: Health,
  trusts: boolean,
): Promise<Finding[]> {
  const check = 'forwarded address'
  if (client === null || !trusts) return []
  if (client.forwardedFor === 0) {
    return [
      fail(
        check,
        'the proxy sends no X-Forwarded-For: all clients have the proxy’s address and share one limit',
        'make the proxy append the address that it sees to X-Forwarded-For, or set TRUST_PROXY=0 if there is no proxy',
      ),
    ]
  }
  const answer = await ask(`${publicUrl}/health`, { headers: { 'x-forwarded-for': inventedAddress } })
  if (healthOf(answer)?.client?.address !== inventedAddress) return [ok(check, 'the one that the proxy sees')]
  return [
    fail(
      check,
      'clients can choose their own: TRUST_PROXY is higher than the number of proxies, or the proxy does not append',
      'set TRUST_PROXY to the number of your proxies, and make each append the address that it sees',
    ),
  ]
}

/** A random KEY as long as Discord's longest ones, to detect proxies with small buffers. */
function inventedKey(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(2250))).toString('base64url')
}

async function examineDeletion(publicUrl: string): Promise<Finding> {
  const key = inventedKey()
  const { status, text } = await ask(`${publicUrl}/process/${packageIdOf(key)}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${key}` },
  })
  if (text.includes('isDeleted')) return ok('deletion', 'DELETE reaches the server')
  return fail(
    'deletion',
    `DELETE gets ${status || 'no response'}, and not from the server: owners cannot delete their packages`,
    'make the proxy pass the method DELETE',
  )
}

/** The server refuses a malformed link with its own JSON, which shows that the body reached it. */
async function examineBodies(publicUrl: string): Promise<Finding> {
  const { status, text } = await ask(`${publicUrl}/process`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ package_link: `doctor:${inventedKey()}` }),
  })
  if (text.includes('isAccepted')) return ok('bodies', 'links reach the server')
  return fail(
    'bodies',
    `a POST with a link of 3 KB gets ${status || 'no response'}, but not from the server`,
    'make the proxy pass POST and bodies of 64 KB',
  )
}

/**
 * Sends a random KEY with its matching id. The server answers that there is no such package; if the header is
 * lost, it answers 401.
 */
async function examineAuthorization(publicUrl: string): Promise<Finding> {
  const key = inventedKey()
  const { status, text } = await ask(`${publicUrl}/process/${packageIdOf(key)}/status`, {
    headers: { authorization: `Bearer ${key}` },
  })
  if (status === 200 && text.includes('UNKNOWN_PACKAGE_ID')) {
    return ok('authorization', 'the header reaches the server')
  }
  return fail(
    'authorization',
    `a request with an Authorization header of 3 KB gets ${status || 'no response'}`,
    'make the proxy pass Authorization headers of 4 KB and more, and use no authentication of its own',
  )
}

/**
 * Examines the address that the running server uses for itself, because its settings may differ from this
 * command's.
 */
async function examineAddresses(publicUrl: string): Promise<Finding> {
  const { status, text } = await ask(`${publicUrl}/process/demo/blob`)
  const url = status === 200 ? (/"url":"([^"]+)"/.exec(text)?.[1] ?? '') : ''
  if (url.startsWith(`${publicUrl}/`)) return ok('result addresses', 'use the public address')
  const own = URL.parse(url)?.origin
  return fail(
    'result addresses',
    own ? `the running server makes them for ${own}` : `cannot be read (${status || 'no response'})`,
    'set PUBLIC_URL for the server as well, or make the proxy set X-Forwarded-Proto and X-Forwarded-Host',
  )
}
