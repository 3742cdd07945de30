/** The documents say what the code does: tables, routes, links and paths are compared with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'bun:test'
import { settingsTable } from '../../../scripts/print-settings.ts'
import { loadConfig } from '../../config/config.ts'
import { details } from '../../errors.ts'
import { routesOf } from '../../http/app.ts'
import type { Context } from '../../http/endpoint.ts'

const root = join(import.meta.dir, '../../..')
const documents = readdirSync(root, { withFileTypes: true })
  .concat(readdirSync(join(root, 'docs'), { withFileTypes: true }))
  .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
  .map((entry) => relative(root, join(entry.parentPath, entry.name)))
const textOf = (document: string) => readFileSync(join(root, document), 'utf8')
const readme = textOf('README.md')

test('the table of settings is the one that scripts/print-settings.ts prints', () => {
  expect(marked('settings')).toBe(settingsTable())
})

test('the table of errors has every detail with its code and sentence, and says what to do', () => {
  const rows = marked('errors')
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

test('every route is in the API section', () => {
  const section = sectionOf(readme, 'API')
  // The routes are only listed here, so they need no more than their settings.
  const config = loadConfig({ ADMIN_TOKEN: 'only-so-that-its-routes-are-there-0123456789' })
  const routes = routesOf({ config } as Context)
  const missing = routes.filter(([method, path]) => !section.includes(`\`${method} ${path}\``))
  expect(missing.map(([method, path]) => `${method} ${path}`)).toEqual([])
})

test('every guarantee has its row, and tests', () => {
  const rows = [...textOf('docs/guarantees.md').matchAll(/^\| (G\d+) \| [^|]+ \| (`src\/[^|]+`) \|$/gm)]
  expect(rows.map(([, id]) => id)).toEqual(Array.from({ length: 25 }, (_, at) => `G${at + 1}`))
})

test.each(documents)('%s: links lead somewhere', (document) => {
  const text = withoutCode(textOf(document))
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1]!)
  expect(links.filter((link) => !/^(https?|mailto):/.test(link) && !leadsSomewhere(document, link))).toEqual(
    [],
  )
})

test.each(documents)('%s: the files and folders that it names exist', (document) => {
  const named = [...textOf(document).matchAll(/`((?:src|scripts|drizzle|docs)\/[\w./-]*)`/g)]
  const missing = named.map((match) => match[1]!).filter((path) => !existsSync(join(root, path)))
  expect(missing).toEqual([])
})

test('ARCHITECTURE.md has less than 150 lines', () => {
  expect(textOf('ARCHITECTURE.md').split('\n').length).toBeLessThan(150)
})

/** What stands between `<!-- name -->` and `<!-- /name -->` in the README. */
function marked(name: string): string {
  return readme.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0]?.trim() ?? ''
}

/** From a heading of the second level to the next one. */
function sectionOf(text: string, heading: string): string {
  return text.split(/^## /m).find((section) => section.startsWith(`${heading}\n`)) ?? ''
}

function leadsSomewhere(document: string, link: string): boolean {
  const [path, anchor] = link.split('#') as [string, string?]
  const target = path === '' ? document : join(dirname(document), path)
  if (!existsSync(join(root, target))) return false
  return anchor === undefined || anchorsOf(textOf(target)).includes(anchor)
}

/** The anchors that GitHub gives to headings. */
function anchorsOf(text: string): string[] {
  return [...withoutCode(text).matchAll(/^#+ (.+)$/gm)].map((match) =>
    match[1]!
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

/** Blocks of code show texts with brackets and signs that mean something else there. */
function withoutCode(text: string): string {
  return text.replace(/^```[\s\S]*?^```$/gm, '')
}
