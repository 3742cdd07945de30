/** Names and pictures of Discord users and servers, which the app shows beside its numbers. */
import type { Unfound } from '../../discord/lookups.ts'
import { failure, json } from '../request/answers.ts'
import type { Endpoint } from '../endpoint.ts'
import { networkOf } from '../request/client-address.ts'
import { findOwnedStatus } from '../../packages/find-owned.ts'
import { Failure, GuildAnswer, parameters, UserAnswer } from '../schemas.ts'

const discordId = /^\d{15,22}$/
const exampleUser = '80351110224678912'

export const getUser: Endpoint = {
  summary: 'Name and picture of a Discord user',
  description:
    'A bot is also found by the id of its application. This needs a lookup service (`DISCORD_BOT_TOKEN` or `DISWHO_BASE_URL`). Request' +
    ' all users of a list at once: the server looks them up as fast as Discord allows.',
  group: 'Lookups',
  needs: 'key',
  limit: 'request',
  params: { id: parameters.id, userId: parameters.userId },
  answers: {
    200: {
      description:
        'The user as Discord described it at most `LOOKUP_HOURS` ago. Without a lookup service, a placeholder with the username `App NNNN`.',
      schema: UserAnswer,
      example: {
        user_id: exampleUser,
        display_name: 'Nelly',
        username: 'nelly',
        avatar_url: `https://cdn.discordapp.com/avatars/${exampleUser}/8342729096ea3675442027381ff50dfe.webp`,
      } satisfies UserAnswer,
    },
    401: { description: 'The KEY does not belong to a package on this server.', schema: Failure },
    404: { description: 'Not the id of a user.', schema: Failure, example: { error: 'user_not_found' } },
    429: {
      description: 'Too many requests, or too many lookups are waiting; see Retry-After.',
      schema: Failure,
    },
    500: {
      description: '`lookup_failed`: Discord gave no usable answer in time.',
      schema: Failure,
      example: { error: 'lookup_failed' },
    },
    503: { description: 'The database does not respond.', schema: Failure },
  },
  async handle({ key, packageId, params, address }, context) {
    const status = await findOwnedStatus({ key, packageId }, context)
    if (typeof status === 'string') return failure(401, 'unauthorized', 'UNAUTHORIZED')
    const userId = params.userId!
    if (!discordId.test(userId)) return failure(404, 'user_not_found')
    const user = await context.lookups.user(userId, networkOf(address))
    if (user === 'off') return json(200, placeholderOf(userId))
    if (typeof user === 'string') return userFailures[user]()
    const { displayName: display_name, username, avatarUrl: avatar_url } = user
    return json(200, { user_id: userId, display_name, username, avatar_url } satisfies UserAnswer)
  },
}

export const getWidget: Endpoint = {
  summary: 'Name, icon and size of a Discord server',
  description:
    'Only for servers that the bot of `DISCORD_BOT_TOKEN` is in. A server without an icon gets a default picture.',
  group: 'Lookups',
  needs: 'nothing',
  limit: 'widget',
  params: { guildId: parameters.guildId },
  answers: {
    200: {
      description: 'The server as Discord described it at most `LOOKUP_HOURS` ago.',
      schema: GuildAnswer,
      example: {
        name: 'Discord Testers',
        icon_url: 'https://cdn.discordapp.com/icons/197038439483310086/f64c482b807da4f539cff778d174971c.png',
        member_count: 60_814,
      } satisfies GuildAnswer,
    },
    400: {
      description: 'Not the id of a server.',
      schema: Failure,
      example: { error: 'malformed_guild_id' },
    },
    404: {
      description:
        '`guild_not_found`: the bot is not in this server. `lookups_not_configured`: there is no bot. `lookup_failed`: ' +
        'Discord gave no usable answer in time.',
      schema: Failure,
      example: { error: 'guild_not_found' },
    },
    429: {
      description: 'Too many requests from this address, or too many lookups are waiting; see Retry-After.',
      schema: Failure,
    },
  },
  async handle({ params, address }, { lookups }) {
    if (!discordId.test(params.guildId!)) return failure(400, 'malformed_guild_id')
    const guild = await lookups.guild(params.guildId!, networkOf(address))
    if (typeof guild === 'string') return guildFailures[guild]()
    const { name, iconUrl: icon_url, memberCount: member_count } = guild
    return json(200, { name, icon_url, member_count } satisfies GuildAnswer)
  },
}

/**
 * Failures of /user by reason. The official client retries after a 429, every half second and forever. It
 * treats every other failure as final.
 */
const userFailures: Record<Exclude<Unfound, 'off'>, () => Response> = {
  missing: () => failure(404, 'user_not_found'),
  failed: () => failure(500, 'lookup_failed'),
  busy: () => json(429, { error: 'too_many_requests' } satisfies Failure, { 'retry-after': '1' }),
}

/**
 * The response when there is no lookup service. Where names are null, the official client keeps the names of
 * people from the package. It shows bots under the username of this response, and would drop them from its
 * lists after an error.
 */
function placeholderOf(userId: string): UserAnswer {
  return { user_id: userId, display_name: null, username: `App ${userId.slice(-4)}`, avatar_url: null }
}

const guildFailures: Record<Unfound, () => Response> = {
  missing: () => failure(404, 'guild_not_found'),
  failed: () => failure(404, 'lookup_failed'),
  busy: userFailures.busy,
  off: () => failure(404, 'lookups_not_configured'),
}
