/** The documents agree with the code: their tables, routes, links and paths are compared with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { Glob } from 'bun'
import { expect, test } from 'bun:test'
import { settingsTable } from '../../../scripts/print-settings.ts'
import { loadConfig } from '../../config/config.ts'
import { details } from '../../errors.ts'
import { routesOf } from '../../http/app.ts'
import type { Context } from '../../http/endpoint.ts'
import { greetingText } from '../../server/greeting.ts'

const root = join(import.meta.dir, '../../..')
const documents = readdirSync(root, { withFileTypes: true })
  .concat(readdirSync(join(root, 'docs'), { withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
const textOf = (document: string) => readFileSync(join(root, document), 'utf8')

test('the table of settings equals the output of scripts/print-settings.ts', () => {
  expect(marked('docs/configuration.md', 'settings')).toBe(settingsTable())
})

test('the table of errors has every detail with its code, its sentence and advice', () => {
  const rows = marked('docs/troubleshooting.md', 'errors')
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()))
  expect(rows.map(([, detail, code, sentence]) => ({ detail, code, sentence }))).toEqual(
    Object.entries(details).map(([detail, { code, sentence }]) => ({
      detail: `\`${detail}\``,
      code: `\`${code}\``,
      sentence,
    })),
  )
  expect(rows.filter(([, , , , advice]) => !advice)).toEqual([])
})

test('README.md shows what a server prints when it starts', () => {
  expect(textOf('README.md')).toContain(`\`\`\`\n${greetingText({ publicUrl: null }, 5000)}\`\`\``)
})

test('every section that programs and configurations refer to exists', () => {
  const files = [...new Glob('{src,deploy,scripts}/**/*').scanSync(root)].filter(
    (path) => !/test\.ts$/.test(path),
  )
  const named = files.flatMap((path) =>
    [...textOf(path).matchAll(/(docs\/[a-z-]+\.md), ["“]([^"”]+)["”]/g)].map(([, document, heading]) => ({
      path,
      document: document!,
      heading: heading!,
    })),
  )
  expect(named.map(({ path }) => path)).toContain('deploy/dumpus-server.service')
  const missing = named.filter(({ document, heading }) => !textOf(document).includes(`\n## ${heading}\n`))
  expect(missing).toEqual([])
})

test('every route that is not hidden is in docs/api.md', () => {
  const api = textOf('docs/api.md')
  // The administrator's routes exist only with a token. Listing routes needs nothing else of the context.
  const config = loadConfig({ ADMIN_TOKEN: 'only-so-that-its-routes-are-there-0123456789' })
  const routes = routesOf({ config } as Context)
  const missing = routes.filter(
    ([method, path, { isHidden }]) => !isHidden && !api.includes(`\`${method} ${path}\``),
  )
  expect(missing.map(([method, path]) => `${method} ${path}`)).toEqual([])
})

test('the guarantees are numbered from G1 on without a gap, and their rows name files of src/', () => {
  const rows = [
    ...textOf('docs/guarantees.md').matchAll(/^\| ([GH]\d+) \| [^|]+ \| [^|]*(`src\/[^|]+`) \|$/gm),
  ]
  const numbered = (letter: string) => rows.map(([, id]) => id!).filter((id) => id.startsWith(letter))
  expect(numbered('G').length).toBeGreaterThanOrEqual(29)
  expect(numbered('G')).toEqual(numbered('G').map((_, at) => `G${at + 1}`))
  expect(numbered('H').length).toBeGreaterThanOrEqual(12)
  expect(rows.length).toBe(numbered('G').length + numbered('H').length)
})

test.each(documents)('%s: links within the repository lead somewhere', (document) => {
  const text = withoutCode(textOf(document))
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!)
  expect(links.filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(document, link))).toEqual(
    [],
  )
})

test.each(documents)('%s: all named files and folders exist', (document) => {
  const named = [...textOf(document).matchAll(/`((?:src|scripts|drizzle|docs)\/[\w./-]*)`/g)]
  const missing = named.map((match) => match[1]!).filter((path) => !existsSync(join(root, path)))
  expect(missing).toEqual([])
})

test.each(['README.md', 'ARCHITECTURE.md'])('%s has at most 150 lines', (document) => {
  expect(textOf(document).trimEnd().split('\n').length).toBeLessThanOrEqual(150)
})

test('README.md names every document', () => {
  const readme = textOf('README.md')
  const unnamed = documents.filter((path) => path !== 'README.md' && !readme.includes(`(${path})`))
  expect(unnamed).toEqual([])
})

/** The text between `<!-- name -->` and `<!-- /name -->` in a document. */
function marked(document: string, name: string): string {
  return textOf(document).split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0]?.trim() ?? ''
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path, anchor] = link.split('#') as [string, string?]
  const target = path === '' ? document : join(dirname(document), path)
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || anchorsOf(textOf(target)).includes(anchor)
}

/** The anchors that GitHub generates for headings. */
function anchorsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Removes code blocks, where brackets and other characters are not links. */
function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '')
}
