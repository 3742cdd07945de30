/** Names and pictures of Discord users and servers. This server has no look-up service: it says so, within the contract. */
import { failure } from './answers.ts'
import { isOwner, keyFor } from './auth.ts'
import type { Endpoint } from './endpoint.ts'
import { Failure, parameters } from './schemas.ts'

const discordId = /^\d{15,22}$/

export const getUser: Endpoint = {
  summary: 'Name and picture of a Discord user',
  description: 'Needs a look-up service, which is not configured on this server.',
  group: 'Look-ups',
  needsKey: true,
  params: { id: parameters.id, userId: parameters.userId },
  answers: {
    401: { description: 'The KEY is not that of a package here.', schema: Failure },
    404: { description: 'Not the id of a user.', schema: Failure },
    500: {
      description: 'No look-up service.',
      schema: Failure,
      example: { error: 'lookups_not_configured' },
    },
    503: { description: 'The database does not answer.', schema: Failure },
  },
  async handle({ request, params }, { board }) {
    const key = keyFor(request, params.id!)
    const status = key && (await board.read(params.id!))
    if (!status || !isOwner(status.state, key)) return failure(401, 'unauthorized', 'UNAUTHORIZED')
    if (!discordId.test(params.userId!)) return failure(404, 'user_not_found')
    return failure(500, 'lookups_not_configured')
  },
}

export const getWidget: Endpoint = {
  summary: 'Name, icon and size of a Discord server',
  description: 'Needs a look-up service, which is not configured on this server.',
  group: 'Look-ups',
  params: { guildId: parameters.guildId },
  answers: {
    400: { description: 'Not the id of a server.', schema: Failure },
    404: {
      description: 'No such server is known here.',
      schema: Failure,
      example: { error: 'guild_not_found' },
    },
  },
  handle({ params }) {
    return discordId.test(params.guildId!)
      ? failure(404, 'guild_not_found')
      : failure(400, 'malformed_guild_id')
  },
}
