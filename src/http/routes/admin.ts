/** The routes below /admin: what an operator sees and does from afar, with ADMIN_TOKEN. Without it they do not exist. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { isSameSecret } from '../../crypto.ts'
import { countAll, findSummary, listPackages, retry, upgrade, type Verdict } from '../../queue/admin.ts'
import { remove } from '../../queue/jobs.ts'
import {
  ListAnswer,
  listParameters,
  PackageAnswer,
  pageDefault,
  pageMax,
  StatsAnswer,
} from './admin-schemas.ts'
import { failure, json } from '../request/answers.ts'
import { queryOf } from '../request/base-url.ts'
import type { Answer, Context, Endpoint, Route } from '../endpoint.ts'
import { networkOf } from '../request/client-address.ts'
import { createRateLimit, type RateLimit } from '../request/rate-limit.ts'
import { Failure, parameters } from '../schemas.ts'

/** Wrong tokens per address. The right one is let in all the same: else anyone could lock the operator out. */
const wrongTokens = { perMinute: 5, burst: 10 }

/** The routes, or none when there is no ADMIN_TOKEN. */
export function adminRoutes({ config }: Pick<Context, 'config'>): Route[] {
  const { adminToken } = config
  if (adminToken === null) return []
  const limit = createRateLimit(wrongTokens)
  const routes: Route[] = [
    ['GET', '/admin/stats', getStats],
    ['GET', '/admin/packages', getPackages],
    ['GET', '/admin/packages/:id', getPackage],
    ['POST', '/admin/packages/:id/upgrade', postUpgrade],
    ['POST', '/admin/packages/:id/retry', postRetry],
    ['DELETE', '/admin/packages/:id', deletePackage],
  ]
  return routes.map(([method, path, endpoint]) => [method, path, guarded(endpoint, adminToken, limit)])
}

/** The same endpoint for the operator only. */
function guarded(endpoint: Endpoint, adminToken: string, limit: RateLimit): Endpoint {
  return {
    ...endpoint,
    needsAdminToken: true,
    answers: { ...endpoint.answers, ...refusals },
    async handle(incoming, context) {
      const { request, address, params } = incoming
      const [, token] = /^Bearer (\S+)$/i.exec(request.headers.get('authorization') ?? '') ?? []
      if (token === undefined || !isSameSecret(token, adminToken)) {
        const waitSeconds = limit.take(networkOf(address))
        if (waitSeconds === 0) return failure(401, 'unauthorized')
        return json(429, { error: 'too_many_requests' }, { 'retry-after': String(waitSeconds) })
      }
      const isPossible = params.id === undefined || /^[0-9a-f]{32}$/.test(params.id)
      return isPossible ? endpoint.handle(incoming, context) : failure(404, 'package_not_found')
    },
  }
}

const refusals: Record<number, Answer> = {
  401: { description: 'Not the ADMIN_TOKEN.', schema: Failure, example: { error: 'unauthorized' } },
  429: { description: 'Too many wrong tokens from this address; see Retry-After.', schema: Failure },
  500: { description: 'Something went wrong in the server.', schema: Failure },
  503: { description: 'The database does not answer: try again.', schema: Failure },
}
const notFound: Answer = {
  description: 'There is no such package.',
  schema: Failure,
  example: { error: 'package_not_found' },
}

const getStats: Endpoint = {
  summary: 'How much there is of everything',
  description: 'Counts all packages: meant for people, not for every second.',
  group: 'Administration',
  answers: { 200: { description: 'The counts.', schema: StatsAnswer } },
  handle: async (_, { database }) => json(200, await countAll(database)),
}

const listQuery = Compile(Type.Object(listParameters))

const getPackages: Endpoint = {
  summary: 'Packages, the newest first',
  description: 'Ids, states and times: nothing of what is in a package, no link, no KEY.',
  group: 'Administration',
  query: listParameters,
  answers: {
    200: { description: 'One page.', schema: ListAnswer },
    400: { description: 'A parameter is malformed.', schema: Failure, example: { error: 'malformed_query' } },
  },
  async handle({ request }, { database }) {
    const given = Object.fromEntries(queryOf(request))
    const query = { ...given, ...(given.limit !== undefined && { limit: wholeNumber(given.limit) }) }
    if (!listQuery.Check(query)) return failure(400, 'malformed_query')
    const { state = null, after = null, limit = pageDefault } = query
    const packages = await listPackages(database, { state, after, limit })
    const next = packages.length === limit ? packages.at(-1)!.packageId : null
    return json(200, { packages, next } satisfies ListAnswer)
  },
}

const getPackage: Endpoint = {
  summary: 'One package',
  description: 'As in the list.',
  group: 'Administration',
  params: { id: parameters.id },
  answers: { 200: { description: 'The package.', schema: PackageAnswer }, 404: notFound },
  handle: ({ params }, context) => answerWith(params.id!, context),
}

const postUpgrade: Endpoint = {
  summary: 'Make a package premium',
  description: 'It goes before all standard packages. One that is premium already stays where it is.',
  group: 'Administration',
  params: { id: parameters.id },
  answers: {
    200: { description: 'The package, upgraded.', schema: PackageAnswer },
    404: notFound,
    409: { description: 'It is processed or errored.', schema: Failure, example: { error: 'not_waiting' } },
  },
  handle: async ({ params }, context) =>
    answerAfter(await upgrade(context.database, params.id!), params.id!, context),
}

const postRetry: Endpoint = {
  summary: 'Try an errored package again',
  description:
    'It waits in the queue until its owner comes back: the server has no KEY, and only the owner’s next request brings it.',
  group: 'Administration',
  params: { id: parameters.id },
  answers: {
    200: { description: 'The package, waiting.', schema: PackageAnswer },
    404: notFound,
    409: { description: 'It is not errored.', schema: Failure, example: { error: 'not_errored' } },
  },
  handle: async ({ params }, context) =>
    answerAfter(await retry(context.database, params.id!), params.id!, context),
}

const deletePackage: Endpoint = {
  summary: 'Delete a package',
  description: 'With its result, as its owner would; work on it stops.',
  group: 'Administration',
  params: { id: parameters.id },
  answers: {
    200: {
      description: 'It is gone.',
      schema: Type.Object({ isDeleted: Type.Literal(true) }, { additionalProperties: false }),
    },
    404: notFound,
  },
  async handle({ params }, context) {
    const { database, keyring, board, signals, notify } = context
    const packageId = params.id!
    const isDeleted = await remove(database, packageId)
    keyring.forget(packageId)
    board.invalidate(packageId)
    signals.cancelled(packageId)
    if (isDeleted) notify({ kind: 'deleted', packageId })
    return isDeleted ? json(200, { isDeleted }) : failure(404, 'package_not_found')
  },
}

async function answerAfter(verdict: Verdict, packageId: string, context: Context): Promise<Response> {
  context.board.invalidate(packageId)
  if (verdict === 'not_waiting' || verdict === 'not_errored') return failure(409, verdict)
  return answerWith(packageId, context)
}

async function answerWith(packageId: string, { database }: Context): Promise<Response> {
  const found = await findSummary(database, packageId)
  return found ? json(200, found) : failure(404, 'package_not_found')
}

function wholeNumber(text: string): number {
  return /^\d{1,4}$/.test(text) ? Math.min(Number(text), pageMax + 1) : 0
}
