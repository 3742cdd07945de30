/** Inserts generated tables into documents, between the markers `<!-- name -->` and `<!-- /name -->`. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dir, '..')

/** Replaces the text between the markers. Throws if the document has no such markers. */
export function writeTable(document: string, name: string, table: string): void {
  const path = join(root, document)
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
  const [before, rest] = readFileSync(path, 'utf8').split(start) as [string, string?]
  const after = rest?.split(end)[1]
  if (after === undefined) throw new Error(`${document} has no ${start} … ${end}`)
  writeFileSync(path, `${before}${start}\n${table}\n${end}${after}`)
}

/** A Markdown table of these cells; the first row is the head. */
export function markdownTable([head, ...rows]: [string[], ...string[][]]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
