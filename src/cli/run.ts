/** Chooses the command, and turns everything that can go wrong before or inside it into a sentence and an exit code. */
import { parseArgs } from 'node:util'
import { ConfigError, loadConfig } from '../config.ts'
import { PackageError, details } from '../errors.ts'
import { safeError } from '../logger.ts'
import { type AnalyzeArguments, analyze } from './analyze.ts'
import { healthcheck } from './healthcheck.ts'
import { helpText } from './help.ts'
import { migrateDatabase } from './migrate.ts'
import { reportFormats } from './report.ts'
import { type Threads, serve } from './serve.ts'
import { version } from './version.ts'

/** Wrong usage; the message says what is right. */
class UsageError extends Error {
  override readonly name = 'UsageError'
}

const exitCode = { success: 0, failure: 1, usage: 2 }

/** Runs a command line to its end and gives the exit code: 0, 1 for a failure, 2 for wrong usage or settings. */
export async function run(
  args: string[],
  environment: Record<string, string | undefined>,
  threads: Threads,
): Promise<number> {
  try {
    const { values, positionals } = parse(args)
    if (values.help) return print(helpText())
    if (values.version) return print(`dumpus-server ${version}`)
    const [command = 'serve', ...rest] = positionals
    const config = loadConfig(environment)
    if (command === 'analyze') {
      await analyze(analyzeArguments(rest, values), config, threads.createAnalysisThread)
      return exitCode.success
    }
    exactly(rest, [])
    if (command === 'serve') return await serve(config, threads)
    if (command === 'migrate') return await migrateDatabase(config)
    if (command === 'healthcheck') return await healthcheck(config)
    throw new UsageError(`there is no command "${command}"`)
  } catch (error) {
    return explain(error)
  }
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
        output: { type: 'string', short: 'o' },
        'package-id': { type: 'string' },
        report: { type: 'boolean' },
        format: { type: 'string' },
      },
    })
  } catch (error) {
    throw new UsageError((error as Error).message)
  }
}

function analyzeArguments(rest: string[], values: ReturnType<typeof parse>['values']): AnalyzeArguments {
  const [archive] = exactly(rest, ['ZIP'])
  const { output = null, 'package-id': packageId = '0'.repeat(32) } = values
  const wantsReport = values.report === true || values.format !== undefined
  const format = reportFormats.find((format) => format === (values.format ?? 'text'))
  if (!format) throw new UsageError(`--format must be one of: ${reportFormats.join(', ')}`)
  if (output === null && !wantsReport) throw new UsageError('analyze needs -o OUT.sqlite or --report')
  if (!/^[0-9a-f]{32}$/.test(packageId)) throw new UsageError('--package-id must be 32 lower-case hex digits')
  return { archive: archive!, output, packageId, report: wantsReport ? format : null }
}

function exactly(given: string[], names: string[]): string[] {
  if (given.length === names.length) return given
  throw new UsageError(names.length === 0 ? `unexpected "${given[0]}"` : `expected ${names.join(' ')}`)
}

function print(text: string): number {
  process.stdout.write(`${text}\n`)
  return exitCode.success
}

function explain(error: unknown): number {
  if (error instanceof UsageError)
    return complain(`${error.message}\nTry: dumpus-server --help`, exitCode.usage)
  if (error instanceof ConfigError) return complain(error.message, exitCode.usage)
  if (error instanceof PackageError) {
    return complain(`${error.code}: ${details[error.detail].sentence} (${error.detail})`, exitCode.failure)
  }
  return complain(`something went wrong: ${JSON.stringify(safeError(error))}`, exitCode.failure)
}

function complain(text: string, code: number): number {
  process.stderr.write(`${text}\n`)
  return code
}
