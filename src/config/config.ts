/** Reads every setting of the server from the environment at once. It combines the tables of this folder. */
import { type AnalysisLimits, analysisLimitNames } from './analysis-limits.ts'
import { resolve } from 'node:path'
import { adminOptions } from './admin.ts'
import { analysisOptions } from './analysis.ts'
import { downloadsOptions } from './downloads.ts'
import { type Environment, givenText, valueOf } from './environment.ts'
import { jobsOptions } from './jobs.ts'
import { lookupContradictions, lookupsOptions } from './lookups.ts'
import { metricsOptions } from './metrics.ts'
import { notificationsOptions } from './notifications.ts'
import { type Option, sizeText } from './option.ts'
import { requestsOptions } from './requests.ts'
import { serverOptions } from './server.ts'
import { storageContradictions, storageOptions } from './storage.ts'
import { findUnknown } from './unknown-settings.ts'

/**
 * Thrown for unusable settings. The message has one line for each, which names the setting and never quotes
 * the value, because that may be a secret.
 */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const options = {
  ...serverOptions,
  ...adminOptions,
  ...metricsOptions,
  ...requestsOptions,
  ...jobsOptions,
  ...downloadsOptions,
  ...analysisOptions,
  ...storageOptions,
  ...lookupsOptions,
  ...notificationsOptions,
}

type Options = typeof options

/** The settings of a server. The tables of this folder describe each of them. */
export type Config = Readonly<{ [Name in keyof Options]: Options[Name]['default'] }> & {
  /**
   * True when DATA_DIR is not set. A server that root started may then keep its data elsewhere (db/embedded).
   */
  readonly isDataDirDefault: boolean
  /** JOURNAL_STREAM of systemd: device and inode of the stream to the journal; null if unset. */
  readonly journalStream: string | null
  /** The environment variables that are set and name a proxy. This server ignores them (main.ts). */
  readonly ignoredProxies: readonly string[]
}

const proxyVariables = ['http_proxy', 'https_proxy', 'all_proxy'].flatMap((name) => [
  name,
  name.toUpperCase(),
])

/**
 * Reads the settings from an environment, and secrets also from files that it names. Empty values count as
 * unset. Throws a ConfigError with all problems: malformed values, contradictions, and unknown names that
 * look like settings.
 */
export function loadConfig(environment: Environment): Config {
  const problems: string[] = []
  const config: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(options) as [string, Option<unknown>][]) {
    try {
      const given = givenText(option, environment)
      config[name] = given === null ? option.default : parseAs(option, given.env, given.text)
    } catch (error) {
      problems.push((error as Error).message)
    }
  }
  problems.push(
    ...contradictions(config as Partial<Config>),
    ...storageContradictions(config as Partial<Config>),
    ...lookupContradictions(config as Partial<Config>),
    ...findUnknown(environment, Object.values(options)),
  )
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  config.isDataDirDefault = givenText(options.dataDir, environment) === null
  config.ignoredProxies = proxyVariables.filter((name) => environment[name])
  config.journalStream = valueOf('JOURNAL_STREAM', environment)
  config.dataDir = resolve(config.dataDir as string)
  config.spoolDir = resolve((config.spoolDir as string) || `${config.dataDir}/spool`)
  return Object.freeze(config) as Config
}

/** Settings that contradict each other, in sentences. The argument does not contain malformed settings. */
function contradictions(given: Partial<Config>): string[] {
  const { heartbeatSeconds, leaseSeconds, spoolBytesMax, archiveBytesMax } = given
  const isTooSlow = heartbeatSeconds! * 2 > leaseSeconds!
  const isTooSmall = spoolBytesMax! < archiveBytesMax!
  return [
    ...(isTooSlow ? ['HEARTBEAT_SECONDS must be at most half of LEASE_SECONDS'] : []),
    ...(isTooSmall ? ['SPOOL_BYTES_MAX must be at least ARCHIVE_BYTES_MAX'] : []),
  ]
}

/** The limits of a configuration that the analysis needs, as a plain object. */
export function analysisLimitsOf(config: Config): AnalysisLimits {
  return Object.fromEntries(analysisLimitNames.map((name) => [name, config[name]])) as AnalysisLimits
}

/** Descriptions of the settings in the order of the tables. `--help` and docs/configuration.md print them. */
export function describeOptions(): { env: string; isSecret: boolean; default: string; help: string }[] {
  return (Object.values(options) as Option<unknown>[]).map(
    ({ env, isSecret = false, default: value, defaultText, help }) => ({
      env,
      isSecret,
      default: defaultText ?? defaultOf(env, value),
      help,
    }),
  )
}

function defaultOf(env: string, value: unknown): string {
  if (value === null) return ''
  return typeof value === 'number' && env.includes('BYTES') ? sizeText(value) : String(value)
}

function parseAs(option: Option<unknown>, env: string, given: string): unknown {
  try {
    return option.parse(given.trim())
  } catch (error) {
    throw new Error(`${env} ${error instanceof Error ? error.message : 'is malformed'}`)
  }
}
