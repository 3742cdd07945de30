/** The blocks of commands in the documents. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dir, '../../../..')
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
]

export interface Block {
  document: string
  lines: string[]
  /** Why nobody runs it here; null when it is run. */
  excuse: string | null
}

export const blocks = documents.flatMap((document) => {
  const text = readFileSync(join(root, document), 'utf8')
  return [...text.matchAll(/(?:<!-- not run: ([^>]+) -->\n\n?)?^```sh\n([\s\S]*?)^```$/gm)].map(
    ([, excuse, body]): Block => ({
      document,
      // A line that ends with a backslash goes on.
      lines: body!
        .replace(/\\\n\s*/g, '')
        .trim()
        .split('\n')
        .filter((line) => line !== ''),
      excuse: excuse ?? null,
    }),
  )
})
