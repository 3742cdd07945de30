/**
 * Lists the contents of an executable (SBOM) as CycloneDX 1.6: the packages that the bundler included, with
 * the lock file's versions.
 */
import { join } from 'node:path'

interface Component {
  type: string
  'bom-ref': string
  name: string
  version?: string
  description?: string
  purl: string
  licenses?: { license: { id: string } | { name: string } }[]
  hashes?: { alg: string; content: string }[]
}

interface Lock {
  packages: Record<string, [nameAndVersion: string, registry: string, more: object, integrity: string]>
}

interface Manifest {
  packageManager: string
  license: string
  optionalDependencies: Record<string, string>
}

/** The JSON text. `root` is the repository, with its packages installed. */
export async function describeContents(root: string, version: string, madeAt: Date): Promise<string> {
  const lock = Bun.JSONC.parse(await Bun.file(join(root, 'bun.lock')).text()) as Lock
  const manifest = (await Bun.file(join(root, 'package.json')).json()) as Manifest
  // The bundle does not contain PostgreSQL: each executable embeds an archive with the one for its platform.
  const postgres = Object.keys(manifest.optionalDependencies).map((name) => [name])
  const carried = [...(await bundledPackages(root)), ...postgres]
  const components = await Promise.all(carried.map((names) => describe(root, names, lock)))
  const server = { type: 'application', 'bom-ref': 'dumpus-server', name: 'dumpus-server', version }
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      timestamp: madeAt.toISOString(),
      component: { ...server, licenses: [{ license: { id: manifest.license } }] },
    },
    components: [
      component('bun', manifest.packageManager.replace(/^bun@/, ''), 'platform'),
      postgresOf(manifest),
      ...adopted,
      ...components.sort((left, right) => (left.purl < right.purl ? -1 : 1)),
    ],
  }
  return `${JSON.stringify(document, null, 2)}\n`
}

/** Work of others in our own code: not a package, but a technique that was adopted. */
const adopted: Component[] = [
  {
    type: 'library',
    'bom-ref': 'pkg:github/ebiggers/libdeflate',
    name: 'libdeflate',
    description: 'The decoder of the kernel, src/data-package/kernel/assembly, works by its technique.',
    purl: 'pkg:github/ebiggers/libdeflate',
    licenses: [{ license: { id: 'MIT' } }],
  },
]

/** Placeholders for the file names that the page's own build inserts. */
const pageNames = { SQLITE_WASM_FILE: '""', DATABASE_WORKER_FILE: '""' }

/**
 * The packages that have a file in a bundle, as names from the outer one to the inner one: ['@scalar/themes',
 * 'nanoid'].
 */
async function bundledPackages(root: string): Promise<string[][]> {
  const threads = [...new Bun.Glob('src/*-thread.ts').scanSync({ cwd: root, absolute: true })]
  const workers = [...new Bun.Glob('src/page/*/*-worker.ts').scanSync({ cwd: root, absolute: true })]
  const builds = await Promise.all([
    Bun.build({ entrypoints: [join(root, 'src/main.ts'), ...threads], target: 'bun', metafile: true }),
    // scripts/build-page.ts bundles the page, and the executable embeds that bundle.
    Bun.build({
      entrypoints: [join(root, 'src/page/main.tsx'), ...workers],
      target: 'browser',
      metafile: true,
      define: pageNames,
    }),
  ])
  const found = new Map<string, string[]>()
  for (const path of builds.flatMap(({ metafile }) => Object.keys(metafile!.inputs))) {
    const names = path
      .split('node_modules/')
      .slice(1)
      .map((part) => /^(@[^/]+\/)?[^/]+/.exec(part)![0])
    if (names.length > 0) found.set(names.join('/'), names)
  }
  return [...found.values()]
}

async function describe(root: string, names: string[], lock: Lock): Promise<Component> {
  const locked = lock.packages[names.join('/')]
  if (!locked) throw new Error(`${names.join('/')} is included, but not in bun.lock`)
  const [nameAndVersion, , , integrity] = locked
  const at = nameAndVersion.lastIndexOf('@')
  const license = await licenseOf(root, names)
  return {
    ...component(nameAndVersion.slice(0, at), nameAndVersion.slice(at + 1), 'library'),
    ...(license && { licenses: [{ license: isIdentifier(license) ? { id: license } : { name: license } }] }),
    hashes: [
      { alg: 'SHA-512', content: Buffer.from(integrity.replace('sha512-', ''), 'base64').toString('hex') },
    ],
  }
}

/**
 * PostgreSQL under its own name, by which its vulnerabilities are listed. Its packages append further numbers
 * to the version.
 */
function postgresOf({ optionalDependencies }: Manifest): Component {
  const version = /^\d+\.\d+/.exec(Object.values(optionalDependencies)[0]!)![0]
  const purl = `pkg:generic/postgresql@${version}`
  const licenses = [{ license: { id: 'PostgreSQL' } }]
  return { type: 'application', 'bom-ref': purl, name: 'postgresql', version, purl, licenses }
}

function component(name: string, version: string, type: string): Component {
  const purl = `pkg:npm/${name.replace('@', '%40')}@${version}`
  return { type, 'bom-ref': purl, name, version, purl }
}

/** The package's own license field. Packages of other platforms are not installed here. */
async function licenseOf(root: string, names: string[]): Promise<string | null> {
  const folders = names.flatMap((name) => ['node_modules', name])
  const file = Bun.file(join(root, ...folders, 'package.json'))
  if (!(await file.exists())) return null
  return ((await file.json()) as { license?: string }).license ?? null
}

function isIdentifier(license: string): boolean {
  return /^[A-Za-z0-9.+-]+$/.test(license)
}
