/** Runs the compiled executable on a package, like its users. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Detail, PackageError, details } from '../../../errors.ts'
import { inherited } from '../servers/server-process.ts'

/** The SQLite file that `EXECUTABLE analyze` makes of an archive. Throws PackageError. */
export async function sqliteByExecutable(executable: string, archive: Uint8Array): Promise<Uint8Array> {
  const folder = mkdtempSync(join(tmpdir(), 'dumpus-executable-'))
  try {
    writeFileSync(join(folder, 'package.zip'), archive)
    const child = Bun.spawn([executable, 'analyze', join(folder, 'package.zip'), '-o', '-'], {
      cwd: folder,
      env: inherited,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const [sqlite, stderr, exitCode] = await Promise.all([
      new Response(child.stdout).bytes(),
      new Response(child.stderr).text(),
      child.exited,
    ])
    if (exitCode === 0) return sqlite
    const detail = /\((\w+)\)\n$/.exec(stderr)?.[1] ?? ''
    if (!Object.hasOwn(details, detail)) throw new Error(`the executable ended with ${exitCode}: ${stderr}`)
    throw new PackageError(detail as Detail)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
