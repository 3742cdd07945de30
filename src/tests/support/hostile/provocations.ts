/** Sends requests that contain a secret, each in a different part. No answer may repeat it. */
import { type Leak, leaksIn, type Secret } from '../judges/leak-scanner.ts'
import type { Owner } from '../servers/owner.ts'

const json = { 'content-type': 'application/json' }

/**
 * Sends the requests with a stranger's key and with the owner's own key. Returns the answers that repeat a
 * secret, and unexpected server errors. It never fetches the owner's result, because that contains a secret.
 */
export async function provoke(
  { url }: { url: string },
  owner: Owner,
  key: string,
  secrets: () => readonly Secret[],
): Promise<Leak[]> {
  const link = `https://click.discord.com/ls/click?upn=${key}`
  const base = `/process/${owner.packageId}`
  const bearer = { authorization: `Bearer ${key}` }
  const post = (body: string, headers: Record<string, string> = json): [string, RequestInit] => [
    '/process',
    { method: 'POST', body, headers },
  ]
  const requests: [path: string, init?: RequestInit][] = [
    post(`{"package_link": "${link}`),
    post(`{"package_link": ["${link}"]}`),
    post(`{"package_link": {"x": "${link}"}}`),
    post(`{"link": "${link}"}`),
    post(`{"${key}": 1}`),
    post(`"${link}"`),
    post(link),
    post(JSON.stringify({ package_link: `${link}#` })),
    post(JSON.stringify({ package_link: link.replace('click.', 'clock.') })),
    post(JSON.stringify({ package_link: `${link}${'x'.repeat(5000)}` })),
    post(JSON.stringify({ package_link: link, padding: 'x'.repeat(40_000) })),
    post(JSON.stringify({ package_link: link }), { 'content-type': 'text/plain' }),
    post(JSON.stringify({ package_link: link }), { 'content-type': key }),
    post(`package_link=${link}`, { 'content-type': 'application/x-www-form-urlencoded' }),
    post(`--${key}\r\n`, { 'content-type': `multipart/form-data; boundary=${key.slice(0, 60)}` }),
    [`/process?package_link=${link}`, { method: 'POST' }],
    [`/process/${key}/status`, { headers: bearer }],
    [`/${key}`],
    [`/health?x=${key}`],
    [`/nowhere?upn=${key}`, { method: 'PUT', body: key }],
    [base, { method: 'PATCH', headers: bearer, body: key }],
    ...['/status', '/data', '/blob', '/user/123456789012345678', `/user/${key}`, ''].flatMap(
      (path): [string, RequestInit][] => [
        [base + path, { headers: bearer }],
        [base + path, { headers: { authorization: key } }],
        [base + path, { headers: { authorization: `Basic ${btoa(key)}` } }],
        [base + path, { headers: { authorization: `Bearer ${key} ${key}` } }],
        [`${base}${path}?authorization=${key}`, {}],
        [base + path, { method: 'DELETE', headers: bearer }],
        [base + path, { method: 'OPTIONS', headers: { ...bearer, origin: `https://${key.slice(5, 40)}` } }],
      ],
    ),
    ...[
      'cookie',
      'user-agent',
      'referer',
      'x-forwarded-for',
      'x-forwarded-host',
      'x-forwarded-proto',
      'forwarded',
      'accept',
      'range',
      'if-none-match',
    ].map((name): [string, RequestInit] => [`${base}/status`, { headers: { [name]: key } }]),
    [`/blob/${key}?signature=${key}`],
    [`/widget/${key}`],
    // The owner's own key in parts that do not take a key.
    [`/process/${owner.key}/status`],
    [`${base}/user/${owner.key}`, { headers: { authorization: `Bearer ${owner.key}` } }],
    [`${base}/user/123456789012345678`, { headers: { authorization: `Bearer ${owner.key}` } }],
    [`${base}/status`, { headers: { authorization: `Bearer ${owner.key}` } }],
    [`${base}/blob`, { headers: { authorization: `Bearer ${owner.key}` } }],
    ...['status', 'data', 'blob'].map((what): [string, RequestInit] => [
      `/process/demo/${what}?key=${key}`,
      {},
    ]),
  ]
  const leaks: Leak[] = []
  for (const [path, init] of requests) {
    const response = await fetch(url + path, init).catch(() => null)
    if (response === null) continue
    const head = JSON.stringify([...response.headers])
    const body = Buffer.from(await response.arrayBuffer())
    const where = `${init?.method ?? 'GET'} ${path.slice(0, 60)} → ${response.status}`
    leaks.push(
      ...leaksIn(Buffer.from(head), secrets(), `headers of ${where}`),
      ...leaksIn(body, secrets(), where),
    )
    if (response.status >= 500 && !path.includes('/user/') && !path.includes('/widget/')) {
      leaks.push({ where, what: 'a server error' })
    }
  }
  return leaks
}
