/** The part of Discord's bot API that the server asks: users and servers, with rate limits and faults. */
import type { Socket } from 'node:net'
import { headOf } from './raw-server.ts'
import type { RawRequest } from './raw-server.ts'

/** What the API knows, and how it fails. */
export interface Lookups {
  /** The token that is accepted; without one, all are. */
  token?: string
  /** id → the user as Discord gives it (`id` is added). */
  users?: Record<string, Record<string, unknown>>
  /** id → the server as Discord gives it (`id` is added). */
  guilds?: Record<string, Record<string, unknown>>
  /** Requests left until a rate limit is announced; each request uses one up. */
  remaining?: number
  /** Answers to the next requests, taken from the front. */
  faults?: LookupFault[]
}

export type LookupFault = 'limited' | 'limitedGlobally' | 'broken' | 'garbage' | 'silent'

/** What each fault sends; `silent` sends nothing and keeps the connection. */
const faultAnswers: Record<LookupFault, (socket: Socket) => void> = {
  limited: (socket) =>
    sendJson(socket, 429, { retry_after: 0.2 }, { 'retry-after': 1, 'x-ratelimit-scope': 'user' }),
  limitedGlobally: (socket) =>
    sendJson(
      socket,
      429,
      { retry_after: 0.2, global: true },
      { 'retry-after': 1, 'x-ratelimit-global': 'true' },
    ),
  broken: (socket) => sendJson(socket, 502, {}),
  garbage: (socket) => void socket.end(`${headOf(200, { 'content-length': 5, connection: 'close' })}{"id"`),
  silent: () => {},
}

/** Answers `/api/v10/users/:id` and `/api/v10/guilds/:id?with_counts=true`. */
export function answerLookup(socket: Socket, request: RawRequest, lookups: Lookups): void {
  const fault = lookups.faults?.shift()
  if (fault) return faultAnswers[fault](socket)
  if (lookups.token !== undefined && request.headers.authorization !== `Bot ${lookups.token}`) {
    return sendJson(socket, 401, { message: '401: Unauthorized', code: 0 })
  }
  const asked = /^\/api\/v10\/(users|guilds)\/(\d+)(?:\?|$)/.exec(request.path)
  const kind = asked?.[1] as 'users' | 'guilds' | undefined
  const found = kind && lookups[kind]?.[asked![2]!]
  if (!found) {
    const code = kind === 'guilds' ? 10_004 : 10_013
    return sendJson(socket, 404, { message: 'Unknown', code }, limitsOf(lookups))
  }
  sendJson(socket, 200, { id: asked![2], ...found }, limitsOf(lookups))
}

function limitsOf(lookups: Lookups): Record<string, string | number> {
  const remaining = Math.max(0, lookups.remaining ?? 30)
  if (lookups.remaining !== undefined) lookups.remaining = remaining - 1
  return {
    'x-ratelimit-limit': 30,
    'x-ratelimit-remaining': remaining,
    'x-ratelimit-reset-after': '0.250',
    'x-ratelimit-bucket': 'lookup',
  }
}

function sendJson(
  socket: Socket,
  status: number,
  body: unknown,
  headers: Record<string, string | number> = {},
): void {
  const text = JSON.stringify(body)
  const length = { 'content-length': Buffer.byteLength(text), connection: 'close' }
  socket.end(headOf(status, { 'content-type': 'application/json', ...headers, ...length }) + text)
}
