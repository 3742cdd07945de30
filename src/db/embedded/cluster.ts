/** The folder with the data of the embedded database. It is created once and checked at each start. */
import { existsSync, fstatSync } from 'node:fs'
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ConfigError } from '../../config/config.ts'
import { claimFolder, giveTree, inFolder } from './held-folder.ts'
import type { ServiceUser } from './service-user.ts'

export interface ClusterPlace {
  /** The folder that unpackPostgres returned. */
  home: string
  dataDir: string
  /** The user that owns the data and runs PostgreSQL. Null means the user of this process. */
  user: ServiceUser | null
}

/** The only database role of the embedded server. It has no password, because the Unix socket is private. */
export const roleName = 'dumpus'

/**
 * Returns the cluster's folder. The first time, initdb creates it under a temporary name, and it is then
 * renamed, so an interrupted initdb is simply repeated. Throws ConfigError if initdb fails, if the data is
 * another major version's, or if it belongs to another user and this process is not root.
 */
export async function openCluster(place: ClusterPlace): Promise<string> {
  const cluster = join(place.dataDir, 'cluster')
  if (!existsSync(cluster)) await createCluster(place, cluster)
  await takeOver(cluster, place.user)
  const found = /^[\d.]+$/m.exec(await readFile(join(cluster, 'PG_VERSION'), 'utf8'))?.[0] ?? 'unknown'
  const carried = place.home.match(/postgres-(\d+)/)?.[1]
  if (found !== carried) {
    throw new ConfigError(
      `DATA_DIR has a database of PostgreSQL ${found}, but this server contains PostgreSQL ${carried}: start the version that made it, or remove ${cluster} to start with an empty database (stored results are lost)`,
    )
  }
  return cluster
}

/**
 * The environment of PostgreSQL's programs. They inherit nothing from the server's environment, which may
 * contain secrets.
 */
export const programEnvironment = { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

/** The spawn options that run a program as this user. */
export function runAs(user: ServiceUser | null): { uid?: number; gid?: number } {
  return user ? { uid: user.uid, gid: user.gid } : {}
}

/**
 * Gives the data to `user` if it belongs to somebody else, because PostgreSQL runs only as the owner of its
 * data. Throws ConfigError if this process is not root and does not own the data.
 */
async function takeOver(cluster: string, user: ServiceUser | null): Promise<void> {
  const uid = await inFolder(cluster, async (_, descriptor) => fstatSync(descriptor).uid)
  const wanted = user?.uid ?? process.getuid?.() ?? uid
  if (uid === wanted) return
  if (!user) {
    throw new ConfigError(
      `${cluster} belongs to the user number ${uid}: start the server as that user or as root`,
    )
  }
  await giveTree(cluster, user)
}

async function createCluster({ home, dataDir, user }: ClusterPlace, cluster: string): Promise<void> {
  const unfinished = `${cluster}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { mode: 0o700 })
  if (user) await give(unfinished, user)
  const initdb = startInitdb({ home, dataDir, user }, unfinished)
  const complaint = await new Response(initdb.stderr).text()
  if ((await initdb.exited) !== 0) {
    await rm(unfinished, { recursive: true, force: true })
    throw new ConfigError(
      `the embedded PostgreSQL could not create its database in ${dataDir}: ${reasonIn(complaint)}`,
    )
  }
  await rename(unfinished, cluster)
  const folder = await open(dataDir, 'r')
  await folder.sync()
  await folder.close()
}

/** Makes the user the owner. In a user namespace without that user, even root cannot do that. */
async function give(path: string, user: ServiceUser): Promise<void> {
  try {
    claimFolder(path, 0o700, user)
  } catch (error) {
    if (error instanceof ConfigError) throw error
    await rm(path, { recursive: true, force: true })
    throw new ConfigError(
      `PostgreSQL refuses to run as root, and ${path} cannot be given to the user "${user.name}" here (${(error as NodeJS.ErrnoException).code}): start the server as an ordinary user, or set DATABASE_URL`,
    )
  }
}

/** initdb's error message, or a clearer message for known reasons. */
function reasonIn(complaint: string): string {
  const [, uid] = /could not look up effective user ID (\d+)/.exec(complaint) ?? []
  if (uid !== undefined) {
    return `the system has no name for the user number ${uid}, which initdb requires. Run the server as a user that the system knows (in a container, mount a passwd file that names it), or set DATABASE_URL`
  }
  const [, reason] = /(?:error|FATAL): *(.+)/.exec(complaint) ?? []
  return (
    reason ??
    complaint
      .trim()
      .split('\n')
      .at(-1)
      ?.replace(/^initdb: */, '') ??
    'no reason given'
  )
}

function startInitdb({ home, user }: ClusterPlace, folder: string) {
  const program = join(home, 'bin', 'initdb')
  const options = [
    ...['-D', folder, '--username', roleName, '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--data-checksums', '--no-instructions'],
  ]
  try {
    return Bun.spawn([program, ...options], {
      ...runAs(user),
      env: programEnvironment,
      cwd: '/',
      stdin: 'ignore',
      stdout: 'ignore',
      stderr: 'pipe',
    })
  } catch {
    // The file exists, so either its loader is missing (Alpine), or the mount forbids execution (noexec).
    throw new ConfigError(
      `the PostgreSQL of this build cannot be run on this system (it needs glibc, and a DATA_DIR from which programs may be run): set DATABASE_URL to a PostgreSQL 14 or newer`,
    )
  }
}
