/** The schemas of requests and responses: they validate input and document output. */
import Type, { type Static } from 'typebox'
import { steps } from '../db/schema.ts'
import { details, type PublicCode } from '../errors.ts'

const codes = [
  'INVALID_LINK',
  'EXPIRED_LINK',
  'MISSING_USER_DATA',
  'UNKNOWN_ERROR',
  'UNKNOWN_PACKAGE_ID',
  'UNAUTHORIZED',
] as const satisfies PublicCode[]

const oneOf = <const Values extends readonly string[]>(values: Values, description: string) =>
  Type.Enum([...values] as unknown as Values, { description })
const count = (description: string) => Type.Integer({ minimum: 0, description })
const orNull = <Schema extends Type.TSchema>(schema: Schema) => Type.Union([schema, Type.Null()])

const code = oneOf(codes, 'Final for the package. The details are finer.')
const detail = oneOf(
  Object.keys(details) as (keyof typeof details)[],
  'Stable word for the exact reason. docs/troubleshooting.md explains each.',
)
const packageId = Type.String({
  pattern: '^[0-9a-f]{32}$',
  description: 'MD5 of the KEY, in lower-case hex.',
  examples: ['5d41402abc4b2a76b9719d911017c592'],
})

/** Path and query parameters, as text. Each route decides how to answer an invalid one. */
export const parameters = {
  id: Type.String({ description: 'Package id: MD5 of the KEY, in lower-case hex.' }),
  blobId: Type.String({ description: 'Part of the address that /blob gave.' }),
  userId: Type.String({ description: 'Discord user id, 15–22 digits.' }),
  guildId: Type.String({ description: 'Discord server id, 15–22 digits.' }),
  expires: Type.String({ description: 'Part of the address that /blob gave.' }),
  signature: Type.String({ description: 'Part of the address that /blob gave.' }),
}

export const ProcessRequest = Type.Object(
  {
    package_link: Type.String({
      description:
        'The link of the download button in Discord’s email: `https://click.discord.com/ls/click?upn=KEY`.',
    }),
  },
  { description: 'Other properties are ignored.' },
)

export const ProcessAnswer = Type.Object(
  {
    isAccepted: Type.Boolean(),
    packageId: orNull(packageId),
    errorMessageCode: orNull(code),
    errorDetail: orNull(detail),
  },
  { additionalProperties: false },
)
export type ProcessAnswer = Static<typeof ProcessAnswer>

const QueuePosition = Type.Object(
  {
    premiumQueueTotal: count('Premium packages that wait or are worked on.'),
    standardQueueTotal: count('All packages that wait or are worked on.'),
    premiumQueueUser: orNull(count('As standardQueueUser; null unless it is premium.')),
    standardQueueUser: count('Packages that are worked on, or will be before this one.'),
    standardWhenJoined: orNull(count('Packages that waited when this one joined.')),
    premiumWhenJoined: orNull(count('Premium packages that waited when this one joined.')),
  },
  { additionalProperties: false },
)

export const StatusAnswer = Type.Object(
  {
    isDataAvailable: Type.Boolean({ description: 'The result can be fetched.' }),
    isUpgraded: Type.Boolean({ description: 'Premium: taken before others.' }),
    isErrored: Type.Boolean({ description: 'Stop asking: it will not change by itself.' }),
    errorMessageCode: orNull(code),
    errorDetail: orNull(detail),
    isProcessing: Type.Boolean({ description: 'Waiting or being worked on.' }),
    processingStep: orNull(oneOf(steps, 'LOCKED is waiting; null when the package is not known.')),
    processingQueuePosition: QueuePosition,
    progress: Type.Integer({
      minimum: 0,
      maximum: 100,
      description: 'Percent of the whole job: the first half is the download.',
    }),
    bytesDownloaded: count('Of the archive.'),
    bytesTotal: orNull(count('Of the archive, when its size is known.')),
  },
  { additionalProperties: false },
)
export type StatusAnswer = Static<typeof StatusAnswer>

export const BlobAnswer = Type.Object(
  {
    url: Type.String({
      pattern: '^https?://',
      description: 'Fetch it without any header. It needs no authorization and works for `ttl` seconds.',
    }),
    iv: orNull(
      Type.String({
        pattern: '^[0-9a-f]{32}$',
        description: 'AES-CBC initialisation vector, hex; null: not encrypted.',
      }),
    ),
    ttl: count('Seconds.'),
  },
  { additionalProperties: false },
)

export const DeleteAnswer = Type.Object(
  { isDeleted: Type.Boolean(), errorMessageCode: orNull(code) },
  { additionalProperties: false },
)
export type DeleteAnswer = Static<typeof DeleteAnswer>

export const UploadAnswer = Type.Object({ isStored: Type.Literal(true) }, { additionalProperties: false })
export type UploadAnswer = Static<typeof UploadAnswer>

export const HealthAnswer = Type.Object(
  {
    status: oneOf(['alive', 'stopping', 'unavailable'], 'alive with 200; the others with 503.'),
    database: oneOf(['up', 'down'], 'Whether the database answered just now.'),
    databaseMilliseconds: Type.Number({ minimum: 0, description: 'How long it took to answer.' }),
    storage: oneOf(
      ['up', 'down'],
      'Whether results can be stored and read: database, and bucket if there is one.',
    ),
    workers: Type.Object(
      {
        areAlive: Type.Boolean({ description: 'They look for work.' }),
        running: count('Packages at work in this process.'),
        max: count('As many at the same time.'),
      },
      { additionalProperties: false },
    ),
    version: Type.String({ description: 'Of the program.' }),
    uptimeSeconds: count('Since the process was started.'),
    client: Type.Object(
      {
        address: Type.String({ description: 'Yours, as this server sees it (TRUST_PROXY).' }),
        forwardedFor: count('Entries of X-Forwarded-For that came with this request.'),
      },
      { additionalProperties: false },
    ),
    service: Type.String({
      pattern: '^[0-9a-f]{8}$',
      description:
        'The same for all servers on one database, so that one can see which of them an address leads to.',
    }),
  },
  { additionalProperties: false },
)
export type HealthAnswer = Static<typeof HealthAnswer>

const pictureUrl = Type.String({
  pattern: '^https://[^?]+$',
  description: 'Without a query: add `?size=…` as you like.',
})

export const UserAnswer = Type.Object(
  {
    user_id: Type.String({ pattern: '^[0-9]{15,22}$' }),
    display_name: orNull(
      Type.String({
        description:
          'The name that people see, or the username when there is no other; null: nobody can be asked.',
      }),
    ),
    username: Type.String({
      description: '`App 1234` (the last four digits of the id) when nobody can be asked.',
    }),
    avatar_url: orNull(pictureUrl),
  },
  { additionalProperties: false },
)
export type UserAnswer = Static<typeof UserAnswer>

export const GuildAnswer = Type.Object(
  { name: Type.String(), icon_url: pictureUrl, member_count: count('Roughly, as Discord counts them.') },
  { additionalProperties: false },
)
export type GuildAnswer = Static<typeof GuildAnswer>

/** Every other failure. */
export const Failure = Type.Object(
  {
    error: Type.String({ pattern: '^[a-z_]+$', description: 'Stable word.', examples: ['not_found'] }),
    errorMessageCode: Type.Optional(code),
  },
  { additionalProperties: false },
)
export type Failure = Static<typeof Failure>
