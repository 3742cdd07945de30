/** The parts of a release: the changelog, the list of contents, the archives, the checks of executables. */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { afterAll, describe, expect, test } from 'bun:test'
import { unzipSync } from 'fflate'
import manifest from '../../package.json' with { type: 'json' }
import { packArchive } from './archive.ts'
import { complaintsAbout, notesOf } from './changelog.ts'
import { describeContents } from './contents.ts'
import { documents } from './main.ts'
import { isSigned, problemOf } from './platforms.ts'

const root = join(import.meta.dir, '../..')
const folder = mkdtempSync(join(tmpdir(), 'dumpus-release-test-'))
afterAll(() => rmSync(folder, { recursive: true }))

const changelog = `# Changelog

## [Unreleased]

## [1.2.0] - 2026-01-02

### Added

- Something.

## [1.1.0]
`

describe('the changelog', () => {
  test('a version’s section is returned without its heading', () => {
    expect(notesOf(changelog, '1.2.0')).toBe('### Added\n\n- Something.')
    expect(notesOf(changelog, '1.1.0')).toBeNull()
    expect(notesOf(changelog, '1.2')).toBeNull()
  })

  test.each([
    ['1.2.0', '1.2.0', changelog, null],
    ['', '1.2.0', changelog, 'usage'],
    ['v1.2.0', '1.2.0', changelog, 'usage'],
    ['1.2.0', '1.3.0', changelog, 'package.json has version 1.3.0'],
    ['1.1.0', '1.1.0', changelog, 'says nothing'],
    ['9.9.9', '9.9.9', changelog, 'says nothing'],
    ['1.2.0', '1.2.0', changelog.replace('[Unreleased]', '[Unreleased]\n\n- New.'), 'still has lines'],
  ])(
    'the complaint about version %p with %p in package.json is right',
    (version, packageVersion, text, complaint) => {
      const complaints = complaintsAbout(version, packageVersion, text)
      expect(complaints.length).toBe(complaint === null ? 0 : 1)
      expect(complaints.join()).toContain(complaint ?? '')
    },
  )

  test('scripts/release checks the changelog before it builds anything', () => {
    const { exitCode, stderr } = Bun.spawnSync([join(root, 'scripts/release'), '999.0.0'])
    expect(exitCode).toBe(2)
    expect(stderr.toString()).toContain(`package.json has version ${manifest.version}, not 999.0.0`)
    expect(stderr.toString()).toContain('CHANGELOG.md says nothing about 999.0.0')
  })
})

test('the list of contents has the included packages with the lock file’s versions, and no development tools', async () => {
  const text = await describeContents(root, '1.2.3', new Date(0))
  const { metadata, components } = JSON.parse(text) as {
    metadata: { timestamp: string; component: { version: string } }
    components: {
      name: string
      version: string
      licenses?: object[]
      purl: string
      hashes?: { content: string }[]
    }[]
  }
  expect(metadata).toMatchObject({ timestamp: '1970-01-01T00:00:00.000Z', component: { version: '1.2.3' } })
  const versions = Object.fromEntries(components.map(({ name, version }) => [name, version]))
  expect(versions).toMatchObject({ ...manifest.dependencies, ...manifest.optionalDependencies })
  // The manifest is accurate: every dependency is included, and no included package is a development
  // dependency.
  for (const name of Object.keys(manifest.devDependencies))
    expect([name, versions[name]]).toEqual([name, undefined])
  expect(`bun@${versions.bun}`).toBe(manifest.packageManager)
  expect(versions.postgresql).toMatch(/^18\.\d+$/)
  expect(components).toContainEqual(
    expect.objectContaining({ name: 'libdeflate', licenses: [{ license: { id: 'MIT' } }] }),
  )
  for (const { purl, hashes } of components.filter(({ purl }) => !/^pkg:npm\/bun@|^pkg:g/.test(purl))) {
    expect(purl).toMatch(/^pkg:npm\/(%40[^@/]+\/)?[^@/]+@\d/)
    expect(hashes?.[0]?.content).toMatch(/^[0-9a-f]{128}$/)
  }
})

test('archives contain the executable and the documents, and have the same bytes each time', async () => {
  const source = join(folder, 'source')
  mkdirSync(join(source, 'docs'), { recursive: true })
  writeFileSync(join(source, 'LICENSE'), 'free')
  writeFileSync(join(source, 'docs/page.md'), 'page')
  writeFileSync(join(source, 'program'), '#!/bin/sh\necho it runs\n', { mode: 0o600 })
  const pack = async (platform: 'linux-x64' | 'windows-x64', output: string) => {
    mkdirSync(join(folder, output), { recursive: true })
    const name = await packArchive({
      ...{ name: 'dumpus-server-1.2.3', platform, documents: ['LICENSE', 'docs'], root: source },
      executable: join(source, 'program'),
      output: join(folder, output),
      madeAt: new Date('2026-01-02T03:04:06Z'),
    })
    return join(folder, output, name)
  }
  for (const platform of ['linux-x64', 'windows-x64'] as const) {
    const [first, second] = [await pack(platform, 'first'), await pack(platform, 'second')]
    expect(await Bun.file(first).bytes()).toEqual(await Bun.file(second).bytes())
  }
  expect(
    Bun.spawnSync(['tar', 'xzf', join(folder, 'first/dumpus-server-1.2.3.tar.gz'), '-C', folder]).exitCode,
  ).toBe(0)
  const program = join(folder, 'dumpus-server-1.2.3/dumpus-server')
  expect(Bun.spawnSync([program]).stdout.toString()).toBe('it runs\n')
  expect(await Bun.file(join(folder, 'dumpus-server-1.2.3/docs/page.md')).text()).toBe('page')
  const files = unzipSync(await Bun.file(join(folder, 'first/dumpus-server-1.2.3.zip')).bytes())
  expect(Object.keys(files)).toEqual([
    'dumpus-server-1.2.3/LICENSE',
    'dumpus-server-1.2.3/docs/page.md',
    'dumpus-server-1.2.3/dumpus-server.exe',
  ])
})

test('the archive contains the files that its documents link to, and the files of a container image', async () => {
  const names = documents.flatMap((document) => {
    const { from, as } = typeof document === 'string' ? { from: document, as: document } : document
    const isFolder = statSync(join(root, from)).isDirectory()
    return isFolder ? readdirSync(join(root, from)).map((name) => `${as}/${name}`) : [as]
  })
  const pages = names.filter((name) => name.endsWith('.md'))
  const missing = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8').replace(/^```[\s\S]*?^```$/gm, '')
    const links = [...text.matchAll(/\]\(([^)#\s:]+)(?:#[^)]*)?\)/g)].map(([, link]) =>
      posix.join(posix.dirname(page), link!),
    )
    return links.filter((link) => !names.includes(link)).map((link) => `${page} → ${link}`)
  })
  expect(missing).toEqual([])
  for (const name of ['Dockerfile', 'compose.yaml', 'deploy/compose.three-nodes.yaml', 'deploy/alerts.yml'])
    expect(names).toContain(name)
})

describe('executables', () => {
  test('a file of another platform is rejected', async () => {
    expect(await problemOf(process.execPath, 'windows-x64')).toContain('not an executable')
    if (process.platform === 'linux') expect(await problemOf(process.execPath, 'darwin-arm64')).not.toBeNull()
  })

  test('a signature that does not match is rejected, on whichever page the changed byte is', () => {
    const file = signedFile()
    expect(isSigned(file)).toBeTrue()
    for (const offset of [100, 4096, 9999]) {
      const changed = Buffer.from(file)
      changed[offset]! ^= 1
      expect(isSigned(changed)).toBeFalse()
    }
    expect(isSigned(Buffer.alloc(64))).toBeFalse()
  })
})

/** The smallest signed Mach-O file: one load command, 10,000 bytes, and a signature with a code directory. */
function signedFile(): Buffer {
  const code = Buffer.alloc(10_000, 7)
  code.writeUInt32LE(1, 16)
  code.writeUInt32LE(0x1d, 32)
  code.writeUInt32LE(16, 36)
  code.writeUInt32LE(code.length, 40)
  const pages = [0, 4096, 8192]
  code.writeUInt32LE(20 + 44 + 32 * pages.length, 44)
  const head = Buffer.alloc(20)
  head.writeUInt32BE(0xfade0cc0, 0)
  head.writeUInt32BE(1, 8)
  head.writeUInt32BE(20, 16)
  const directory = Buffer.alloc(44)
  directory.writeUInt32BE(0xfade0c02, 0)
  directory.writeUInt32BE(44, 16)
  directory.writeUInt32BE(pages.length, 28)
  directory.writeUInt32BE(code.length, 32)
  directory.set([32, 2, 0, 12], 36)
  const digests = pages.map((start) =>
    createHash('sha256')
      .update(code.subarray(start, start + 4096))
      .digest(),
  )
  return Buffer.concat([code, head, directory, ...digests])
}
