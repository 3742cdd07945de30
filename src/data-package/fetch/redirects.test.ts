import { afterEach, expect, test } from 'bun:test'
import { archive, run, send, serve, stopServers } from '../../tests/support/servers/download-trial.ts'
import { headOf } from '../../tests/support/fakes/raw-server.ts'
import { routeTo } from './redirects.ts'

afterEach(stopServers)

test('a redirect to a private address, another scheme or port, or an address with a user name is not followed', async () => {
  const canary = await serve((socket) => socket.end(headOf(200)))
  const port = new URL(canary.origin).port
  const targets = [
    ...[`http://127.0.0.1:${port}/`, `http://localhost:${port}/`, `https://127.0.0.1:${port}/`],
    ...[`https://[::ffff:127.0.0.1]:${port}/`, `http://2130706433:${port}/`, `http://0x7f.1:${port}/`],
    ...['https://127.0.0.1/', 'https://localhost/', 'https://[::1]/', 'https://[::]/', 'https://0/'],
    ...['https://[64:ff9b::7f00:1]/', 'https://[fd00::1]/', 'https://169.254.169.254/latest/meta-data'],
    ...['https://100.64.0.1/', 'https://198.18.0.1/', 'https://224.0.0.1/', 'https://240.0.0.1/'],
    ...['https://8.8.8.8:8443/', 'http://8.8.8.8/', 'https://me:pw@8.8.8.8/', 'ftp://8.8.8.8/', 'https://'],
    ...[
      'file:///etc/passwd',
      'data:application/zip;base64,UEsDBA==',
      'blob:https://8.8.8.8/1',
      'gopher://x/',
    ],
  ]
  for (const location of targets) {
    const server = await serve((socket) => socket.end(headOf(302, { location, 'content-length': 0 })))
    expect([location, (await run(server)).detail]).toEqual([location, 'link_redirects_away'])
    expect(server.requests).toHaveLength(1)
  }
  expect(canary.connections()).toBe(0)
})

test('a redirect to an allowed origin is not followed, not even from another allowed origin', async () => {
  const inner = await serve((socket) => send(socket, archive))
  const outer = await serve((socket) =>
    socket.end(headOf(302, { location: `${inner.origin}/a`, 'content-length': 0 })),
  )
  const outcome = await run(outer, {}, { allowedOrigins: [outer.origin, inner.origin] })
  expect([outcome.detail, inner.connections()]).toEqual(['link_redirects_away', 0])
})

test('the number of redirects is limited, and a redirect needs a location', async () => {
  const loop = await serve((socket) => socket.end(headOf(302, { location: '/again', 'content-length': 0 })))
  expect((await run(loop)).detail).toBe('link_redirects_away')
  expect(loop.requests).toHaveLength(6)

  const nowhere = await serve((socket) => socket.end(headOf(302, { 'content-length': 0 })))
  expect((await run(nowhere)).detail).toBe('link_not_a_package')
})

test('the request goes to the checked address, and the certificate is checked for the name', () => {
  const url = new URL('https://files.example/a%20b?c=d&e')
  expect(routeTo(url, '93.184.216.34')).toEqual({
    href: 'https://93.184.216.34/a%20b?c=d&e',
    tls: { serverName: 'files.example', rejectUnauthorized: true },
  })
  expect(routeTo(url, '2606:4700::1111').href).toBe('https://[2606:4700::1111]/a%20b?c=d&e')
})
