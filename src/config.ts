/** Every setting of the server in one table: name, default, reason. The only place that knows the environment's names. */
import { availableParallelism } from 'node:os'
import { resolve } from 'node:path'
import { bytes, flag, integer, oneOf, origins, postgresUrl, publicUrl, text } from './setting-types.ts'

/** A setting that cannot be used. The message names it and never quotes its value: it may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

interface Option<T> {
  env: string
  /** Older or reference names with the same meaning. */
  aliases?: string[]
  default: T
  parse: (text: string) => T
  help: string
}

const KiB = 1024
const MiB = 1024 * KiB
const GiB = 1024 * MiB

const options = {
  port: option('PORT', 5000, integer(0, 65_535), 'TCP port to listen on; 0 takes a free one'),
  host: option('HOST', '0.0.0.0', text, 'Address to listen on'),
  dataDir: option(
    'DATA_DIR',
    './data',
    text,
    'Folder of the embedded database and of encrypted temporary files',
  ),
  databaseUrl: option<string | null>(
    'DATABASE_URL',
    null,
    postgresUrl,
    'PostgreSQL 14 or newer; unset: the embedded PostgreSQL',
    ['POSTGRES_URL'],
  ),
  spoolDir: option('DL_ZIP_TMP_PATH', '', text, 'Folder for encrypted downloads; unset: DATA_DIR/spool'),
  allowedOrigins: option(
    'DL_ZIP_WHITELISTED_DOMAINS',
    ['https://discord.click'],
    origins,
    'Extra origins that links may point to besides click.discord.com, comma-separated, compared exactly',
  ),
  publicUrl: option<string | null>(
    'PUBLIC_URL',
    null,
    publicUrl,
    'Address under which browsers reach this server; unset: taken from each request',
  ),
  trustProxy: option(
    'TRUST_PROXY',
    false,
    flag,
    'Take the client address from X-Forwarded-For (only behind your own proxy)',
  ),
  workers: option(
    'WORKERS',
    Math.max(1, Math.floor(availableParallelism() / 2)),
    integer(1, 64),
    'Packages analysed at the same time; default: half of the cores, each job keeps two busy',
  ),
  logLevel: option(
    'LOG_LEVEL',
    'info',
    oneOf('debug', 'info', 'warn', 'error', 'silent'),
    'debug, info, warn, error or silent',
  ),

  postsPerMinute: option(
    'POSTS_PER_MINUTE',
    10,
    integer(1, 1_000_000),
    'Links accepted per address and minute',
  ),
  postsBurst: option('POSTS_BURST', 20, integer(1, 1_000_000), 'Links accepted at once from one address'),
  postBodyBytesMax: option('POST_BODY_BYTES_MAX', 16 * KiB, bytes, 'Request body; a link is under 5 KB'),
  queueMax: option('QUEUE_MAX', 10_000, integer(1, 10_000_000), 'Packages waiting at the same time'),
  blobUrlSeconds: option(
    'BLOB_URL_SECONDS',
    300,
    integer(10, 86_400),
    'How long a signed download address works',
  ),

  leaseSeconds: option(
    'LEASE_SECONDS',
    15,
    integer(3, 3600),
    'A job whose worker was silent this long is taken over',
  ),
  heartbeatSeconds: option('HEARTBEAT_SECONDS', 3, integer(1, 600), 'How often a worker renews its lease'),
  attemptsMax: option('ATTEMPTS_MAX', 5, integer(1, 100), 'Crashes of one package until it is given up'),
  shutdownSeconds: option(
    'SHUTDOWN_SECONDS',
    25,
    integer(0, 3600),
    'Time to finish requests and hand jobs back on SIGTERM',
  ),
  jobSecondsMax: option('JOB_SECONDS_MAX', 3 * 3600, integer(1, 86_400), 'One job, download and analysis'),
  keyHoldSeconds: option(
    'KEY_HOLD_SECONDS',
    86_400,
    integer(60, 604_800),
    'How long the key of a waiting package is kept in memory without its owner asking',
  ),
  resultDays: option('RESULT_DAYS', 90, integer(1, 36_500), 'Results are deleted after this many days'),
  errorDays: option(
    'ERROR_DAYS',
    7,
    integer(1, 36_500),
    'Failed packages are forgotten after this many days',
  ),

  redirectsMax: option('REDIRECTS_MAX', 5, integer(0, 20), 'Redirects from the link to the archive'),
  downloadHeadersSeconds: option(
    'DOWNLOAD_HEADERS_SECONDS',
    30,
    integer(1, 3600),
    'Wait for the first byte of an answer',
  ),
  downloadIdleSeconds: option('DOWNLOAD_IDLE_SECONDS', 30, integer(1, 3600), 'Wait for the next bytes'),
  downloadBytesPerSecondMin: option(
    'DOWNLOAD_BYTES_PER_SECOND_MIN',
    64 * KiB,
    bytes,
    'Slowest accepted rate, averaged over DOWNLOAD_RATE_SECONDS',
  ),
  downloadRateSeconds: option('DOWNLOAD_RATE_SECONDS', 60, integer(1, 3600), 'Window of that average'),
  downloadTriesMax: option(
    'DOWNLOAD_TRIES_MAX',
    5,
    integer(1, 100),
    'Tries in a row that bring less than 1 MiB, before a download has failed',
  ),
  downloadPauseMilliseconds: option(
    'DOWNLOAD_PAUSE_MILLISECONDS',
    500,
    integer(1, 60_000),
    'Pause after the first failed try; it doubles with each, up to 10 s',
  ),
  downloadSecondsMax: option('DOWNLOAD_SECONDS_MAX', 7200, integer(1, 86_400), 'Whole download'),

  archiveBytesMax: option(
    'ARCHIVE_BYTES_MAX',
    8 * GiB,
    bytes,
    'Zip archive; the largest known are about 2 GB',
  ),
  entriesMax: option(
    'ENTRIES_MAX',
    500_000,
    integer(1, 10_000_000),
    'Entries of the archive; the most known are 27,000',
  ),
  directoryBytesMax: option('DIRECTORY_BYTES_MAX', 128 * MiB, bytes, 'Central directory of the archive'),
  activityBytesMax: option('ACTIVITY_BYTES_MAX', 64 * GiB, bytes, 'One activity file, inflated'),
  messagesBytesMax: option(
    'MESSAGES_BYTES_MAX',
    2 * GiB,
    bytes,
    'One messages file, inflated (it is streamed)',
  ),
  jsonBytesMax: option(
    'JSON_BYTES_MAX',
    64 * MiB,
    bytes,
    'Any other JSON file, inflated (it is held in memory)',
  ),
  inflatedBytesMax: option(
    'INFLATED_BYTES_MAX',
    128 * GiB,
    bytes,
    'All that is read of one archive, inflated',
  ),
  ratioMax: option(
    'RATIO_MAX',
    100,
    integer(2, 1100),
    'Inflated to compressed size of an entry, once past 64 MiB; real ones are about 10',
  ),
  lineBytesMax: option(
    'LINE_BYTES_MAX',
    8 * MiB,
    bytes,
    'One line of an activity file; longer ones are skipped',
  ),
  jsonDepthMax: option(
    'JSON_DEPTH_MAX',
    64,
    integer(4, 10_000),
    'Nesting of JSON; deeper records are skipped',
  ),
  analysisSecondsMax: option('ANALYSIS_SECONDS_MAX', 3600, integer(1, 86_400), 'Analysis of one package'),
  jobMemoryBytesMax: option(
    'JOB_MEMORY_BYTES_MAX',
    2 * GiB,
    bytes,
    'Budget of what one analysis holds in memory',
  ),
  resultBytesMax: option('RESULT_BYTES_MAX', 512 * MiB, bytes, 'Resulting database'),
}

type Options = typeof options

/** The settings of one server; see the table above for units and reasons. */
export type Config = Readonly<{ [Name in keyof Options]: Options[Name]['default'] }>

const analysisLimitNames = [
  'archiveBytesMax',
  'entriesMax',
  'directoryBytesMax',
  'activityBytesMax',
  'messagesBytesMax',
  'jsonBytesMax',
  'inflatedBytesMax',
  'ratioMax',
  'lineBytesMax',
  'jsonDepthMax',
  'jobMemoryBytesMax',
  'resultBytesMax',
] as const

/** The limits that the analysis needs; plain numbers, so that they can be sent to its thread. */
export type AnalysisLimits = Pick<Config, (typeof analysisLimitNames)[number]>

/**
 * Reads the settings from an environment. Empty values count as unset.
 * Throws ConfigError naming the first malformed setting.
 */
export function loadConfig(environment: Record<string, string | undefined>): Config {
  const config: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(options) as [string, Option<unknown>][]) {
    const given = [option.env, ...(option.aliases ?? [])].find((env) => environment[env]?.trim())
    config[name] = given === undefined ? option.default : parseAs(option, given, environment[given]!)
  }
  if ((config.heartbeatSeconds as number) * 2 > (config.leaseSeconds as number)) {
    throw new ConfigError('HEARTBEAT_SECONDS must be at most half of LEASE_SECONDS')
  }
  config.dataDir = resolve(config.dataDir as string)
  config.spoolDir = resolve((config.spoolDir as string) || `${config.dataDir}/spool`)
  return Object.freeze(config) as Config
}

/** The limits of a configuration that the analysis needs, as a plain object. */
export function analysisLimitsOf(config: Config): AnalysisLimits {
  return Object.fromEntries(analysisLimitNames.map((name) => [name, config[name]])) as AnalysisLimits
}

/** The settings for people: one row each, in the table's order. `--help` and the README print it. */
export function describeOptions(): { env: string; default: string; help: string }[] {
  return (Object.values(options) as Option<unknown>[]).map(({ env, default: value, help }) => ({
    env,
    default: value === null ? '' : String(value),
    help,
  }))
}

function option<T>(
  env: string,
  value: T,
  parse: (text: string) => T,
  help: string,
  aliases?: string[],
): Option<T> {
  return { env, default: value, parse, help, ...(aliases && { aliases }) }
}

function parseAs(option: Option<unknown>, env: string, given: string): unknown {
  try {
    return option.parse(given.trim())
  } catch (error) {
    throw new ConfigError(`${env} ${error instanceof Error ? error.message : 'is malformed'}`)
  }
}
