/** The packages for measurements: generated once and cached until the generator changes. */
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { type PackageInput, type Size, sizes } from '../../src/synthetic-package/options.ts'
import { writePackage } from '../../src/synthetic-package/write-package.ts'
import { type Benchmark, cacheFolder, root } from './benchmark.ts'

/** The path of the package of a size. */
export function packageOf(size: Size, benchmark: Benchmark): Promise<string> {
  return packageWith(size, { ...sizes[size], detail: false }, benchmark)
}

/** The path of a package with these options; `name` makes its file name readable. */
export async function packageWith(name: string, input: PackageInput, { say }: Benchmark): Promise<string> {
  mkdirSync(cacheFolder, { recursive: true })
  const path = join(cacheFolder, `${name}-${await fingerprintOf(input)}.zip`)
  if (existsSync(path)) return path
  say(`making the package ${name}`)
  for (const old of readdirSync(cacheFolder)) {
    if (new RegExp(`^${name}-[0-9a-f]{16}\\.zip`).test(old)) rmSync(join(cacheFolder, old))
  }
  const partial = `${path}.partial`
  const file = openSync(partial, 'w')
  try {
    const { archive } = await writePackage(input, (chunk) => writeWhole(file, chunk))
    const size = `${megabytes(archive.bytes)}, ${megabytes(archive.inflatedBytes)} inside`
    say(`${name}: ${size}, ${archive.entries} entries`)
  } finally {
    closeSync(file)
  }
  renameSync(partial, path)
  return path
}

/** Changes with the options and with every file of the generator. */
async function fingerprintOf(input: PackageInput): Promise<string> {
  const hash = new Bun.CryptoHasher('sha256').update(JSON.stringify(input))
  const folder = join(root, 'src/synthetic-package')
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.test.ts')) hash.update(await Bun.file(join(folder, name)).bytes())
  }
  return hash.digest('hex').slice(0, 16)
}

function writeWhole(file: number, chunk: Uint8Array): void {
  for (let done = 0; done < chunk.length;) done += writeSync(file, chunk, done)
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`
}
