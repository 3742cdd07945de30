/** The schemas of requests and responses. They validate input and document output. */
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

const code = oneOf(codes, 'Why it failed. `errorDetail` is more precise.')
const detail = oneOf(
  Object.keys(details) as (keyof typeof details)[],
  'A stable word for the exact reason. docs/troubleshooting.md explains each.',
)
const packageId = Type.String({
  pattern: '^[0-9a-f]{32}$',
  description: 'MD5 of the KEY, in lower-case hex.',
  examples: ['5d41402abc4b2a76b9719d911017c592'],
})

/** Path and query parameters, as text. Each route decides how to answer an invalid value. */
export const parameters = {
  id: Type.String({ description: 'Package id: MD5 of the KEY, in lower-case hex.' }),
  blobId: Type.String({ description: 'Part of the address that /blob returned.' }),
  userId: Type.String({ description: 'Discord user id, 15–22 digits.' }),
  guildId: Type.String({ description: 'Discord server id, 15–22 digits.' }),
  expires: Type.String({ description: 'Part of the address that /blob returned.' }),
  signature: Type.String({ description: 'Part of the address that /blob returned.' }),
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
    premiumQueueTotal: count('Premium packages that wait or are in progress.'),
    standardQueueTotal: count('All packages that wait or are in progress.'),
    premiumQueueUser: orNull(count('Like standardQueueUser; null unless the package is premium.')),
    standardQueueUser: count('Packages ahead of this one, including those in progress.'),
    standardWhenJoined: orNull(count('Packages that waited or were in progress when this one joined.')),
    premiumWhenJoined: orNull(
      count('Packages that were premium or in progress when this one joined or was upgraded.'),
    ),
  },
  { additionalProperties: false },
)

export const StatusAnswer = Type.Object(
  {
    isDataAvailable: Type.Boolean({ description: 'The result can be fetched.' }),
    isUpgraded: Type.Boolean({ description: 'Premium packages go first.' }),
    isErrored: Type.Boolean({ description: 'If true, stop polling: the status will not change by itself.' }),
    errorMessageCode: orNull(code),
    errorDetail: orNull(detail),
    isProcessing: Type.Boolean({ description: 'Waiting or in progress.' }),
    processingStep: orNull(oneOf(steps, 'LOCKED means waiting; null for an unknown package or a wrong KEY.')),
    processingQueuePosition: QueuePosition,
    progress: Type.Integer({
      minimum: 0,
      maximum: 100,
      description: 'Percent of the whole job: the first half is the download.',
    }),
    bytesDownloaded: count('Of the archive.'),
    bytesTotal: orNull(count('Size of the archive, if known.')),
  },
  { additionalProperties: false },
)
export type StatusAnswer = Static<typeof StatusAnswer>

export const BlobAnswer = Type.Object(
  {
    url: Type.String({
      pattern: '^https?://',
      description: 'Fetch it without any header. It needs no authorization and is valid for `ttl` seconds.',
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
    status: oneOf(['alive', 'stopping', 'unavailable'], '`alive` comes with 200, the others with 503.'),
    database: oneOf(['up', 'down'], 'Whether the database just responded.'),
    databaseMilliseconds: Type.Number({ minimum: 0, description: 'How long the response took.' }),
    storage: oneOf(
      ['up', 'down'],
      'Whether results can be stored and read: in the database, and in the bucket if there is one.',
    ),
    workers: Type.Object(
      {
        areAlive: Type.Boolean({ description: 'Whether the workers look for packages.' }),
        running: count('Packages in progress in this process.'),
        max: count('The setting WORKERS. At times, one package more is analyzed at the same time.'),
      },
      { additionalProperties: false },
    ),
    version: Type.String({ description: 'Of the program.' }),
    uptimeSeconds: count('Time since the process started.'),
    client: Type.Object(
      {
        address: Type.String({ description: 'Your address, as this server sees it (TRUST_PROXY).' }),
        forwardedFor: count('Number of X-Forwarded-For entries in this request.'),
      },
      { additionalProperties: false },
    ),
    service: Type.String({
      pattern: '^[0-9a-f]{8}$',
      description:
        'Equal for all servers on one database, so it shows whether an address leads to this service.',
    }),
  },
  { additionalProperties: false },
)
export type HealthAnswer = Static<typeof HealthAnswer>

const pictureUrl = Type.String({
  pattern: '^https://[^?]+$',
  description: 'Without a query. Add `?size=…` for another size.',
})

export const UserAnswer = Type.Object(
  {
    user_id: Type.String({ pattern: '^[0-9]{15,22}$' }),
    display_name: orNull(
      Type.String({
        description: 'The displayed name, or the username if there is none; null without a lookup service.',
      }),
    ),
    username: Type.String({
      description: '`App 1234` (with the last four digits of the id) without a lookup service.',
    }),
    avatar_url: orNull(pictureUrl),
  },
  { additionalProperties: false },
)
export type UserAnswer = Static<typeof UserAnswer>

export const GuildAnswer = Type.Object(
  { name: Type.String(), icon_url: pictureUrl, member_count: count('Discord’s approximate count.') },
  { additionalProperties: false },
)
export type GuildAnswer = Static<typeof GuildAnswer>

/** The body of every other failure. */
export const Failure = Type.Object(
  {
    error: Type.String({ pattern: '^[a-z_]+$', description: 'Stable word.', examples: ['not_found'] }),
    errorMessageCode: Type.Optional(code),
  },
  { additionalProperties: false },
)
export type Failure = Static<typeof Failure>
