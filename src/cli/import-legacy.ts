/** The command `import-legacy`: imports the finished packages of a dumpus-api server. */
import { statSync } from 'node:fs'
import { type Config, ConfigError } from '../config/config.ts'
import { postgresUrl } from '../config/setting-types.ts'
import { connect, type Database } from '../db/connect.ts'
import { withTimeout } from '../platform/time-limit.ts'
import { recognizePooler } from '../db/pooler.ts'
import { refusalOf } from '../db/refusal.ts'
import { type ImportCounts, importLegacy } from '../legacy/import.ts'
import { type LegacySource, openLegacySource } from '../legacy/source.ts'
import { type Command, type Given, jsonOption, UsageError } from './command.ts'
import { withDatabase } from './database.ts'
import { createLineProgress } from './line-progress.ts'
import { sizeText } from './size-text.ts'
import { importUsers } from './import-users.ts'

export const importLegacyCommand: Command = {
  usage: [
    [
      'import-legacy',
      'Import the finished packages of a dumpus-api database (--from, or DATABASE_URL). Can be repeated.',
    ],
  ],
  options: {
    from: {
      type: 'string',
      form: '--from POSTGRES_URL',
      help: 'The database of dumpus-api, which is only read. Its password may be in PGPASSWORD.',
    },
    files: {
      type: 'string',
      form: '--files FOLDER',
      help: 'A copy of the folder packages/ of its bucket, if results are not in the database.',
    },
    json: jsonOption,
  },
  examples: [
    ['dumpus-server import-legacy --from postgres://dumpus@old-host/dumpus', 'From another database.'],
    [
      'dumpus-server import-legacy --from postgres://dumpus@old-host/dumpus --files ./packages',
      'If its results were in a bucket.',
    ],
  ],
  run: importFrom,
}

/** An import may read for hours, but it does not begin if the database does not respond within this time. */
const answerSeconds = 15

async function importFrom({ options }: Given, config: Config): Promise<number> {
  const option = options.from as string | undefined
  const from = addressOf(option, config)
  const given = option === undefined ? 'DATABASE_URL' : '--from'
  const filesDir = folderOf(options.files as string | undefined)
  const old = connect(await orExplain(recognizePooler(from), given), {
    connectionsMax: 2,
    statementSeconds: 60,
  })
  try {
    const source = await openOrExplain(old, given)
    const counts = await withDatabase(
      config,
      async (target) => {
        const users = await importUsers(source, target)
        const options = { source, target, filesDir, bytesMax: config.resultBytesMax }
        return { ...(await importLegacy({ ...options, onProgress: createProgress() })), users }
      },
      { mayCreate: true },
    )
    process.stdout.write(`${options.json ? JSON.stringify(counts) : describe(counts)}\n`)
    return 0
  } finally {
    await old.close()
  }
}

function addressOf(from: string | undefined, { databaseUrl }: Config): string {
  if (from === undefined) {
    if (databaseUrl !== null) return databaseUrl
    throw new UsageError(
      'import-legacy needs --from POSTGRES_URL, or a DATABASE_URL that has the tables of dumpus-api',
    )
  }
  try {
    return postgresUrl(from)
  } catch (error) {
    throw new UsageError(`--from ${(error as Error).message}`)
  }
}

function folderOf(files: string | undefined): string | null {
  if (files === undefined) return null
  if (!statSync(files, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError('--files must name a folder')
  return files
}

async function openOrExplain(database: Database, given: string): Promise<LegacySource> {
  const source = await orExplain(openLegacySource(database), given)
  if (source) return source
  throw new ConfigError(
    'the database to import from has no tables of dumpus-api (saved_package_data with iv, package_process_status with step)',
  )
}

async function orExplain<T>(call: Promise<T>, given: string): Promise<T> {
  try {
    return await withTimeout(answerSeconds, call)
  } catch (error) {
    const { what, advice } = refusalOf(error, given)
    throw new ConfigError(`the database to import from ${what}: ${advice}`)
  }
}

function createProgress(): (done: number, total: number, counts: ImportCounts) => void {
  const show = createLineProgress()
  return (done, total, { imported, importedBytes }) =>
    show(() => `${done} of ${total} rows, ${imported} imported (${sizeText(importedBytes)})`)
}

type Counts = ImportCounts & { users: number }

const sentences: [keyof Counts, string][] = [
  ['imported', 'imported: their owners can download them as before'],
  ['already', 'already imported'],
  ['present', 'already submitted here by their owners'],
  ['unfinished', 'unfinished, failed or deleted in dumpus-api: their owners can submit them here'],
  ['withoutData', 'without data: the result is in a bucket; copy it into the folder of --files'],
  ['unusable', 'unusable: id, IV or length is invalid, or the result changed meanwhile'],
  ['users', 'cached names of Discord users'],
]

function describe(counts: Counts): string {
  const lines = sentences
    .filter(([name]) => name === 'imported' || counts[name] > 0)
    .map(([name, sentence]) => `${String(counts[name]).padStart(8)}  ${sentence}`)
  return [...lines, `${sizeText(counts.importedBytes)} of results`].join('\n')
}
