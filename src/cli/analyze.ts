/** The command `analyze`: turns a package on this machine into SQLite, without a server or a database. */
import { statSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Config, ConfigError, analysisLimitsOf } from '../config/config.ts'
import { listFolder } from '../data-package/archive/folder.ts'
import type { SourceTicket } from '../data-package/archive/source-ticket.ts'
import { PackageError } from '../errors.ts'
import { analyzeInThread } from '../worker/run-analysis.ts'
import { differenceOf } from './difference.ts'
import { fileError, requireReadable } from './file-errors.ts'
import { type Command, type Given, UsageError } from './command.ts'
import { type NamedResult, mergePackages, requireOneOwner } from './merge-packages.ts'
import { prepareOutput, standardOutput } from './output-file.ts'
import { isZone, machineZone } from './local-time.ts'
import { type ProgressBar, createProgressBar } from './progress-bar.ts'
import { viewUntilStopped } from './view.ts'
import { type ReportFormat, reportFormats, reportOn } from './report.ts'

export const analyzeCommand: Command = {
  usage: [
    ['analyze ZIP -o OUT.sqlite', 'Analyze a package on this machine: no server, no database, no network.'],
    ['analyze FOLDER -o OUT.sqlite', 'The same for a package that was unzipped into a folder.'],
    ['analyze A.zip B.zip -o OUT.sqlite', 'Merge several packages of one person into one result.'],
    ['analyze ZIP --report', 'Print the main numbers: totals, top fives, what is missing.'],
    ['analyze --diff A.zip B.zip', 'List what only the older of two packages contains.'],
  ],
  arguments: ['ZIP ...'],
  options: {
    output: {
      type: 'string',
      short: 'o',
      form: '-o, --output FILE',
      help: 'The SQLite database to write; - is standard output.',
    },
    report: {
      type: 'boolean',
      form: '--report',
      help: 'Print a summary of the result; -o is then optional.',
    },
    diff: {
      type: 'boolean',
      form: '--diff',
      help: 'Print what only the older of two packages contains; writes no file.',
    },
    format: {
      type: 'string',
      form: '--format text|json',
      help: 'Format of the summary or difference: for people or for programs.',
    },
    zone: {
      type: 'string',
      form: '--zone NAME',
      help: 'Time zone of the summary, like Europe/Berlin (this machine’s). The database is always in UTC.',
    },
    open: {
      type: 'boolean',
      form: '--open',
      help: 'Serve the result and print an address to open, like `view`; -o is then optional.',
    },
    force: {
      type: 'boolean',
      form: '--force',
      help: 'Replace FILE even if it is not an older result.',
    },
    'same-owner': {
      type: 'boolean',
      form: '--same-owner',
      help: "Also merge packages that do not name their owner: you know that all are one person's.",
    },
    'package-id': {
      type: 'string',
      form: '--package-id HEX',
      help: 'The package id to store in the result: 32 hex digits (zeros).',
    },
  },
  examples: [
    ['dumpus-server analyze package.zip -o stats.sqlite', 'The database, to query with SQL.'],
    ['dumpus-server analyze package/ --report', 'A package that the browser unzipped automatically.'],
    ['dumpus-server analyze 2023.zip 2026.zip -o all.sqlite', 'Everything that either of them contains.'],
    ['dumpus-server analyze --diff 2023.zip 2026.zip', 'What the newer package has lost.'],
    ['dumpus-server analyze package.zip --open', 'Serve charts of the result to a browser.'],
    ['dumpus-server analyze package.zip --report', 'Only print the main numbers.'],
    ['dumpus-server analyze package.zip --report --zone Asia/Tokyo', 'Hours and days in Tokyo time.'],
    ['dumpus-server analyze package.zip --format json | jq .totals', 'The numbers for programs.'],
    ['dumpus-server analyze package.zip -o - | gzip > stats.sqlite.gz', 'To standard output.'],
  ],
  async run(given, config, threads) {
    await analyze(argumentsOf(given), config, threads.createAnalysisThread)
    return 0
  },
}

interface AnalyzeArguments {
  archives: string[]
  /** The file for the database. Null writes none. */
  output: string | null
  /** Whether a file that is not an older result may be replaced, too. */
  force: boolean
  packageId: string
  /** Whether packages without an owner belong to the same person. */
  isSameOwner: boolean
  /** Whether to serve the page with the result afterwards. */
  isOpened: boolean
  /** What is printed to standard output. */
  printed: 'report' | 'difference' | null
  format: ReportFormat
  /** Time zone of the report. */
  zone: string
}

/**
 * Writes the result in one step: a failure leaves no file behind and does not change an older result. Prints
 * the report or the difference, and serves the page, as requested. Throws ConfigError for files that cannot
 * be opened, and PackageError for bad packages.
 */
async function analyze(given: AnalyzeArguments, config: Config, createThread: () => Worker): Promise<void> {
  const { archives, output, force, isSameOwner, printed, format, zone, isOpened } = given
  const tickets = archives.map((archive) => ticketOf(archive, config))
  const file =
    output === null
      ? null
      : prepareOutput(output, { inputs: archives, ownTables: ['activity', 'package_data'], force })
  const bar = createProgressBar(process.stderr)
  try {
    const results = await resultsOf(tickets, given, { config, createThread, bar })
    requireOneOwner(results, isSameOwner)
    if (printed === 'difference') {
      bar.finish('analyzed')
      process.stdout.write(differenceOf(results, format))
      return
    }
    const bytes = mergePackages(results)
    file?.write(bytes)
    bar.finish(output === null || output === standardOutput ? 'analyzed' : `wrote ${output}`)
    if (printed === 'report') process.stdout.write(reportOn(bytes, format, zone))
    if (isOpened) await viewUntilStopped(bytes)
  } finally {
    bar.clear()
    file?.discard()
  }
}

/** Analyzes one package after the other. Each analysis already keeps two cores busy. */
async function resultsOf(
  tickets: readonly SourceTicket[],
  { archives, packageId }: AnalyzeArguments,
  { config, createThread, bar }: { config: Config; createThread: () => Worker; bar: ProgressBar },
): Promise<NamedResult[]> {
  const results: NamedResult[] = []
  for (const [number, ticket] of tickets.entries()) {
    if (tickets.length > 1) bar.note(`package ${number + 1} of ${tickets.length}: ${archives[number]}`)
    const { gzip } = await analyzeInThread(createThread, ticket, {
      packageId,
      limits: analysisLimitsOf(config),
      signal: new AbortController().signal,
      onProgress: bar.show,
      // A PackageError explains itself. Any other failure is printed, because there is no log.
      onFailure: (cause) => cause.error !== 'PackageError' && bar.note(JSON.stringify(cause)),
    })
    results.push({ name: archives[number]!, sqlite: gunzipSync(gzip) })
  }
  return results
}

function argumentsOf({ arguments: archives, options }: Given): AnalyzeArguments {
  const { output = null, 'package-id': packageId = '0'.repeat(32) } = options as Record<string, string>
  const isDifference = options.diff === true
  const wantsReport = options.report === true || (options.format !== undefined && !isDifference)
  const format = reportFormats.find((format) => format === (options.format ?? 'text'))
  if (!format) throw new UsageError(`--format must be one of: ${reportFormats.join(', ')}`)
  const zone = (options.zone as string | undefined) ?? machineZone()
  if (!isZone(zone)) throw new UsageError(`--zone must name a time zone, like Europe/Berlin, not ${zone}`)
  const isOpened = options.open === true
  if (isDifference && archives.length !== 2) throw new UsageError('--diff needs exactly two packages')
  if (isDifference && (output !== null || wantsReport || isOpened))
    throw new UsageError('--diff only prints the difference: leave out -o, --report and --open')
  if (output === null && !wantsReport && !isOpened && !isDifference)
    throw new UsageError('analyze needs -o OUT.sqlite, --report, --diff or --open')
  if (!/^[0-9a-f]{32}$/.test(packageId)) throw new UsageError('--package-id must be 32 lower-case hex digits')
  if (output === standardOutput && wantsReport)
    throw new UsageError('-o - and the report would both go to standard output: give -o a file')
  return {
    archives,
    output,
    force: options.force === true,
    packageId,
    isSameOwner: options['same-owner'] === true,
    printed: isDifference ? 'difference' : wantsReport ? 'report' : null,
    format,
    zone,
    isOpened,
  }
}

/**
 * The path in the form that threads open. Throws a ConfigError unless it is a readable file or folder, a
 * PackageError if the folder exceeds a limit, and a CommandError if the machine fails.
 */
function ticketOf(path: string, config: Config): SourceTicket {
  try {
    if (statSync(path).isDirectory()) {
      const list = listFolder(path, analysisLimitsOf(config))
      if (list.files.length === 0) throw new ConfigError(`cannot read ${path}: the folder has no files`)
      return { folder: resolve(path), list }
    }
  } catch (error) {
    if (error instanceof PackageError || error instanceof ConfigError) throw error
    throw fileError(`cannot read ${unreadPath(error) ?? path}`, error)
  }
  requireReadable(path)
  return { path: resolve(path) }
}

/** The path in a system error. If the package is a folder, this may be a file inside it. */
function unreadPath(error: unknown): string | null {
  const { path } = error as { path?: unknown }
  return path instanceof Uint8Array || typeof path === 'string' ? String(path) : null
}
