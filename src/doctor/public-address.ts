/**
 * Examines PUBLIC_URL as a browser would come to it: through the proxy, from another page, with the KEY in a
 * header.
 */
import type { Config } from '../config/config.ts'
import { packageIdOf } from '../crypto.ts'
import { fail, type Finding, ok, warn } from './finding.ts'
import { type Answer, ask, type Health, healthOf } from './requests.ts'

const page = 'https://dumpus.app'

/** `service`: of this database, when it is known. Asks nothing that is stored or counts as a package. */
export async function examinePublicAddress(
  { publicUrl, trustProxy }: Config,
  service: string | null,
): Promise<Finding[]> {
  if (publicUrl === null) return [ok('public address', 'PUBLIC_URL is not set: taken from each request')]
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
      'PUBLIC_URL is http: KEYs and results cross the network in the clear, and the app’s page may not call it',
      'put a proxy with https in front (docs/operating.md, “Behind a proxy”), and write https in PUBLIC_URL',
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
      'check name, port, certificate and firewall; a machine may also not reach its own public address from inside',
    )
  }
  if (status >= 300 && status < 400) {
    return fail(
      check,
      `${publicUrl} redirects, which browsers do not follow with an Authorization header`,
      'write the address into PUBLIC_URL to which it redirects',
    )
  }
  return fail(
    check,
    `${publicUrl}/health answers ${status}, and not as this server would`,
    'let the proxy lead to this server’s HOST and PORT, with the path as it is',
  )
}

function judgeService(publicUrl: string, health: Health, service: string | null): Finding {
  const check = 'public address'
  if (health.status !== 'alive') {
    return warn(check, `the server at ${publicUrl} is ${health.status}`, 'look into its log')
  }
  if (service !== null && health.service !== service) {
    return fail(
      check,
      `${publicUrl} leads to a server with another database`,
      'compare DATABASE_URL and DATA_DIR of this command with those of the server, and the target of the proxy',
    )
  }
  return ok(check, `${publicUrl}, version ${health.version}`)
}

/** Two headers of the same name, one of the proxy's and one of the server's, are as good as none. */
function judgeOrigins({ headers }: Answer): Finding {
  const allowed = headers.get('access-control-allow-origin')
  if (allowed === '*') return ok('cross-origin', 'answers are open to every page')
  return fail(
    'cross-origin',
    allowed === null
      ? 'the proxy removes Access-Control-Allow-Origin'
      : 'the proxy changes Access-Control-Allow-Origin, or adds a second one',
    'let the proxy pass the server’s headers as they are, without its own for CORS',
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
    `OPTIONS is answered ${status || 'nothing'} without the server’s headers: browsers will not send requests`,
    'let the proxy pass OPTIONS to the server, without authentication of its own',
  )
}

/** An address that is nobody's (RFC 5737). */
const inventedAddress = '192.0.2.77'

/**
 * The limit on links counts what the server takes for the client: no proxy's address, and none that clients
 * write themselves.
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
        'the proxy passes no X-Forwarded-For: all clients have the address of the proxy, and share one limit',
        'let the proxy append the address that it sees to X-Forwarded-For, or set TRUST_PROXY=0 when there is none',
      ),
    ]
  }
  const answer = await ask(`${publicUrl}/health`, { headers: { 'x-forwarded-for': inventedAddress } })
  if (healthOf(answer)?.client?.address !== inventedAddress) return [ok(check, 'the one that the proxy sees')]
  return [
    fail(
      check,
      'clients can choose their own: TRUST_PROXY counts more proxies than there are, or the proxy does not append',
      'set TRUST_PROXY to the number of your proxies, and let each append the address that it sees',
    ),
  ]
}

/** As long as Discord's longest, so that a proxy with small buffers is found. */
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
    `DELETE is answered ${status || 'nothing'}, and not by the server: owners cannot delete their packages`,
    'let the proxy pass the method DELETE',
  )
}

/** A link that is none is refused by the server, in its own words. */
async function examineBodies(publicUrl: string): Promise<Finding> {
  const { status, text } = await ask(`${publicUrl}/process`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ package_link: `doctor:${inventedKey()}` }),
  })
  if (text.includes('isAccepted')) return ok('bodies', 'links reach the server')
  return fail(
    'bodies',
    `a POST with a link of 3 KB is answered ${status || 'nothing'}, and not by the server`,
    'let the proxy pass POST, and bodies of 64 KB',
  )
}

/**
 * With its own invented KEY a request is let in, and there is no such package; without the header it is not.
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
    `a request with an Authorization header of 3 KB is answered ${status || 'nothing'}`,
    'let the proxy pass the Authorization header, of 4 KB and more, and use no authentication of its own',
  )
}

/** What the running server believes to be its address: it may have other settings than this command. */
async function examineAddresses(publicUrl: string): Promise<Finding> {
  const { status, text } = await ask(`${publicUrl}/process/demo/blob`)
  const url = status === 200 ? (/"url":"([^"]+)"/.exec(text)?.[1] ?? '') : ''
  if (url.startsWith(`${publicUrl}/`)) return ok('result addresses', 'have the public address')
  const own = URL.parse(url)?.origin
  return fail(
    'result addresses',
    own ? `the running server makes them for ${own}` : `are not made (${status || 'no answer'})`,
    'give the server PUBLIC_URL as well, or let the proxy set X-Forwarded-Proto and X-Forwarded-Host',
  )
}
