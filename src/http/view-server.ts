/**
 * Serves the page with one result opened, to browsers of this machine: for people who work on the command
 * line.
 */
import { randomToken } from '../crypto.ts'
import { answerPage } from './pages/page.ts'
import { failure } from './request/answers.ts'

export interface ViewServer {
  /** To open in a browser. Its last part is a secret: other users of this machine do not know it. */
  address: string
  stop(): Promise<void>
}

/**
 * Listens on the loopback address, on a free port. Other sites that a browser has open cannot read from it:
 * there is no CORS, and requests must name the address itself, so a name that was made to resolve to it gets
 * nothing.
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
