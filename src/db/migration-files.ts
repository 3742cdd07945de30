/**
 * Reads the migrations that drizzle-kit generated. As a macro, it runs while the code is bundled, or loaded
 * from source.
 */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export interface Migration {
  tag: string
  /** Creation time in epoch milliseconds; Drizzle orders and identifies migrations by it. */
  createdAt: number
  /** SHA-256 of the file, as stored by Drizzle. */
  hash: string
  statements: string[]
}

/**
 * All migrations in order. Import it `with { type: 'macro' }`, so that the executable contains the result.
 */
export function readMigrations(): Migration[] {
  const folder = join(import.meta.dir, '../../drizzle')
  const journal: { entries: { tag: string; when: number }[] } = JSON.parse(
    readFileSync(join(folder, 'meta/_journal.json'), 'utf8'),
  )
  return journal.entries.map(({ tag, when }) => {
    const text = readFileSync(join(folder, `${tag}.sql`), 'utf8')
    return {
      tag,
      createdAt: when,
      hash: createHash('sha256').update(text).digest('hex'),
      statements: text.split('--> statement-breakpoint'),
    }
  })
}
