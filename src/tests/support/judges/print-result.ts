/**
 * Analyzes the package at a path and prints a hash of the result, for tests that set a process's environment.
 */
import { sqliteOf } from './engine-run.ts'

if (import.meta.main) {
  const [path, today] = process.argv.slice(2)
  const file = await sqliteOf(await Bun.file(path!).bytes(), { today: today! })
  process.stdout.write(Bun.hash(file).toString(16))
}
