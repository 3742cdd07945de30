/**
 * Provides the version before the newest migration, from this repository's history, ready to run beside the
 * current version.
 */
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readMigrations } from '../../../db/migration-files.ts'

export interface PreviousVersion {
  commit: string
  /** The command that runs it from source. */
  program: string[]
  /** The number of its migrations; they are the first ones of the current version. */
  migrationCount: number
}

const root = join(import.meta.dir, '../../../..')
const journal = 'drizzle/meta/_journal.json'

/**
 * Unpacks into `folder` the newest commit that has fewer migrations than this tree. The unpacked version uses
 * this tree's installed packages. Throws with advice if the history is missing.
 */
export async function unpackPreviousVersion(folder: string): Promise<PreviousVersion> {
  const changes = (await git('log', '--format=%H', '--', journal)).trim().split('\n')
  const own = readMigrations().map(({ tag }) => tag)
  for (const candidate of ['HEAD', ...changes.map((change) => `${change}^`)]) {
    const tags = tagsOf(await git('show', `${candidate}:${journal}`))
    if (tags.length >= own.length || tags.some((tag, index) => tag !== own[index])) continue
    const archive = join(folder, 'previous.tar')
    await git('archive', `--output=${archive}`, candidate)
    const tree = join(folder, 'previous')
    mkdirSync(tree)
    await run(['tar', '-xf', archive, '-C', tree])
    for (const name of ['node_modules', 'build']) symlinkSync(join(root, name), join(tree, name))
    const commit = (await git('rev-parse', '--short', candidate)).trim()
    return { commit, program: [process.execPath, join(tree, 'src/main.ts')], migrationCount: tags.length }
  }
  throw new Error('no commit has fewer migrations than this tree')
}

function tagsOf(text: string): string[] {
  return (JSON.parse(text) as { entries: { tag: string }[] }).entries.map(({ tag }) => tag)
}

async function git(...args: string[]): Promise<string> {
  try {
    // Git refuses a folder of another user, which a container's folder often is.
    return await run(['git', '-c', `safe.directory=${root}`, ...args])
  } catch (error) {
    throw new Error(
      'the test of the upgrade takes the version before the newest migration from the history of the repository: run it in a full clone (git fetch --unshallow)',
      { cause: error },
    )
  }
}

async function run(command: string[]): Promise<string> {
  const child = Bun.spawn(command, { cwd: root, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' })
  const [output, complaint] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ])
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')}: ${complaint}`)
  return output
}
