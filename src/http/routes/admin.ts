/** The routes under /admin, for operators with ADMIN_TOKEN. Without that setting they do not exist. */
import Type from 'typebox'
import { Compile } from 'typebox/compile'
import { countAll, findSummary, listPackages, type Verdict } from '../../queue/admin.ts'
import { removePackage } from '../../packages/remove.ts'
import { retryPackage } from '../../packages/retry.ts'
import { upgradePackage } from '../../packages/upgrade.ts'
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
import type { Answer, Context, EndpointFor, Route } from '../endpoint.ts'
import { Failure, parameters } from '../schemas.ts'

/** The routes, or none if ADMIN_TOKEN is not set. */
export function adminRoutes({ config }: Pick<Context, 'config'>): Route[] {
  if (config.adminToken === null) return []
  const routes: [method: Route[0], path: string, endpoint: AdminEndpoint][] = [
    ['GET', '/admin/stats', getStats],
    ['GET', '/admin/packages', getPackages],
    ['GET', '/admin/packages/:id', getPackage],
    ['POST', '/admin/packages/:id/upgrade', postUpgrade],
    ['POST', '/admin/packages/:id/retry', postRetry],
    ['DELETE', '/admin/packages/:id', deletePackage],
  ]
  return routes.map(([method, path, endpoint]) => [
    method,
    path,
    {
      ...endpoint,
      group: 'Administration',
      needs: 'admin',
      answers: { ...endpoint.answers, ...refusals },
      handle: (incoming, context) => {
        const isPossible = incoming.params.id === undefined || /^[0-9a-f]{32}$/.test(incoming.params.id)
        return isPossible ? endpoint.handle(incoming, context) : failure(404, 'package_not_found')
      },
    },
  ])
}

/** The definition of a route without the parts that `adminRoutes` adds. */
type AdminEndpoint = Omit<EndpointFor<'admin'>, 'needs' | 'group'>

const refusals: Record<number, Answer> = {
  401: { description: 'Not the ADMIN_TOKEN.', schema: Failure, example: { error: 'unauthorized' } },
  429: { description: 'Too many wrong tokens from this address; see Retry-After.', schema: Failure },
  500: { description: 'Internal error.', schema: Failure },
  503: { description: 'The database does not respond. Try again.', schema: Failure },
}
const notFound: Answer = {
  description: 'There is no such package.',
  schema: Failure,
  example: { error: 'package_not_found' },
}

const getStats: AdminEndpoint = {
  summary: 'Counts of all packages',
  description: 'Reads all packages, so do not call it every second.',
  answers: { 200: { description: 'The counts.', schema: StatsAnswer } },
  handle: async (_, { database }) => json(200, await countAll(database)),
}

const listQuery = Compile(Type.Object(listParameters))

const getPackages: AdminEndpoint = {
  summary: 'List packages, newest first',
  description: 'Ids, states and times. It contains no content of a package, no link and no KEY.',
  query: listParameters,
  answers: {
    200: { description: 'One page.', schema: ListAnswer },
    400: { description: 'A parameter is malformed.', schema: Failure, example: { error: 'malformed_query' } },
    404: { ...notFound, description: 'The package in `after` was deleted. Start again without `after`.' },
  },
  async handle({ request }, { database }) {
    const given = Object.fromEntries(queryOf(request))
    const query = { ...given, ...(given.limit !== undefined && { limit: wholeNumber(given.limit) }) }
    if (!listQuery.Check(query)) return failure(400, 'malformed_query')
    const { state = null, after = null, limit = pageDefault } = query
    // One more than a page shows whether another page follows.
    const found = await listPackages(database, { state, after, limit: limit + 1 })
    if (found.length === 0 && after && !(await findSummary(database, after)))
      return failure(404, 'package_not_found')
    const packages = found.slice(0, limit)
    const next = found.length > limit ? packages.at(-1)!.packageId : null
    return json(200, { packages, next } satisfies ListAnswer)
  },
}

const getPackage: AdminEndpoint = {
  summary: 'One package',
  description: 'The package, as in the list.',
  params: { id: parameters.id },
  answers: { 200: { description: 'The package.', schema: PackageAnswer }, 404: notFound },
  handle: ({ params }, context) => answerWith(params.id!, context),
}

const postUpgrade: AdminEndpoint = {
  summary: 'Make a package premium',
  description: 'Moves the package ahead of all standard packages. A premium package keeps its position.',
  params: { id: parameters.id },
  answers: {
    200: { description: 'The package, upgraded.', schema: PackageAnswer },
    404: notFound,
    409: {
      description: 'The package is already processed or errored.',
      schema: Failure,
      example: { error: 'not_waiting' },
    },
  },
  handle: async ({ params }, context) =>
    answerAfter(await upgradePackage(params.id!, context), params.id!, context),
}

const postRetry: AdminEndpoint = {
  summary: 'Retry an errored package',
  description:
    'The package waits in the queue until its owner’s next request, because the server does not store the KEY.',
  params: { id: parameters.id },
  answers: {
    200: { description: 'The package, waiting.', schema: PackageAnswer },
    404: notFound,
    409: { description: 'The package is not errored.', schema: Failure, example: { error: 'not_errored' } },
  },
  handle: async ({ params }, context) =>
    answerAfter(await retryPackage(params.id!, context), params.id!, context),
}

const deletePackage: AdminEndpoint = {
  summary: 'Delete a package',
  description: 'Deletes the package and its result, as its owner could, and stops work on it.',
  params: { id: parameters.id },
  answers: {
    200: {
      description: 'It is gone.',
      schema: Type.Object({ isDeleted: Type.Literal(true) }, { additionalProperties: false }),
    },
    404: notFound,
  },
  async handle({ params }, context) {
    const isDeleted = await removePackage(params.id!, context)
    return isDeleted ? json(200, { isDeleted }) : failure(404, 'package_not_found')
  },
}

async function answerAfter(verdict: Verdict, packageId: string, context: Context): Promise<Response> {
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
