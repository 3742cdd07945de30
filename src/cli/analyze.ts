/** The command `analyze`: a package on this machine to SQLite, with no server and no database. */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { type Config, ConfigError, analysisLimitsOf } from '../config.ts'
import { analyseInThread } from '../worker/analysis-thread.ts'
import { createProgressBar } from './progress-bar.ts'

export interface AnalyzeArguments {
  archive: string
  output: string
  packageId: string
}

/**
 * Writes the result in one step: a failure leaves no file, and an older result as it was.
 * Throws ConfigError for files that cannot be opened, PackageError for bad packages.
 */
export async function analyze(
  { archive, output, packageId }: AnalyzeArguments,
  config: Config,
  createThread: () => Worker,
): Promise<void> {
  if (!existsSync(archive) || !statSync(archive).isFile())
    throw new ConfigError(`there is no file ${archive}`)
  const bar = createProgressBar(process.stderr)
  const partial = `${output}.partial-${process.pid}`
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
    writeResult(partial, gunzipSync(gzip))
    renameSync(partial, output)
    bar.finish(`wrote ${output}`)
  } finally {
    bar.clear()
    rmSync(partial, { force: true })
  }
}

function writeResult(path: string, bytes: Uint8Array): void {
  try {
    writeFileSync(path, bytes, { mode: 0o600 })
  } catch (error) {
    throw new ConfigError(
      `cannot write to ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
    )
  }
}
