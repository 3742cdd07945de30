/** Finds misspelt settings of this server. A misspelt limit would silently have no effect. */
import { type Environment, fileNameOf, valueOf } from './environment.ts'
import type { Option } from './option.ts'

/** Settings of dumpus-api that do nothing here, with the reason or the alternative. */
const foreignSettings: Record<string, string> = {
  RABBITMQ_URL: 'there is no queue service here, the queue is in the database',
  CELERY_QUEUE: 'there is no queue service here, the queue is in the database',
  CELERY_HOSTNAME: 'there are no workers to name here; WORKERS says how many packages are analyzed at once',
  QUEUE_BACKEND: 'there is one kind of queue here, in the database',
  SQS_QUEUE_URL: 'there is no queue service here, the queue is in the database',
  SECRETS_ARN_MAP: 'give each secret as NAME, or in a file as NAME_FILE',
  DISCORD_SECRET: 'lookups use DISWHO_JWT_SECRET or DISCORD_BOT_TOKEN',
  PACKAGE_DATA_BUCKET: 'set S3_BUCKET, and S3_ENDPOINT and its keys',
  PACKAGE_DATA_PRESIGNED_URL_TTL_SECONDS: 'set BLOB_URL_SECONDS',
}

/** An unknown name with one of these prefixes is reported, because hardly any other program uses them. */
const ownPrefixes = ['DISWHO_', 'DL_ZIP_', 'DOWNLOAD_', 'POSTS_', 'S3_']

/** Settings of other programs whose names differ from one of ours by only a letter or two. */
const othersNames = new Set(['LOGLEVEL'])

/** Variables that Kubernetes, or a link of Docker, sets for a service. They begin with the service's name. */
const serviceVariable =
  /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT(_\d+_(TCP|UDP)(_(ADDR|PORT|PROTO))?)?|ENV_\w+|NAME)$/

/**
 * How many differences from this known name a misspelling may have; none for a short name. A name with more
 * differences probably belongs to another program.
 */
const differencesMax = (name: string) => (name.length >= 12 ? 2 : name.length >= 8 ? 1 : 0)

/**
 * A sentence for each variable that looks like a setting of this server and is not one: a misspelt name, an
 * unknown name with one of our prefixes, NAME_FILE for a setting that is not a secret, or a setting of
 * dumpus-api that does nothing here. All other variables, including those that Kubernetes and Docker set for
 * services, belong to other programs. No value is quoted. Empty variables are ignored.
 */
export function findUnknown(environment: Environment, options: Option<unknown>[]): string[] {
  const known = options.flatMap(({ env, aliases = [], isSecret }) =>
    [env, ...aliases].flatMap((name) => (isSecret ? [name, fileNameOf(name)] : [name])),
  )
  return Object.keys(environment)
    .filter((name) => valueOf(name, environment) !== null && !known.includes(name))
    .map((name) => complaintAbout(name, known))
    .filter((complaint) => complaint !== null)
}

function complaintAbout(name: string, known: string[]): string | null {
  if (othersNames.has(name) || serviceVariable.test(name)) return null
  if (Object.hasOwn(foreignSettings, name)) {
    return `${name} is a setting of dumpus-api and does nothing here: ${foreignSettings[name]}`
  }
  if (name.endsWith('_FILE') && known.includes(name.slice(0, -'_FILE'.length))) {
    return `${name} is not a setting: only secrets are read from files, so set ${name.slice(0, -'_FILE'.length)} itself`
  }
  const meant = known.find((candidate) => isNearMiss(name, candidate))
  if (meant !== undefined) return `${name} is not a setting: is ${meant} meant?`
  const prefix = ownPrefixes.find((candidate) => name.startsWith(candidate))
  if (prefix === undefined) return null
  const group = known.filter((candidate) => candidate.startsWith(prefix))
  return `${name} is not a setting: ${group.length > 0 ? `the settings that begin with ${prefix} are ${group.join(', ')}` : 'see --help'}`
}

function isNearMiss(given: string, known: string): boolean {
  const name = given.toUpperCase()
  const allowed = differencesMax(known)
  if (allowed === 0 || Math.abs(name.length - known.length) > allowed) return false
  return inOrder(name) === inOrder(known) || differences(name, known, allowed) <= allowed
}

/** Sorts the words of a name, since MAX_QUEUE is probably QUEUE_MAX. */
function inOrder(name: string): string {
  return name.split('_').sort().join('_')
}

/**
 * The number of letters to insert, delete, replace, or swap with a neighbour to turn one name into the other
 * (the optimal string alignment distance). It may be Infinity if it exceeds `max`.
 */
function differences(one: string, other: string, max: number): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= one.length; row++) {
    const line = [row]
    for (let column = 1; column <= other.length; column++) {
      const isSame = one[row - 1] === other[column - 1]
      const isSwapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      line[column] = Math.min(
        rows[row - 1]![column]! + 1,
        line[column - 1]! + 1,
        rows[row - 1]![column - 1]! + (isSame ? 0 : 1),
        isSwapped && row > 1 && column > 1 ? rows[row - 2]![column - 2]! + 1 : Infinity,
      )
    }
    rows.push(line)
    if (Math.min(...line) > max) return Infinity
  }
  return rows[one.length]![other.length]!
}
