/** The command `analyze`: a package on this machine to SQLite, with no server and no database. */
import { closeSync, constants, openSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Config, ConfigError, analysisLimitsOf } from '../config.ts'
import { analyseInThread } from '../worker/analysis-thread.ts'
import { prepareOutput } from './output-file.ts'
import { createProgressBar } from './progress-bar.ts'
import { type ReportFormat, reportOn } from './report.ts'

export interface AnalyzeArguments {
  archive: string
  /** Where the database goes; null keeps none. */
  output: string | null
  packageId: string
  /** The report that goes to standard output; null for none. */
  report: ReportFormat | null
}

/**
 * Writes the result in one step: a failure leaves no file, and an older result as it was. Prints the report, if any.
 * Throws ConfigError for files that cannot be opened, PackageError for bad packages.
 */
export async function analyze(
  { archive, output, packageId, report }: AnalyzeArguments,
  config: Config,
  createThread: () => Worker,
): Promise<void> {
  requireReadable(archive)
  const file = output === null ? null : prepareOutput(output)
  const bar = createProgressBar(process.stderr)
  try {
    const { gzip } = await analyseInThread(
      createThread,
      { path: resolve(archive) },
      {
        packageId,
        limits: analysisLimitsOf(config),
        signal: new AbortController().signal,
        onProgress: bar.show,
        // A failure with a public meaning explains itself; of any other there is no log to look into here.
        onFailure: (cause) => cause.error !== 'PackageError' && bar.note(JSON.stringify(cause)),
      },
    )
    const bytes = gunzipSync(gzip)
    file?.write(bytes)
    bar.finish(output === null ? 'analysed' : `wrote ${output}`)
    if (report !== null) process.stdout.write(reportOn(bytes, report))
  } finally {
    bar.clear()
    file?.discard()
  }
}

function requireReadable(path: string): void {
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_NONBLOCK))
  } catch (error) {
    throw new ConfigError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`)
  }
  if (!statSync(path).isFile()) throw new ConfigError(`cannot read ${path}: it is not a regular file`)
}
