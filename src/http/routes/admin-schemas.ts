/** The schemas of requests and responses of the routes under /admin. */
import Type, { type Static } from 'typebox'
import { packageStates } from '../../queue/states.ts'

const count = (description: string) => Type.Integer({ minimum: 0, description })
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const time = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$', description })
const state = Type.Enum([...packageStates], { description: 'waiting, running, processed or errored.' })

/** The most packages per page of the list. */
export const pageMax = 200
export const pageDefault = 50

/** Query parameters of the list, as text. */
export const listParameters = {
  state: Type.Optional(state),
  limit: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: pageMax,
      default: pageDefault,
      description: 'Packages per response.',
    }),
  ),
  after: Type.Optional(
    Type.String({
      pattern: '^[0-9a-f]{32}$',
      description: 'The `next` of the previous response. The list continues after it.',
    }),
  ),
}

export const PackageAnswer = Type.Object(
  {
    packageId: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'MD5 of the KEY.' }),
    state,
    step: Type.String({ description: 'The step, as in the status.' }),
    isPremium: Type.Boolean(),
    errorMessageCode: orNull(Type.String()),
    errorDetail: orNull(Type.String({ description: 'docs/troubleshooting.md explains each.' })),
    progress: Type.Integer({ minimum: 0, maximum: 100, description: 'Percent.' }),
    bytesDownloaded: count('Of the archive.'),
    bytesTotal: orNull(count('Size of the archive, if known.')),
    resultBytes: orNull(count('Size of the encrypted result.')),
    attempts: count('Starts that were not handed back.'),
    createdAt: time('When it was first submitted.'),
    queuedAt: time('When it joined its current or last queue.'),
    upgradedAt: orNull(time('When it was upgraded.')),
    startedAt: orNull(time('When its first job started.')),
    finishedAt: orNull(time('When it was processed or errored.')),
  },
  { additionalProperties: false },
)

export const ListAnswer = Type.Object(
  {
    packages: Type.Array(PackageAnswer, { description: 'The newest first.' }),
    next: orNull(Type.String({ description: 'The value for `after`; if null, there are no more packages.' })),
  },
  { additionalProperties: false },
)
export type ListAnswer = Static<typeof ListAnswer>

export const StatsAnswer = Type.Object(
  {
    waiting: count('Packages that wait.'),
    waitingPremium: count('Premium packages among them.'),
    running: count('Packages in progress, on all nodes.'),
    processed: count('Ready, with a result.'),
    errored: count('Failed.'),
    errors: Type.Record(Type.String(), count('How many.'), { description: 'By detail.' }),
    legacy: count('Imported from dumpus-api and not yet fetched.'),
    longestWaitSeconds: orNull(count('Longest wait of a waiting package; null if none waits.')),
    resultBytes: count('All encrypted results.'),
    databaseBytes: count('Size of the whole database.'),
  },
  { additionalProperties: false },
)
