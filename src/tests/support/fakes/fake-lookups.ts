/**
 * Fakes of the services that answer lookups: Discord's API for users, servers and applications, and DisWho.
 * Rate limits are enforced, and faults can be chosen.
 */
import { createHmac } from 'node:crypto'
import type { Socket } from 'node:net'
import { headOf } from './raw-server.ts'
import type { RawRequest } from './raw-server.ts'

/** What the two services know, and how they fail. */
export interface Lookups {
  /** The bot's token; if undefined, every token is accepted. */
  token?: string
  /** The secret that DisWho's tokens must be signed with. */
  diswhoSecret?: string
  /** id → the user in Discord's form (`id` is added). */
  users?: Record<string, Record<string, unknown>>
  /** id → the server in Discord's form (`id` is added). */
  guilds?: Record<string, Record<string, unknown>>
  /** id → the application in Discord's form (`id` is added). */
  applications?: Record<string, Record<string, unknown>>
  /**
   * Discord's limit: this many requests of each kind within a window of this many seconds. Further requests
   * are answered 429, and counted in `exceeded`.
   */
  limit?: { requests: number; seconds: number }
  exceeded?: number
  /** Without `limit`: the remaining requests that the headers report; each request uses up one. */
  remaining?: number
  /** The faults of the next requests, one each, in order. */
  faults?: LookupFault[]
  /** The fault of all requests without another fault. */
  fault?: LookupFault
  /** Returns the fault for a request of this path, if any. */
  choose?(path: string): LookupFault | undefined
}

const json = { 'content-type': 'application/json' }

/** What each fault sends. */
const faultAnswers = {
  limited: (socket: Socket) =>
    sendJson(socket, 429, { retry_after: 0.2 }, { 'retry-after': 1, 'x-ratelimit-scope': 'user' }),
  limitedGlobally: (socket: Socket) =>
    sendJson(
      socket,
      429,
      { retry_after: 0.2, global: true },
      { 'retry-after': 1, 'x-ratelimit-global': 'true' },
    ),
  limitedForLong: (socket: Socket) => sendJson(socket, 429, { retry_after: 5000 }, { 'retry-after': 5000 }),
  broken: (socket: Socket) => sendJson(socket, 502, {}),
  refused: (socket: Socket) => sendJson(socket, 401, { message: '401: Unauthorized', code: 0 }),
  html: (socket: Socket) => sendText(socket, 200, '<!doctype html><title>Attention required</title>'),
  wrongAddress: (socket: Socket) => sendText(socket, 404, '<!doctype html><title>Not found</title>'),
  shapeless: (socket: Socket) => sendJson(socket, 200, [1, { username: null }]),
  stranger: (socket: Socket) =>
    sendJson(socket, 200, { id: '999999999999999999', username: 'stranger', name: 'stranger' }),
  elsewhere: (socket: Socket) => sendJson(socket, 302, {}, { location: '/stolen' }),
  garbage: (socket: Socket) =>
    void socket.end(`${headOf(200, { 'content-length': 5, connection: 'close' })}{"id"`),
  /** The connection ends in the middle of the body. */
  cut: (socket: Socket) =>
    void socket.end(`${headOf(200, { ...json, 'content-length': 50, connection: 'close' })}{"id"`),
  huge: (socket: Socket) => sendEndless(socket),
  reset: (socket: Socket) => void socket.resetAndDestroy(),
  /** Sends nothing and keeps the connection open. */
  silent: () => {},
} satisfies Record<string, (socket: Socket) => void>

export type LookupFault = keyof typeof faultAnswers
export const lookupFaults = Object.keys(faultAnswers) as LookupFault[]

const kinds = { users: 10_013, guilds: 10_004, applications: 10_002 } as const
type Kind = keyof typeof kinds

/**
 * Answers `/api/v10/users/:id`, `/guilds/:id?with_counts=true`, `/applications/:id/rpc`, and DisWho's
 * `/diswho/user/:id`.
 */
export function answerLookup(socket: Socket, request: RawRequest, lookups: Lookups): void {
  const fault = lookups.faults?.shift() ?? lookups.choose?.(request.path) ?? lookups.fault
  if (fault) return faultAnswers[fault](socket)
  const viaDiswho = /^\/diswho\/user\/(\d+)$/.exec(request.path)
  if (viaDiswho) return answerDiswho(socket, request, viaDiswho[1]!, lookups)
  const [, kind, id] = (/^\/api\/v10\/(users|guilds|applications)\/(\d+)(?:\/rpc)?(?:\?|$)/.exec(
    request.path,
  ) ?? []) as [string?, Kind?, string?]
  const isPublic = kind === 'applications'
  if (!isPublic && lookups.token !== undefined && request.headers.authorization !== `Bot ${lookups.token}`) {
    return faultAnswers.refused(socket)
  }
  const limits = limitsOf(lookups, kind ?? 'users')
  if (limits['x-ratelimit-remaining'] < 0) {
    lookups.exceeded = (lookups.exceeded ?? 0) + 1
    return faultAnswers.limited(socket)
  }
  const found = kind && lookups[kind]?.[id!]
  if (!found) return sendJson(socket, 404, { message: 'Unknown', code: kinds[kind ?? 'users'] }, limits)
  sendJson(socket, 200, { id, ...found }, limits)
}

/** For a valid token of its own, DisWho forwards Discord's answer, always with status 200. */
function answerDiswho(socket: Socket, { headers }: RawRequest, id: string, lookups: Lookups): void {
  const [, head, claims, signature] =
    /^Bearer ([\w-]+)\.([\w-]+)\.([\w-]+)$/.exec(headers.authorization ?? '') ?? []
  const expected = createHmac('sha256', lookups.diswhoSecret ?? '')
    .update(`${head}.${claims}`)
    .digest('base64url')
  const read = (part = '') =>
    JSON.parse(Buffer.from(part, 'base64url').toString() || '{}') as Record<string, unknown>
  const isValid =
    signature === expected &&
    read(head).alg === 'HS256' &&
    Number(read(claims).expirationTimestamp) > Date.now()
  if (!isValid) return sendJson(socket, 401, {})
  const found = lookups.users?.[id]
  sendJson(socket, 200, found ? { id, ...found } : { message: 'Unknown User', code: 10_013 })
}

const windows = new WeakMap<Lookups, Map<Kind, { endsAt: number; left: number }>>()

/**
 * Counts a request, and returns its rate-limit headers. As with Discord, the first request starts a window.
 */
function limitsOf(lookups: Lookups, kind: Kind) {
  const { limit } = lookups
  const known = windows.get(lookups) ?? new Map<Kind, { endsAt: number; left: number }>()
  windows.set(lookups, known)
  let window = known.get(kind)
  const now = performance.now()
  if (limit && (!window || now >= window.endsAt)) {
    window = { endsAt: now + limit.seconds * 1000, left: limit.requests }
    known.set(kind, window)
  }
  const announced = Math.max(0, lookups.remaining ?? 30)
  if (lookups.remaining !== undefined) lookups.remaining = announced - 1
  const left = limit ? --window!.left : announced
  return {
    'x-ratelimit-limit': limit?.requests ?? 30,
    'x-ratelimit-remaining': left,
    'x-ratelimit-reset-after': limit ? ((window!.endsAt - now) / 1000).toFixed(3) : '0.250',
    'x-ratelimit-bucket': `lookup-${kind}`,
  }
}

function sendJson(
  socket: Socket,
  status: number,
  body: unknown,
  headers: Record<string, string | number> = {},
): void {
  send(socket, status, JSON.stringify(body), { ...json, ...headers })
}

function sendText(socket: Socket, status: number, text: string): void {
  send(socket, status, text, { 'content-type': 'text/html' })
}

function send(socket: Socket, status: number, text: string, headers: Record<string, string | number>): void {
  const length = { 'content-length': Buffer.byteLength(text), connection: 'close' }
  socket.end(headOf(status, { ...headers, ...length }) + text)
}

/** Endless JSON. */
function sendEndless(socket: Socket): void {
  const part = Buffer.alloc(64 * 1024, '[')
  socket.write(headOf(200, { ...json, connection: 'close' }))
  const more = () => {
    while (!socket.destroyed && socket.write(part));
    if (!socket.destroyed) socket.once('drain', more)
  }
  more()
}
