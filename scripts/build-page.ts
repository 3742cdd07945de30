/**
 * Builds the page of src/page for browsers into build/page, which the server serves and the executable
 * contains. The output is files with a hash in their names, each plain and compressed, and `files.js`, the
 * list that src/http/pages/page.ts imports. Does nothing if no input has changed.
 *
 *     bun scripts/build-page.ts
 */
import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'

/** A file to serve. */
interface PageFile {
  name: string
  bytes: Uint8Array
}

const root = fileURLToPath(new URL('..', import.meta.url))
const home = join(root, 'build/page')
const label = join(root, 'build/page.version')
/** The files that can become part of the page: its own folder, and the folders that it may import. */
const sources = new Bun.Glob('src/{page,analysis,data-package,platform}/**')
const others = ['src/errors.ts', 'src/instant.ts', 'bun.lock', 'scripts/build-page.ts']
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
}

const wanted = fingerprint()
if (!existsSync(join(home, 'files.js')) || !existsSync(label) || readFileSync(label, 'utf8') !== wanted) {
  const files = await build()
  await write(files)
  await Bun.write(label, wanted)
  console.log(`Built the page: ${files.length} files, ${sizeOf(files)} KB compressed.`)
}

function fingerprint(): string {
  const hash = new Bun.CryptoHasher('sha256')
  for (const path of [...sources.scanSync({ cwd: root })].sort().concat(others)) {
    if (/\.test\.tsx?$/.test(path)) continue
    hash.update(path).update(readFileSync(join(root, path)))
  }
  return hash.digest('hex')
}

/** Workers come first, because the page contains their names. */
async function build(): Promise<PageFile[]> {
  const wasm = hashed(
    'sqlite3.wasm',
    readFileSync(fileURLToPath(import.meta.resolve('@sqlite.org/sqlite-wasm/sqlite3.wasm'))),
  )
  const icon = hashed('icon.svg', readFileSync(join(root, 'src/page/icon.svg')))
  const kernels = ['vector', 'plain'].map((form) =>
    hashed(`${form}.wasm`, readFileSync(join(root, `src/data-package/kernel/${form}.wasm`))),
  )
  const wasmNames = {
    SQLITE_WASM_FILE: wasm.name,
    KERNEL_VECTOR_FILE: kernels[0]!.name,
    KERNEL_PLAIN_FILE: kernels[1]!.name,
  }
  const workers = await bundleWorkers(wasmNames)
  // A separate classic script: modules would run after the first paint.
  const first = await bundle(['src/page/first.ts'], {}, 'iife')
  const main = await bundle(['src/page/main.tsx', 'src/page/styles/page.css'], {
    DATABASE_WORKER_FILE: nameOf(workers, 'database-worker', '.js'),
    ANALYSIS_WORKER_FILE: nameOf(workers, 'analysis-worker', '.js'),
  })
  const page = [...first, ...main]
  const html = readFileSync(join(root, 'src/page/page.html'), 'utf8').replace(
    /\{(\w+)(\.\w+)\}/g,
    (_, name: string, type: string) => nameOf([...page, icon], name, type),
  )
  return [
    { name: 'index.html', bytes: new TextEncoder().encode(html) },
    ...page,
    ...workers,
    wasm,
    ...kernels,
    icon,
  ]
}

/**
 * Bundles all workers at once, so that shared code (SQLite, the package readers) exists once. The analysis
 * worker contains the name of the activity worker, which is known only afterwards and is inserted then.
 */
async function bundleWorkers(wasmNames: Record<string, string>): Promise<PageFile[]> {
  const unknown = 'the-activity-worker.js'
  const workers = await bundle(
    ['data/database-worker', 'engine/activity-worker', 'engine/analysis-worker'].map(
      (path) => `src/page/${path}.ts`,
    ),
    { ...wasmNames, ACTIVITY_WORKER_FILE: unknown },
  )
  const activity = nameOf(workers, 'activity-worker', '.js')
  return workers.map((file) => {
    const text = new TextDecoder().decode(file.bytes)
    if (!text.includes(unknown)) return file
    return hashed('analysis-worker.js', new TextEncoder().encode(text.replaceAll(unknown, activity)))
  })
}

/** `names`: constants in the code that hold names of other files. */
async function bundle(
  entries: string[],
  names: Record<string, string>,
  format: 'esm' | 'iife' = 'esm',
): Promise<PageFile[]> {
  const { outputs } = await Bun.build({
    entrypoints: entries.map((path) => join(root, path)),
    target: 'browser',
    format,
    splitting: format === 'esm',
    minify: true,
    naming: '[name]-[hash].[ext]',
    define: {
      'process.env.NODE_ENV': '"production"',
      ...Object.fromEntries(Object.entries(names).map(([name, file]) => [name, JSON.stringify(file)])),
    },
    throw: true,
  })
  return Promise.all(
    outputs.map(async (output) => ({
      name: basename(output.path),
      bytes: new Uint8Array(await output.arrayBuffer()),
    })),
  )
}

function hashed(name: string, bytes: Uint8Array): PageFile {
  const type = extname(name)
  return { name: `${basename(name, type)}-${Bun.hash.wyhash(bytes).toString(36)}${type}`, bytes }
}

function nameOf(files: readonly PageFile[], name: string, type: string): string {
  const found = files.filter((file) => file.name.startsWith(`${name}-`) && file.name.endsWith(type))
  if (found.length !== 1) throw new Error(`${found.length} files are called ${name}${type}`)
  return found[0]!.name
}

/**
 * Writes the files into a temporary folder and then renames that folder, so that a server that starts
 * meanwhile finds all files or none.
 */
async function write(files: readonly PageFile[]): Promise<void> {
  const unfinished = `${home}.${process.pid}`
  await rm(unfinished, { recursive: true, force: true })
  await mkdir(unfinished, { recursive: true })
  for (const { name, bytes } of files) {
    await Bun.write(join(unfinished, name), bytes)
    await Bun.write(join(unfinished, `${name}.br`), brotli(bytes))
    await Bun.write(join(unfinished, `${name}.gz`), gzipSync(bytes, { level: 9 }))
  }
  await Bun.write(join(unfinished, 'files.js'), listOf(files))
  await rm(home, { recursive: true, force: true })
  await rename(unfinished, home)
}

/**
 * The executable embeds imports `with { type: 'file' }`, so this is a module that imports each file in its
 * three encodings.
 */
function listOf(files: readonly PageFile[]): string {
  const encodings = ['', '.br', '.gz']
  const imports = files.flatMap(({ name }, index) =>
    encodings.map(
      (ending, form) => `import f${index}_${form} from './${name}${ending}' with { type: 'file' }`,
    ),
  )
  const rows = files.map(({ name, bytes }, index) => {
    const row = { name, type: types[extname(name)], etag: `"${Bun.hash.wyhash(bytes).toString(36)}"` }
    return `  { ...${JSON.stringify(row)}, plain: f${index}_0, br: f${index}_1, gzip: f${index}_2 },`
  })
  return `${imports.join('\n')}\n\nexport const pageFiles = [\n${rows.join('\n')}\n]\n`
}

function brotli(bytes: Uint8Array): Uint8Array {
  return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
}

function sizeOf(files: readonly PageFile[]): number {
  return Math.round(files.reduce((sum, { bytes }) => sum + brotli(bytes).length, 0) / 1024)
}
