/**
 * Finds the Chromium of the browser tests: the one of scripts/browser, or the one that TEST_BROWSER names.
 */
import { existsSync, readFileSync } from 'node:fs'
import { chmod, mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync } from 'node:zlib'

export interface BrowserProgram {
  path: string
  /** Variables that it needs in addition to PATH and HOME. */
  environment: Record<string, string>
}

const root = join(import.meta.dir, '../../../..')
const packageFolder = join(root, 'scripts/browser/node_modules/@sparticuz/chromium')
/** Chromium's fonts, and the shared libraries that it needs and a minimal Linux lacks. */
const companions = ['fonts', 'al2023']
/**
 * Replaces the package's own font configuration, which refers to folders of another system. It adds the fonts
 * of this system, which may include emoji and Japanese.
 */
const fontSettings = `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir prefix="relative">fonts</dir><dir>/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`

/**
 * Finds the browser. Unpacks the one of scripts/browser into build/, once per version. If there is none, the
 * error says what to do.
 */
export async function findBrowser(): Promise<BrowserProgram> {
  const named = process.env.TEST_BROWSER
  if (named) return { path: named, environment: {} }
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      `there is no package with a Chromium for ${process.platform}-${process.arch}: set TEST_BROWSER to the path of an installed one`,
    )
  }
  if (!existsSync(packageFolder)) {
    throw new Error('the browser of the tests is not installed: run scripts/setup --browser')
  }
  const { version } = JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')) as {
    version: string
  }
  const home = join(root, `build/chromium-${version}`)
  if (!existsSync(home)) await unpack(home)
  return {
    path: join(home, 'chromium'),
    environment: { LD_LIBRARY_PATH: join(home, 'lib'), FONTCONFIG_PATH: home },
  }
}

async function unpack(home: string): Promise<void> {
  const unfinished = `${home}.${process.pid}`
  const inflated = async (name: string) =>
    brotliDecompressSync(await Bun.file(join(packageFolder, 'bin', `${name}.br`)).bytes())
  await mkdir(unfinished, { recursive: true })
  for (const name of companions) await new Bun.Archive(await inflated(`${name}.tar`)).extract(unfinished)
  await Bun.write(join(unfinished, 'fonts.conf'), fontSettings)
  await Bun.write(join(unfinished, 'chromium'), await inflated('chromium'))
  await chmod(join(unfinished, 'chromium'), 0o755)
  // If another run was faster, its folder is used.
  await rename(unfinished, home).catch(() => rm(unfinished, { recursive: true, force: true }))
}
