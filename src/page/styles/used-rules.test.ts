/** Every class, variable and animation of the stylesheets has a user: a component, or another rule. */
import { expect, test } from 'bun:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

async function textOf(pattern: string, isWanted: (path: string) => boolean = () => true): Promise<string> {
  const paths = [...new Bun.Glob(pattern).scanSync(root)].filter(isWanted)
  expect(paths.length).toBeGreaterThan(7)
  const texts = await Promise.all(paths.map((path) => Bun.file(`${root}/${path}`).text()))
  return texts.join('\n').replace(/\/\*.*?\*\//gs, '')
}

const css = await textOf('styles/*.css')
// Texts are prose, in which any word may occur.
const code = await textOf(
  '**/*.{ts,tsx,html}',
  (path) => !path.includes('.test.') && !path.startsWith('texts/'),
)

function matchesOf(text: string, pattern: RegExp): Set<string> {
  return new Set([...text.matchAll(pattern)].map(([whole, part]) => part ?? whole))
}

/** The words within quotes, and of each line with a template, which may have quotes inside. */
const literals = [...matchesOf(code, /'[^'\n]*'|"[^"\n]*"|.*`.*/g)].join(' ')
const words = matchesOf(literals, /(?:--)?[a-z][\w-]*/gi)
/** The beginnings of names that are completed at run time: `notice-` of `notice-${kind}`. */
const beginnings = matchesOf(code, /([a-z][\w-]*-)\$\{/gi)

/** Whether the page's code can make this name. What completes a beginning is a number or a word. */
function isMade(name: string): boolean {
  const rests = [...beginnings].flatMap((start) => (name.startsWith(start) ? name.slice(start.length) : []))
  return words.has(name) || rests.some((rest) => /^\d+$/.test(rest) || words.has(rest))
}

test('every class is that of a component', () => {
  const selectors = [...matchesOf(css, /[^{};]+(?=\{)/g)].join(' ')
  const classes = [...matchesOf(selectors, /\.([a-z][\w-]*)/gi)]
  expect(classes.length).toBeGreaterThan(150)
  expect(classes.filter((name) => !isMade(name))).toEqual([])
})

test('every variable is used', () => {
  const used = matchesOf(css, /var\((--[\w-]+)/g)
  const names = [...matchesOf(css, /(--[\w-]+)\s*:/g)]
  expect(names.length).toBeGreaterThan(50)
  expect(names.filter((name) => !used.has(name) && !words.has(name))).toEqual([])
})

test('every animation is used', () => {
  const names = [...matchesOf(css, /@keyframes ([\w-]+)/g)]
  expect(names.length).toBeGreaterThan(1)
  expect(names.filter((name) => !new RegExp(`animation(-name)?:[^;]*\\b${name}\\b`).test(css))).toEqual([])
})
