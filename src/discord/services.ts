/**
 * The services that look up users and servers, and the meaning of their responses: the bot API of Discord, or
 * DisWho in front of it.
 */
import Type, { type Static, type TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import manifest from '../../package.json' with { type: 'json' }
import { signToken } from '../crypto.ts'
import { applicationIconUrlOf, avatarUrlOf, guildIconUrlOf } from './cdn.ts'
import type { RateLimitedQueue } from './rate-limited-queue.ts'
import { getJson, LookupError, type Reply } from './request.ts'

const name = Type.String({ minLength: 1, maxLength: 200 })
const optionalText = Type.Optional(Type.Union([Type.String({ maxLength: 200 }), Type.Null()]))

/** A user, or an application that is shown as a user. */
export const User = Type.Object({ username: name, displayName: name, avatarUrl: Type.String() })
export type User = Static<typeof User>

export const Guild = Type.Object({ name, iconUrl: Type.String(), memberCount: Type.Integer({ minimum: 0 }) })
export type Guild = Static<typeof Guild>

/** A lookup service for users. `user` returns null if there is no such user, and throws LookupError. */
export interface Service {
  user(id: string, sender: string): Promise<User | null>
}

const id = Type.String()
const UserAnswer = Type.Object({
  id,
  username: name,
  global_name: optionalText,
  discriminator: optionalText,
  avatar: optionalText,
})
const ApplicationAnswer = Type.Object({ id, name, icon: optionalText })
const GuildAnswer = Type.Object({
  id,
  name,
  icon: optionalText,
  approximate_member_count: Type.Integer({ minimum: 0 }),
})
const readUserAnswer = answerReader(UserAnswer)
const readApplicationAnswer = answerReader(ApplicationAnswer)
const readGuildAnswer = answerReader(GuildAnswer)

/**
 * Error codes of Discord: unknown application, server or user; no access, which includes servers without the
 * bot; an invalid id.
 */
const missingCodes = [10_002, 10_004, 10_013, 50_001, 50_035]

/** Discord requires a user agent of this form, with an address. */
const userAgent = `DiscordBot (https://dumpus.app, ${manifest.version})`

/** Creates a service that asks Discord itself, with the token of a bot. */
export function createDiscord(
  { baseUrl, token }: { baseUrl: string; token: string },
  queue: RateLimitedQueue,
): Service & { guild(id: string, sender: string): Promise<Guild | null> } {
  const headers = { authorization: `Bot ${token}`, 'user-agent': userAgent }
  const ask = <T>(
    sender: string,
    route: string,
    path: string,
    read: (reply: Reply) => T,
    until = queue.deadline(),
  ) =>
    queue.ask(sender, route, (signal) => getJson(`${baseUrl}/${route}/${path}`, headers, signal), read, until)
  return {
    async user(id, sender) {
      const until = queue.deadline()
      const found = await ask(sender, 'users', id, (reply) => readUser(reply, id), until)
      return found ?? (await findApplication(baseUrl, id, sender, queue, until))
    },
    guild: (id, sender) =>
      ask(sender, 'guilds', `${id}?with_counts=true`, (reply) => {
        const found = readGuildAnswer(reply, id)
        return (
          found && {
            name: found.name,
            iconUrl: guildIconUrlOf(id, found.icon ?? null),
            memberCount: found.approximate_member_count,
          }
        )
      }),
  }
}

/**
 * Looks up an application. Packages contain application ids, which for old applications differ from the user
 * ids of their bots. This undocumented route shows every application without a token. A 401 means that there
 * is no such application. It is not about our token, because none is sent.
 */
function findApplication(
  baseUrl: string,
  id: string,
  sender: string,
  queue: RateLimitedQueue,
  until: number,
): Promise<User | null> {
  const send = async (signal: AbortSignal) => {
    const reply = await getJson(`${baseUrl}/applications/${id}/rpc`, { 'user-agent': userAgent }, signal)
    return reply.status === 401 ? { ...reply, status: 403 } : reply
  }
  const read = (reply: Reply) => {
    const found = reply.status === 200 ? readApplicationAnswer(reply, id) : null
    return (
      found && {
        username: found.name,
        displayName: found.name,
        avatarUrl: applicationIconUrlOf(id, found.icon ?? null),
      }
    )
  }
  return queue.ask(sender, 'applications', send, read, until)
}

/**
 * Creates a service that asks DisWho (https://github.com/Androz2091/deno-diswho). DisWho forwards Discord's
 * responses about users to clients that share its secret.
 */
export function createDiswho(
  { baseUrl, secret }: { baseUrl: string; secret: string },
  queue: RateLimitedQueue,
): Service {
  return {
    user: (id, sender) =>
      queue.ask(
        sender,
        'users',
        (signal) =>
          getJson(`${baseUrl}/user/${id}`, { authorization: `Bearer ${diswhoToken(secret)}` }, signal),
        (reply) => readUser(reply, id),
      ),
  }
}

const tokenSeconds = 300

/** `expirationTimestamp` (milliseconds) is a claim of DisWho, which ignores the standard one. */
function diswhoToken(secret: string): string {
  const now = Math.floor(Date.now() / 1000)
  const expires = now + tokenSeconds
  return signToken({ iat: now, exp: expires, expirationTimestamp: expires * 1000 }, secret)
}

/**
 * Reads a user from a response, which may also be one that dumpus-api cached. Null if there is no such user.
 * Throws LookupError.
 */
export function readUser(reply: Pick<Reply, 'status' | 'body'>, id: string): User | null {
  const found = readUserAnswer(reply, id)
  return (
    found && {
      username: found.username,
      displayName: found.global_name || found.username,
      avatarUrl: avatarUrlOf(id, found.avatar ?? null, found.discriminator ?? null),
    }
  )
}

/**
 * Creates a reader of responses with this schema and id. It returns null if the service says that there is no
 * such object. A 404 alone does not say that, since a wrong base URL also causes one. DisWho sends Discord's
 * errors with status 200.
 */
function answerReader<Schema extends TSchema>(
  schema: Schema,
): (reply: Pick<Reply, 'status' | 'body'>, id: string) => Static<Schema> | null {
  const shape = Compile(schema)
  return ({ status, body }, id) => {
    const { id: about, code } = (body ?? {}) as { id?: unknown; code?: unknown }
    if (status === 200 && about === id && shape.Check(body)) return body as Static<Schema>
    if (typeof code === 'number' && missingCodes.includes(code)) return null
    throw new LookupError('unexpected_answer')
  }
}
