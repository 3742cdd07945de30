/** The commands in the documents: code blocks, and commands within sentences. */
import { Glob } from 'bun'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dir, '../../../..')

/** All documents of the repository, committed or not, without those of installed packages. */
export const documents = ['*.md', '{docs,deploy,patches,scripts,src,.github}/**/*.md']
  .flatMap((pattern) => [...new Glob(pattern).scanSync({ cwd: root, dot: true })])
  .filter((path) => !path.includes('node_modules/'))
  .sort()

export interface Block {
  document: string
  lines: string[]
  /** Why the block is not run; null if it is run. */
  excuse: string | null
}

const textOf = (document: string) => readFileSync(join(root, document), 'utf8')

export const blocks = documents.flatMap((document) =>
  [
    ...textOf(document).matchAll(
      /(?:<!-- not run: ([^>]+) -->\n\n?)?^ *```(?:sh|bash|shell|console)\n([\s\S]*?)^ *```$/gm,
    ),
  ].map(([, excuse, body]): Block => ({
    document,
    // A backslash at the end of a line continues the command.
    lines: body!
      .replace(/\\\n\s*/g, '')
      .trim()
      .split('\n')
      .filter((line) => line !== ''),
    excuse: excuse ?? null,
  })),
)

/** `dumpus-server …` and `scripts/…` within sentences. No test runs them. */
export const inline = documents.flatMap((document) => {
  const prose = textOf(document).replace(/^ *```[\s\S]*?^ *```$/gm, '')
  const calls = [...prose.matchAll(/`([^`\n]*\b(?:dumpus-server|scripts\/[\w-]+) [^`\n]+)`/g)].map(
    ([, line]) => line!,
  )
  return calls.length === 0 ? [] : [{ document, lines: calls }]
})
