/** Every setting of the server, read from the environment at once: the tables of this folder together. */
import { resolve } from 'node:path'
import { analysisOptions } from './analysis.ts'
import { downloadsOptions } from './downloads.ts'
import { jobsOptions } from './jobs.ts'
import type { Option } from './option.ts'
import { requestsOptions } from './requests.ts'
import { serverOptions } from './server.ts'

/** A setting that cannot be used. The message names it and never quotes its value: it may be a secret. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const options = {
  ...serverOptions,
  ...requestsOptions,
  ...jobsOptions,
  ...downloadsOptions,
  ...analysisOptions,
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

function parseAs(option: Option<unknown>, env: string, given: string): unknown {
  try {
    return option.parse(given.trim())
  } catch (error) {
    throw new ConfigError(`${env} ${error instanceof Error ? error.message : 'is malformed'}`)
  }
}
