/** The command `analyze`: a package on this machine to SQLite, with no server and no database. */
import { existsSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { analyzePackage } from '../analysis/analyze.ts'
import { writeSqlite } from '../analysis/write-sqlite.ts'
import { type Config, ConfigError, analysisLimitsOf } from '../config.ts'
import { FileSource } from '../data-package/byte-source.ts'
import { dayOf } from '../instant.ts'
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
): Promise<void> {
  if (!existsSync(archive) || !statSync(archive).isFile())
    throw new ConfigError(`there is no file ${archive}`)
  const limits = analysisLimitsOf(config)
  const source = FileSource.open(archive)
  const bar = createProgressBar(process.stderr)
  const partial = `${output}.partial-${process.pid}`
  try {
    const today = dayOf(Date.now())
    const statistics = await analyzePackage(source, { packageId, today, limits, onProgress: bar.show })
    writeResult(partial, writeSqlite(statistics, packageId, limits.resultBytesMax))
    renameSync(partial, output)
    bar.finish(`wrote ${output}`)
  } finally {
    bar.clear()
    source.close()
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
