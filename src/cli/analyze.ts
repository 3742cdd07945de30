/** The command `analyze`: a package on this machine to SQLite, with no server and no database. */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Config, ConfigError, analysisLimitsOf } from '../config.ts'
import { analyseInThread } from '../worker/analysis-thread.ts'
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
  if (!existsSync(archive) || !statSync(archive).isFile())
    throw new ConfigError(`there is no file ${archive}`)
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
      },
    )
    const file = gunzipSync(gzip)
    if (output !== null) writeResult(output, file)
    bar.finish(output === null ? 'analysed' : `wrote ${output}`)
    if (report !== null) process.stdout.write(reportOn(file, report))
  } finally {
    bar.clear()
  }
}

function writeResult(path: string, bytes: Uint8Array): void {
  const partial = `${path}.partial-${process.pid}`
  try {
    writeFileSync(partial, bytes, { mode: 0o600 })
    renameSync(partial, path)
  } catch (error) {
    throw new ConfigError(
      `cannot write to ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
    )
  } finally {
    rmSync(partial, { force: true })
  }
}
