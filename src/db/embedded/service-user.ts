/** Finds the unprivileged user that runs the embedded PostgreSQL, which refuses to run as root. */
import { existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

export interface ServiceUser {
  name: string
  uid: number
  gid: number
}

/**
 * Users that run PostgreSQL for a server started by root, in order of preference: a dedicated one, then the
 * one for processes that own no files.
 */
const names = ['dumpus-server', 'nobody']

/**
 * The user that runs PostgreSQL for a data folder. Normally it is the server's own user (null). If root
 * started the server, the folder's owner runs PostgreSQL. If that is root, too, or has no name, the user
 * `dumpus-server` does, or else `nobody`, which other services may also use. initdb requires a user with a
 * name.
 */
export function serviceUserOf(
  dataDir: string,
  users: readonly ServiceUser[] = readUsers(),
): ServiceUser | null {
  if (process.getuid?.() !== 0) return null
  const owner = existsSync(dataDir) ? statSync(dataDir).uid : 0
  const candidates = [
    users.find(({ uid }) => uid === owner && owner !== 0),
    ...names.map((wanted) => users.find(({ name, uid }) => name === wanted && uid !== 0)),
  ]
  return candidates.find((user) => user !== undefined) ?? { name: 'nobody', uid: 65_534, gid: 65_534 }
}

/**
 * The first of the folders from the root to `path`, including it, that the user may not enter; null if there
 * is none. Missing folders are skipped, because the server creates them accessible.
 */
export function firstClosedFolder(path: string, user: ServiceUser): string | null {
  if (!existsSync(path)) return firstClosedFolder(dirname(path), user)
  const folders = [realpathSync(path)]
  while (folders[0] !== dirname(folders[0]!)) folders.unshift(dirname(folders[0]!))
  return folders.find((folder) => !mayEnter(folder, user)) ?? null
}

function mayEnter(folder: string, user: ServiceUser): boolean {
  const { mode, uid, gid } = statSync(folder)
  const bit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001
  return (mode & bit) !== 0
}

function readUsers(): ServiceUser[] {
  if (!existsSync('/etc/passwd')) return []
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
    .filter((fields) => fields.length >= 4 && fields[2] !== '' && fields[3] !== '')
    .map(([name, , uid, gid]) => ({ name: name!, uid: Number(uid), gid: Number(gid) }))
}
