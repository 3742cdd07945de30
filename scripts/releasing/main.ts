/** The steps of scripts/release: the conditions, one archive for each platform, and the files beside them. */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import manifest from '../../package.json' with { type: 'json' }
import { type Documents, packArchive } from './archive.ts'
import { complaintsAbout, notesOf } from './changelog.ts'
import { type Platform, platforms, problemOf } from './platforms.ts'
import { describeContents } from './contents.ts'

const root = join(import.meta.dir, '../..')
const output = join(root, 'dist/release')

/** The documents in every archive. */
export const documents: Documents = [
  ...[
    'README.md',
    'CHANGELOG.md',
    'SECURITY.md',
    'ARCHITECTURE.md',
    'CONTRIBUTING.md',
    'LICENSE',
    'docs',
    'deploy',
  ],
  ...['patches/README.md', 'compose.yaml'],
  // An archive has no source to build from, so its image is made from the executable.
  { from: 'deploy/Dockerfile.executable', as: 'Dockerfile' },
]

if (import.meta.main) {
  const version = process.argv[2] ?? ''
  const changelog = await Bun.file(join(root, 'CHANGELOG.md')).text()
  const complaints = complaintsAbout(version, manifest.version, changelog)
  if (complaints.length === 0 && (await read('git', 'status', '--porcelain')) !== '') {
    complaints.push('there are changes that are not committed: a release is made of a commit')
  }
  for (const complaint of complaints) console.error(`scripts/release: ${complaint}`)
  if (complaints.length > 0) process.exit(2)
  await release(version, notesOf(changelog, version)!)
}

async function release(version: string, notes: string): Promise<void> {
  await rm(output, { recursive: true, force: true })
  await mkdir(output, { recursive: true })
  const madeAt = new Date(Number(await read('git', 'log', '-1', '--format=%ct')) * 1000)
  const made: string[] = []
  for (const platform of Object.keys(platforms) as Platform[]) {
    console.log(`== ${platform}`)
    await run(join(root, 'scripts/build'), '--target', `bun-${platform}`)
    const executable = join(root, `dist/dumpus-server-${platform}${platforms[platform].suffix}`)
    await check(platform, executable, version)
    const name = `dumpus-server-${version}-${platform}`
    made.push(await packArchive({ name, platform, executable, documents, root, output, madeAt }))
  }
  const contents = `dumpus-server-${version}.cdx.json`
  await Bun.write(join(output, contents), await describeContents(root, version, madeAt))
  await Bun.write(join(output, 'SHA256SUMS'), await checksumsOf([...made, contents]))
  await Bun.write(join(output, 'NOTES.md'), `${notes}\n`)
  console.log(`Made ${made.length} archives of ${version} in dist/release.`)
}

/**
 * Another platform's executable can only be inspected as a file. This machine's own must print its version.
 */
async function check(platform: Platform, executable: string, version: string): Promise<void> {
  const problem = await problemOf(executable, platform)
  if (problem) throw new Error(`${executable}: ${problem}`)
  if (platform !== `${process.platform}-${process.arch}`) return
  const said = await read(executable, '--version')
  if (said !== `dumpus-server ${version}`) throw new Error(`${executable} calls itself ${said}`)
}

/** In the format of `sha256sum --check`. */
async function checksumsOf(names: string[]): Promise<string> {
  const lines = names.map(async (name) => {
    const hash = new Bun.CryptoHasher('sha256')
    for await (const chunk of Bun.file(join(output, name)).stream()) hash.update(chunk)
    return `${hash.digest('hex')}  ${name}\n`
  })
  return (await Promise.all(lines)).join('')
}

async function run(...command: string[]): Promise<void> {
  const child = Bun.spawn(command, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')} failed`)
}

async function read(...command: string[]): Promise<string> {
  const child = Bun.spawn(command, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] })
  const text = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${command.join(' ')} failed`)
  return text.trim()
}
