/**
 * Packs one platform's archive: a folder with the executable and the documents. The same input always gives
 * the same bytes.
 */
import { chmod, copyFile, cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { type Zippable, zipSync } from 'fflate'
import { type Platform, platforms } from './platforms.ts'

/** Paths below the root; an entry may have another name in the archive. */
export type Documents = readonly (string | { from: string; as: string })[]

export interface ArchiveInput {
  /** The name of the folder inside, and of the archive without its extension. */
  name: string
  platform: Platform
  executable: string
  /** Files and folders of `root`. */
  documents: Documents
  root: string
  /** The folder for the archive. */
  output: string
  /** The modification time of everything inside. */
  madeAt: Date
}

/** Returns the file's name. */
export async function packArchive(input: ArchiveInput): Promise<string> {
  const { name, platform, executable, documents, root, output } = input
  const { suffix, archive } = platforms[platform]
  const staging = await mkdtemp(join(tmpdir(), 'dumpus-release-'))
  try {
    const folder = join(staging, name)
    for (const document of documents) {
      const { from, as } = typeof document === 'string' ? { from: document, as: document } : document
      await cp(join(root, from), join(folder, as), { recursive: true })
    }
    const program = join(folder, `dumpus-server${suffix}`)
    await copyFile(executable, program)
    await chmod(program, 0o755)
    const file = join(output, `${name}.${archive}`)
    if (archive === 'zip') await packZip(staging, file, input.madeAt)
    else await packTar(staging, name, file, input.madeAt)
    return `${name}.${archive}`
  } finally {
    await rm(staging, { recursive: true, force: true })
  }
}

async function packTar(staging: string, name: string, file: string, madeAt: Date): Promise<void> {
  const child = Bun.spawn(
    [
      ...['tar', '--create', '--sort=name', '--format=ustar', '--owner=0', '--group=0', '--numeric-owner'],
      ...[
        '--mode=u+rw,go=rX',
        `--mtime=@${madeAt.getTime() / 1000}`,
        '--use-compress-program=gzip --no-name',
      ],
      ...['--file', file, '--directory', staging, name],
    ],
    { stdio: ['ignore', 'inherit', 'inherit'] },
  )
  if ((await child.exited) !== 0) throw new Error('tar failed: is it GNU tar?')
}

async function packZip(staging: string, file: string, madeAt: Date): Promise<void> {
  const entries = await readdir(staging, { recursive: true, withFileTypes: true })
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const files: Zippable = {}
  for (const path of paths.sort()) files[relative(staging, path)] = await Bun.file(path).bytes()
  await Bun.write(file, zipSync(files, { mtime: localTimeOf(madeAt), level: 9 }))
}

/**
 * Zip archives store local times. This shifts the time, so that the archive has the same numbers in every
 * zone.
 */
function localTimeOf(moment: Date): Date {
  return new Date(moment.getTime() + moment.getTimezoneOffset() * 60_000)
}
