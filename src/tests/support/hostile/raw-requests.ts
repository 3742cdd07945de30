/** Requests as bytes, made by fast-check, without the normalization of a client. */
import fc from 'fast-check'
import type { KnownValues } from './generated-requests.ts'
import type { OpenApi } from '../judges/openapi-judge.ts'

type Texts = fc.Arbitrary<string>

/**
 * Heads with odd methods, targets, versions and headers, sometimes with a body, sometimes truncated or
 * damaged.
 */
export function rawRequestsFor({ paths }: OpenApi, knownValues: KnownValues): fc.Arbitrary<Uint8Array> {
  const { values, keys, canary } = knownValues
  const { id, token } = Object.values(keys)[0]![0]!
  const path = fc.oneof(
    fc.constantFrom(
      ...Object.keys(paths).map((one) => one.replace(/\{[^}]+\}/, id).replace(/\{[^}]+\}/g, values[0]!)),
    ),
    fc.constantFrom(...knownValues.paths),
  )
  const method = fc.oneof(
    { weight: 3, arbitrary: fc.constant('GET') },
    { weight: 3, arbitrary: fc.constantFrom('POST', 'DELETE', 'OPTIONS', 'HEAD') },
    {
      weight: 2,
      arbitrary: fc.constantFrom('TRACE', 'CONNECT', 'get', 'QUERY', 'PROPFIND', '', 'G ET', 'x'.repeat(300)),
    },
    { weight: 1, arbitrary: fc.constant(`GET${canary}`) },
  )
  const version = mostly('HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'http/1.1', '', canary)
  const ending = mostly('\r\n', '\n', '\r', '\r\n\r\n')
  const headers = fc.array(headerLines(token, canary), { maxLength: 2 })
  const body = fc.oneof(
    fc.constant(''),
    fc.constantFrom(
      `{"package_link":"${canary}"}`,
      '{',
      '\0',
      `5\r\nhello\r\n0\r\n\r\n`,
      `zz\r\n${canary}\r\n`,
    ),
  )
  return fc
    .tuple(method, targets(path, canary), version, ending, headers, body, fc.boolean(), spoiling(canary))
    .map(([verb, target, protocol, end, lines, content, isLong, spoil]) => {
      const length = isLong ? [`Content-Length: ${Buffer.byteLength(content, 'latin1')}`] : []
      const head = [
        `${verb} ${target} ${protocol}`,
        'Host: localhost',
        'Connection: close',
        ...lines,
        ...length,
      ].join(end)
      return Buffer.from(spoil(head + end + end + content), 'latin1')
    })
}

function mostly(usual: string, ...others: string[]): Texts {
  return fc.oneof(
    { weight: 15, arbitrary: fc.constant(usual) },
    { weight: 1, arbitrary: fc.constantFrom(...others) },
  )
}

function targets(path: Texts, canary: string): Texts {
  const odd = fc.constantFrom(
    '*',
    '',
    '/',
    '//',
    '/%',
    '/%zz',
    '/%00',
    '/%c0%ae%c0%ae/',
    '/..%2f..',
    '/\xff\xfe',
    '?',
    '#',
    '/?%',
  )
  return fc.oneof(
    { weight: 4, arbitrary: path },
    path.map((one) => `${one}%`),
    path.map((one) => `${one}?${canary}=%zz&%=${canary}`),
    path.map((one) => `http://other.example${one}`),
    path.map((one) => `https://user:${canary}@other.example:99999${one}`),
    path.map((one) => `/../..${one}/./..`),
    path.map((one) => one.replace(/[a-z]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)),
    odd,
    odd.map((one) => one + canary),
    fc.nat({ max: 60_000 }).map((length) => `/process/${canary}${'x'.repeat(length)}`),
    fc.constant(`other.example:443`),
  )
}

function headerLines(token: string, canary: string): Texts {
  const right = `Authorization: Bearer ${token}`
  return fc.oneof(
    fc.constantFrom(
      'Host: localhost',
      'Host: localhost',
      'Host: other.example',
      `Host: ${canary}`,
      'Host:',
      'Host: %%',
    ),
    fc.constantFrom(right, right, right.toLowerCase(), `${right}\r\n ${canary}`, right.replace(':', ' :')),
    fc.constantFrom(`Authorization: ${canary}\0`, `Authorization: Bearer ${canary}\r\n${right}`),
    fc.constantFrom('Content-Length: -1', 'Content-Length: 1e9', 'Content-Length: 5\r\nContent-Length: 6'),
    fc.constantFrom(
      'Content-Length: 99999999999999999999',
      'Content-Length: 4294967297',
      'Content-Length: x',
    ),
    fc.constantFrom(
      'Transfer-Encoding: chunked',
      'Transfer-Encoding: gzip',
      'Transfer-Encoding: chunked, chunked',
    ),
    fc.constantFrom(
      'Expect: 100-continue',
      `Expect: ${canary}`,
      'Upgrade: websocket',
      'Upgrade: h2c',
      'Connection: upgrade',
    ),
    fc.constantFrom(
      ': no name',
      canary,
      `${canary}:`,
      `X-${canary}: \x01\x7f\xff`,
      `X: ${'x'.repeat(20_000)}`,
    ),
    fc
      .nat({ max: 300 })
      .map((count) => Array.from({ length: count }, (_, index) => `X${index}: ${canary}`).join('\r\n')),
  )
}

/** Sometimes the bytes are truncated, or one byte is replaced. */
function spoiling(canary: string): fc.Arbitrary<(text: string) => string> {
  const position = fc.double({ min: 0, max: 1, noNaN: true })
  return fc.oneof(
    { weight: 8, arbitrary: fc.constant((text: string) => text) },
    {
      weight: 1,
      arbitrary: position.map((at) => (text: string) => text.slice(0, Math.floor(text.length * at))),
    },
    {
      weight: 1,
      arbitrary: fc.tuple(position, fc.constantFrom('\0', '\r', '\n', ' ', '\x80', canary)).map(
        ([at, other]) =>
          (text: string) =>
            text.slice(0, Math.floor(text.length * at)) +
            other +
            text.slice(Math.floor(text.length * at) + 1),
      ),
    },
  )
}
