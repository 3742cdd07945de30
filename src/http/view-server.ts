/** Serves the page with one result to browsers on this machine, for the command line. */
import { randomToken } from '../crypto.ts'
import { answerPage } from './pages/page.ts'
import { failure } from './request/answers.ts'

export interface ViewServer {
  /**
   * The address to open in a browser. Its last part is a secret, which other users of this machine do not
   * know.
   */
  address: string
  stop(): Promise<void>
}

/**
 * Listens on a free port of the loopback address. Other sites open in a browser cannot read from it:
 * responses have no CORS headers, and the Host header must be 127.0.0.1 or localhost with this port, which
 * prevents DNS rebinding.
 */
export function serveView(sqlite: Uint8Array): ViewServer {
  const token = randomToken()
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    development: false,
    fetch(request) {
      const { host, pathname } = new URL(request.url)
      if (host !== `127.0.0.1:${server.port}` && host !== `localhost:${server.port}`)
        return failure(403, 'wrong_host')
      if (request.method !== 'GET') return failure(404, 'not_found')
      if (pathname === `/view/${token}`) {
        return new Response(sqlite as Uint8Array<ArrayBuffer>, {
          headers: { 'content-type': 'application/vnd.sqlite3', 'cache-control': 'no-store' },
        })
      }
      return answerPage(request, pathname) ?? failure(404, 'not_found')
    },
  })
  return { address: `http://127.0.0.1:${server.port}/?view=${token}`, stop: () => server.stop(true) }
}
