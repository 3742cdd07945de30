/**
 * Connections that would use up a server's file descriptors do not end the server: they are closed in time,
 * and a package that is downloaded meanwhile is finished. Bun ends a process that cannot open a descriptor
 * for a thread, and closes silent connections only after a minute.
 */
import { expect, test } from 'bun:test'
import { connect } from 'node:net'
import { recordRun } from '../support/servers/long-run.ts'
import {
  createOwner,
  discord,
  expectResult,
  folder,
  holdDownload,
  setUpServers,
  shared,
} from '../support/servers/server-trial.ts'
import { command, startServer } from '../support/servers/server-process.ts'

setUpServers()

const descriptorsMax = 240

/** Opens a connection that sends only `text`. Resolves when the server closes it. */
function untilClosed(port: number, text: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    socket.on('error', () => {}).on('close', () => resolve())
    socket.resume()
  })
}

test.each([
  ['silent ones', ''],
  ['ones that began a request', 'GET /hea'],
  ['ones that wait for their next request', 'GET /health HTTP/1.1\r\nhost: localhost\r\n\r\n'],
])('a server survives more connections than it has descriptors: %s', async (what, text) => {
  const limited = ['sh', '-c', `ulimit -n ${descriptorsMax}; exec "$0" "$@"`, ...command]
  const server = await startServer(
    { DL_ZIP_WHITELISTED_DOMAINS: discord.origin, DATA_DIR: folder(), DATABASE_URL: shared.url },
    limited,
  )
  try {
    const download = holdDownload(50_000)
    const owner = createOwner(server, download.faults)
    expect(await owner.post()).toMatchObject({ isAccepted: true })
    await download.reached
    const begun = performance.now()
    const { port } = new URL(server.url)
    const count = 2 * descriptorsMax
    const closed = Array.from({ length: count }, () => untilClosed(Number(port), text))
    // Connections in the system's accept queue are accepted later, or closed with the others.
    let left = count
    for (const one of closed) void one.then(() => left--)
    while (left > (descriptorsMax * 3) / 4) await Bun.sleep(10)
    const seconds = (performance.now() - begun) / 1000
    // The analysis needs descriptors for threads and files.
    download.release()
    await owner.wait(300)
    await expectResult(owner)
    expect(server.output()).toContain('"event":"connections_closed"')
    recordRun(
      'G27',
      `${count} connections, ${what}, to a server of ${descriptorsMax} descriptors: cut off in ${seconds.toFixed(1)} s, its package done`,
    )
  } finally {
    await server.kill()
  }
})
