/** The schemas of requests and responses of the routes under /admin. */
import Type, { type Static } from 'typebox'
import { packageStates } from '../../queue/states.ts'

const count = (description: string) => Type.Integer({ minimum: 0, description })
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])
const time = (description: string) =>
  Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ$', description })
const state = Type.Enum([...packageStates], { description: 'waiting, running, processed or errored.' })

/** A page of the list has at most this many packages. */
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
      description: 'Packages of one answer.',
    }),
  ),
  after: Type.Optional(
    Type.String({ pattern: '^[0-9a-f]{32}$', description: '`next` of the answer before: where to go on.' }),
  ),
}

export const PackageAnswer = Type.Object(
  {
    packageId: Type.String({ pattern: '^[0-9a-f]{32}$', description: 'MD5 of the KEY.' }),
    state,
    step: Type.String({ description: 'As the status tells it.' }),
    isPremium: Type.Boolean(),
    errorMessageCode: orNull(Type.String()),
    errorDetail: orNull(Type.String({ description: 'docs/troubleshooting.md explains each.' })),
    progress: Type.Integer({ minimum: 0, maximum: 100, description: 'Percent.' }),
    bytesDownloaded: count('Of the archive.'),
    bytesTotal: orNull(count('Of the archive, when its size is known.')),
    resultBytes: orNull(count('Of the encrypted result.')),
    attempts: count('Starts that were neither finished nor handed back.'),
    createdAt: time('First handed in.'),
    queuedAt: time('Joined the queue in which it stands, or stood.'),
    upgradedAt: orNull(time('Upgraded.')),
    startedAt: orNull(time('First worked on.')),
    finishedAt: orNull(time('Processed or errored.')),
  },
  { additionalProperties: false },
)

export const ListAnswer = Type.Object(
  {
    packages: Type.Array(PackageAnswer, { description: 'The newest first.' }),
    next: orNull(Type.String({ description: 'For `after`; null: there are no more.' })),
  },
  { additionalProperties: false },
)
export type ListAnswer = Static<typeof ListAnswer>

export const StatsAnswer = Type.Object(
  {
    waiting: count('Packages in the queue.'),
    waitingPremium: count('Those of them that are premium.'),
    running: count('Being worked on, on all nodes.'),
    processed: count('Ready, with a result.'),
    errored: count('Failed.'),
    errors: Type.Record(Type.String(), count('How many.'), { description: 'By detail.' }),
    legacy: count('Taken over from dumpus-api and not yet asked for.'),
    longestWaitSeconds: orNull(count('Of those that wait; null: nobody does.')),
    resultBytes: count('All encrypted results.'),
    databaseBytes: count('The database as a whole.'),
  },
  { additionalProperties: false },
)
