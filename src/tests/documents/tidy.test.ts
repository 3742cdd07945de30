/**
 * The project's rules that a machine can check: the import layers, the homes of outside dependencies, no
 * cycles, no dead files, and no huge files.
 */
import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

interface SourceFile {
  /** Relative to src/, with `/`. */
  path: string
  text: string
  /** The text without comments. */
  code: string
  isTest: boolean
  /** The paths in src/ that the file imports (types included) or starts as threads. */
  imports: string[]
}

const root = join(import.meta.dir, '../..')
const files = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'))
    .sort()
    .map((path) => [path, readSource(path)]),
)
const scriptFiles = readdirSync(join(root, '../scripts'), { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.tsx?$/.test(path))
  .map((path) => ({
    path: `../scripts/${path}`,
    code: codeOf(readFileSync(join(root, '../scripts', path), 'utf8')),
  }))
const sources = [...files.values()].filter(({ isTest }) => !isTest)

/** The lowest layer first. A file may import from its own folder or from a lower layer. */
const layerOf: Record<string, number> = {
  config: 0,
  telemetry: 0,
  platform: 0,
  db: 1,
  'data-package': 1,
  'synthetic-package': 1,
  results: 2,
  discord: 2,
  analysis: 2,
  queue: 3,
  legacy: 4,
  packages: 5,
  http: 6,
  worker: 6,
  doctor: 6,
  server: 7,
  cli: 8,
  // The browser's page is beside the layers.
  page: 3,
}
const entries = [...files.keys()].filter((path) => path === 'main.ts' || /^[^/]+-thread\.ts$/.test(path))
/** The entries that scripts/build-page bundles for the browser: the page, and the workers that it starts. */
const pageEntry = /^page\/(main\.tsx|first\.ts|[a-z-]+\/[a-z-]+-worker\.ts)$/
/** The entry that scripts/build-kernel compiles. */
const kernelEntry = 'data-package/kernel/assembly/exports.ts'
/** Named in bunfig.toml and loaded before the tests. */
const testsPreload = 'tests/support/fixed-seed.ts'

/** Files that may be longer than 250 lines because they are a single table. */
const longTables: string[] = []

/** Functions that may be longer than 70 lines, each with its reason. */
const longFunctions: Record<string, string> = {
  'data-package/kernel/assembly/symbols.ts decodeBlock':
    'one loop, whose calls would cost more than its work',
  'legacy/source.ts openLegacySource': 'one query after the other over one connection',
  'tests/support/hostile/provocations.ts provoke': 'a list of provocations',
  'tests/support/servers/api.ts startApi': 'the parts of a server, put together',
  'worker/pool.ts startPool': 'the loop and the functions that share its state',
}

/**
 * The home of each dependency: a pattern in the code, and the files that may contain it.
 */
const homes: [what: string, pattern: RegExp, home: RegExp][] = [
  ['elysia', /from '(elysia|@elysiajs\/[^']+)'/, /^http\//],
  ['drizzle', /from 'drizzle-orm[^']*'/, /^(db|queue|results|discord|legacy)\//],
  ['postgres.js', /^import (?!type ).* from 'postgres'/m, /^db\//],
  ['bun:sqlite', /from 'bun:sqlite'/, /^(platform\/in-bun|db\/embedded\/data-dir-lock|cli\/.*)\.ts$/],
  [
    'cryptography',
    /from '(node:)?crypto'|crypto\.subtle|Bun\.(CryptoHasher|password|sha)/,
    // The other files make log tags, random secrets, and checksums of stored blobs and of migrations. They
    // use neither ciphers nor keys. The page decrypts its own results in the browser.
    /^(crypto|page\/flow\/fetch-result|telemetry\/logger|results\/[^/]+|db\/(migration-files|secrets))\.ts$/,
  ],
  [
    'ciphers',
    /\bcreate(Cipher|Decipher)iv\b|\bhkdf|\bcreateHmac\b/,
    // The page encrypts its own results in the browser.
    /^(crypto|page\/hand-over\/seal-for-app)\.ts$/,
  ],
  ['the environment', /\b(process|Bun)\.env\b/, /^main\.ts$/],
  ['the end of the process', /\bprocess\.(exit\b|exitCode|abort|reallyExit)/, /^main\.ts$/],
  [
    'the network',
    /\bfetch\(|from '(node:)?(https?|net|tls|dgram)'/,
    /^(page\/(flow\/[^/]+|engine\/start-worker)|data-package\/fetch\/(download|redirects|public-address)|http\/(request\/client-address|view-server)|discord\/[^/]+|results\/bucket|cli\/healthcheck|doctor\/[^/]+|db\/(embedded\/)?[^/]+|config\/setting-types)\.ts$/,
  ],
]

test('the source files were found', () => {
  expect(files.size).toBeGreaterThan(100)
  expect(entries).toContain('main.ts')
  expect(files.get('main.ts')!.imports).toContain('cli/run.ts')
})

test('imports go to the same folder or to a lower layer', () => {
  const wrong = inHouse().flatMap(({ path, imports }) =>
    imports
      .filter((target) => folderOf(target) !== folderOf(path) && !(layerAt(target) < layerAt(path)))
      .map((target) => `${path} → ${target}`),
  )
  expect(wrong).toEqual([])
})

test('no other folder imports the page', () => {
  const wrong = inHouse().filter(
    ({ path, imports }) => folderOf(path) !== 'page' && imports.some((target) => folderOf(target) === 'page'),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('the page imports only code that runs in a browser', () => {
  const wrong = inHouse()
    .filter(({ path }) => folderOf(path) === 'page')
    .flatMap(({ path, imports }) =>
      imports
        .filter(
          (target) =>
            !/^(page|analysis|data-package|platform)\/|^(errors|instant|config\/analysis-limits)\.ts$/.test(
              target,
            ),
        )
        .map((target) => `${path} → ${target}`),
    )
  expect(wrong).toEqual([])
})

test('every folder is in a layer', () => {
  const folders = new Set(inHouse().map(({ path }) => folderOf(path)))
  expect([...folders].filter((folder) => folder !== '' && layerOf[folder] === undefined)).toEqual([])
})

test('only tests import from src/tests', () => {
  const wrong = inHouse().filter(({ imports }) => imports.some((target) => target.startsWith('tests/')))
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('no file imports a test', () => {
  const wrong = [...files.values()].filter(({ imports }) =>
    imports.some((target) => /\.test\.tsx?$/.test(target)),
  )
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('imports of src/ name files that exist', () => {
  const wrong = [...files.values()].flatMap(({ path, imports }) =>
    imports.filter((target) => !files.has(target)).map((target) => `${path} → ${target}`),
  )
  expect(wrong).toEqual([])
})

test('there are no import cycles', () => {
  expect(cyclesOf(sources)).toEqual([])
})

test('there are no dead files: an entry or a script needs each file, or a test if it is in src/tests', () => {
  const scripts = readdirSync(join(root, '../scripts'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .flatMap((path) => importsOf(join(root, '../scripts', path)))
  const pageEntries = [...files.keys()].filter((path) => pageEntry.test(path))
  const alive = reachableFrom([...entries, ...pageEntries, kernelEntry, ...scripts])
  const tests = [...files.keys()].filter((path) => /\.test\.tsx?$/.test(path))
  const usedByTests = reachableFrom([testsPreload, ...tests])
  const dead = sources.filter(
    ({ path }) => !alive.has(path) && !(isTestSupport(path) && usedByTests.has(path)),
  )
  expect(dead.map(({ path }) => path)).toEqual([])
})

test('files are at most 250 lines, tests 400', () => {
  const long = [...files.values()]
    .map(({ path, text, isTest }) => ({ path, lines: text.trimEnd().split('\n').length, isTest }))
    .filter(({ lines, isTest }) => lines > (isTest ? 400 : 250))
    .filter(({ path }) => !longTables.includes(path))
    .map(({ path, lines }) => `${path}: ${lines}`)
  expect(long).toEqual([])
})

test('functions are at most 70 lines', () => {
  const long = sources
    .flatMap(({ path, text }) =>
      functionsOf(text).map(({ name, lines }) => ({ key: `${path} ${name}`, lines })),
    )
    .filter(({ lines }) => lines > 70)
  expect(long.filter(({ key }) => !longFunctions[key]).map(({ key, lines }) => `${key}: ${lines}`)).toEqual(
    [],
  )
  expect(Object.keys(longFunctions).filter((key) => !long.some((one) => one.key === key))).toEqual([])
})

test('every exported value is used in another file, and every exported type at least in its own', () => {
  const wordsOf = new Map(
    [...files.values(), ...scriptFiles].map(({ path, code }) => [
      path,
      new Set(code.match(/[A-Za-z_$][\w$]*/g)),
    ]),
  )
  const unused = sources
    // drizzle-kit reads the exported tables, and the page's types are the interface of its figures.
    .filter(({ path }) => !['db/schema.ts', 'page/data/types.ts', kernelEntry].includes(path))
    .flatMap(({ path, code }) => {
      const elsewhere = [...wordsOf].filter(([other]) => other !== path)
      return exportsOf(code)
        .filter(({ name }) => !elsewhere.some(([, words]) => words.has(name)))
        .filter(({ name, isType }) => !isType || code.split(new RegExp(`\\b${name}\\b`)).length <= 2)
        .map(({ name }) => `${path} ${name}`)
    })
  expect(unused).toEqual([])
})

test('every file except tests begins with a sentence about its purpose', () => {
  const silent = sources.filter(({ text }) => !/^\/\*\*\s[\s\S]{10,}?\*\//.test(text))
  expect(silent.map(({ path }) => path)).toEqual([])
})

test('there are no open ends, and no test is skipped', () => {
  const marks = new RegExp(
    ['TO' + 'DO', 'FIX' + 'ME', 'for ' + 'now', '\\.skip\\(', '\\.todo\\(', '\\.only\\('].join('|'),
  )
  const wrong = [...files.values()].filter(({ text }) => marks.test(text))
  expect(wrong.map(({ path }) => path)).toEqual([])
})

test('file names are specific', () => {
  const empty = /(^|\/)(utils?|helpers?|lib|common|misc|index)(\.|\/)/
  expect([...files.keys()].filter((path) => empty.test(path))).toEqual([])
})

describe('homes', () => {
  test.each(homes)('%s', (what, pattern, home) => {
    const having = inHouse().filter(({ code }) => pattern.test(code))
    expect(having.filter(({ path }) => !home.test(path)).map(({ path }) => path)).toEqual([])
    expect([what, having.length]).not.toEqual([what, 0])
  })
})

describe('the checks themselves', () => {
  test('find cycles, comments, functions and exports', () => {
    const one = { ...files.get('main.ts')!, path: 'a.ts', imports: ['b.ts'] }
    const other = { ...one, path: 'b.ts', imports: ['a.ts'] }
    expect(cyclesOf([one, other])).toEqual(['a.ts → b.ts → a.ts'])
    expect(cyclesOf([one, { ...other, imports: [] }])).toEqual([])
    expect(codeOf(`a // process.env\n/* process.env */ b 'https://x'`)).toBe(`a \n b 'https://x'`)
    for (const [, pattern] of homes) expect(pattern.global).toBeFalse()
    expect(
      functionsOf(
        'export function a(b: number): void {\n  b\n}\nclass C {\n  d(\n    e: F,\n  ): G {\n    e\n  }\n}\nh(\n  i,\n)',
      ),
    ).toEqual([
      { name: 'a', lines: 3 },
      { name: 'd', lines: 5 },
    ])
    expect(
      exportsOf('export const a = 1\nexport async function b() {}\nexport type C = 1\nconst d = 2'),
    ).toEqual([
      { name: 'a', isType: false },
      { name: 'b', isType: false },
      { name: 'C', isType: true },
    ])
  })
})

/**
 * Functions and methods with their numbers of lines. It relies on the formatter: the last line has the same
 * indentation as the first.
 */
function functionsOf(text: string): { name: string; lines: number }[] {
  const lines = text.split('\n')
  return lines.flatMap((line, first) => {
    const begin =
      /^( *)(?:(?:export|default|async|static|private|override) )*(?:function\*? |(?:const |let )(?=\w+ = .*=> \{$))?([\w$]+)(?: = .*=> \{|\((?:.*\{)?)$/.exec(
        line,
      )
    if (!begin || /^(if|for|while|switch|catch|return|else|do)$/.test(begin[2]!)) return []
    const indent = begin[1]!
    const nextAtIndent = (from: number) =>
      lines.findIndex(
        (other, index) =>
          index > from && other.startsWith(indent) && /^[^\s]/.test(other.slice(indent.length)),
      )
    const close = nextAtIndent(first)
    const last =
      line.endsWith('(') && /^\).*\{$/.test((lines[close] ?? '').trim()) ? nextAtIndent(close) : close
    return lines[last]?.trim() === '}' ? [{ name: begin[2]!, lines: last - first + 1 }] : []
  })
}

function exportsOf(code: string): { name: string; isType: boolean }[] {
  const pattern =
    /^export (?:abstract )?(?:async )?(function\*?|const|let|class|interface|type) ([A-Za-z_$][\w$]*)/gm
  return [...code.matchAll(pattern)].map(([, kind, name]) => ({
    name: name!,
    isType: kind === 'interface' || kind === 'type',
  }))
}

/** The files that the layers apply to: neither tests nor files that only tests use. */
function inHouse(): SourceFile[] {
  return sources.filter(({ path }) => !isTestSupport(path))
}

function isTestSupport(path: string): boolean {
  return path.startsWith('tests/')
}

function readSource(path: string): SourceFile {
  const text = readFileSync(join(root, path), 'utf8')
  return {
    path,
    text,
    code: codeOf(text),
    isTest: /\.test\.tsx?$/.test(path),
    imports: importsOf(join(root, path)),
  }
}

/**
 * Relative imports, and files that are started as a thread or a process (`thread('./x.ts')`, `join(…,
 * '../x.ts')`), as paths in src/.
 */
function importsOf(file: string): string[] {
  const code = codeOf(readFileSync(file, 'utf8'))
  const named = [
    ...code.matchAll(
      /(?:from|import|import\(|URL\(|thread\(|join\(import\.meta\.dir,)\s*['"](\.[^'"]*\.tsx?)['"]/g,
    ),
  ]
  // package.json's `imports` selects one of these two files.
  const platform = code.includes(" from '#platform'") ? ['in-bun', 'in-browser'] : []
  // The kernel's compiler requires names without an extension.
  const ofKernel = [...code.matchAll(/from '(\.\/[a-z-]+)'/g)].map(([, target]) => `${target!}.ts`)
  return [
    ...[...named.map(([, target]) => target!), ...ofKernel].map((target) =>
      relative(root, join(dirname(file), target)).replaceAll('\\', '/'),
    ),
    ...platform.map((name) => `platform/${name}.ts`),
  ].filter((target) => !target.startsWith('..'))
}

/** Removes comments. It assumes that strings contain `//` only in addresses, and never `/*`. */
function codeOf(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/(^|[^:'"\\/])\/\/.*$/gm, '$1')
}

function folderOf(path: string): string {
  return path.includes('/') ? path.slice(0, path.indexOf('/')) : ''
}

function layerAt(path: string): number {
  const folder = folderOf(path)
  if (folder === '') return entries.includes(path) ? 9 : 0
  return layerOf[folder] ?? Infinity
}

function reachableFrom(starts: readonly string[]): Set<string> {
  const reached = new Set<string>()
  const waiting = [...starts]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (reached.has(path)) continue
    reached.add(path)
    waiting.push(...(files.get(path)?.imports ?? []))
  }
  return reached
}

/** The import cycles, each as `a → b → a`. */
function cyclesOf(some: readonly SourceFile[]): string[] {
  const importsByPath = new Map(some.map(({ path, imports }) => [path, imports]))
  const finished = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, way: readonly string[]) => {
    if (way.includes(path)) cycles.push([...way.slice(way.indexOf(path)), path].join(' → '))
    else if (!finished.has(path)) {
      for (const target of importsByPath.get(path) ?? []) visit(target, [...way, path])
      finished.add(path)
    }
  }
  for (const { path } of some) visit(path, [])
  return cycles
}
