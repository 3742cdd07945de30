/** Folders for DATA_DIR that a server has used: copies of one that is made once. */
import { chmod, mkdir, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from '../../../db/connect.ts'
import { startEmbedded } from '../../../db/embedded/embedded.ts'
import { migrate } from '../../../db/migrate.ts'
import { createLogger } from '../../../telemetry/logger.ts'
import { createDataDir } from './server-process.ts'

/** Test files may have their own module instances, but they share the folder of their process. */
const shared = globalThis as { dumpusUsedDataDir?: Promise<string> }

/**
 * A folder for DATA_DIR with PostgreSQL unpacked and an empty, migrated database: for tests that are not
 * about the first start, which takes five seconds of CPU time. Remove it with `removeDataDir`.
 */
export async function createUsedDataDir(): Promise<string> {
  // scripts/test makes one for all its processes.
  const original = process.env.TEST_USED_DATA_DIR ?? (await (shared.dumpusUsedDataDir ??= makeOwnOriginal()))
  const folder = createDataDir()
  // Nobody writes to PostgreSQL's programs, so hard links to them are enough.
  const copy = 'cp -al "$1"/postgres-* "$2" && cp -a "$1/cluster" "$2"'
  const child = Bun.spawn(['sh', '-c', copy, 'sh', original, folder], { stderr: 'pipe' })
  if ((await child.exited) !== 0) throw new Error(await new Response(child.stderr).text())
  return folder
}

async function makeOwnOriginal(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'dumpus-used-'))
  removeAtEnd(folder)
  await makeUsedDataDir(folder)
  return folder
}

/** Makes this folder a DATA_DIR with an embedded database: unpacked, created, migrated and stopped. */
export async function makeUsedDataDir(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  // The unprivileged user of the database must be able to reach a folder inside it.
  await chmod(folder, 0o711)
  const embedded = await startEmbedded({ dataDir: folder }, createLogger('error', console.error))
  const database = connect(embedded.connection, { connectionsMax: 1 })
  await migrate(database)
  await database.close()
  await embedded.stop()
}

/**
 * When this process ends in whatever way, stops the database that runs in a folder, if any, and removes the
 * folder. A background shell waits for that end, because `bun test` emits no exit event, and Ctrl-C or
 * SIGKILL leave no time. The shell is a grandchild, because `bun test` kills its children when a test times
 * out.
 */
export function removeAtEnd(folder: string): void {
  const script = `
    (
      while kill -0 "$2" 2>/dev/null; do sleep 0.5; done
      pid=$(head -n 1 "$1/cluster/postmaster.pid" 2>/dev/null) && kill -QUIT "$pid"
      for _ in 1 2 3 4 5 6 7 8 9; do kill -0 "$pid" 2>/dev/null && sleep 0.1; done
      rm -rf "$1"
    ) &`
  Bun.spawn(['sh', '-c', script, 'sh', folder, String(process.pid)], {
    stdio: ['ignore', 'ignore', 'ignore'],
    detached: true,
  }).unref()
}
