/** The commands in the documents: blocks of them, and those that a sentence names. */
import { Glob } from 'bun'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dir, '../../../..')

/** All of them, new ones too, but for what is installed or built. */
export const documents = ['*.md', '{docs,deploy,patches,scripts,src,.github}/**/*.md']
  .flatMap((pattern) => [...new Glob(pattern).scanSync({ cwd: root, dot: true })])
  // What is installed is not ours: the browser of the tests has documents, too.
  .filter((path) => !path.includes('node_modules/'))
  .sort()

export interface Block {
  document: string
  lines: string[]
  /** Why nobody runs it here; null when it is run. */
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
    // A line that ends with a backslash goes on.
    lines: body!
      .replace(/\\\n\s*/g, '')
      .trim()
      .split('\n')
      .filter((line) => line !== ''),
    excuse: excuse ?? null,
  })),
)

/** `dumpus-server …` and `scripts/…` within sentences: shown and not run, but they must exist. */
export const inline = documents.flatMap((document) => {
  const prose = textOf(document).replace(/^ *```[\s\S]*?^ *```$/gm, '')
  const calls = [...prose.matchAll(/`([^`\n]*\b(?:dumpus-server|scripts\/[\w-]+) [^`\n]+)`/g)].map(
    ([, line]) => line!,
  )
  return calls.length === 0 ? [] : [{ document, lines: calls }]
})
