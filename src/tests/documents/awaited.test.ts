/**
 * Tests await what they expect of promises: an expectation that nobody awaits may fail after its test passed.
 */
import { expect, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dir, '../../..')
/** The first group is the last word before `expect`. */
const ofPromise = /(\S+)\s+expect\((?:(?!\bexpect\()[\s\S])*?\)\s*\.(?:rejects|resolves)\b/g

/**
 * The lines of expectations about promises that are statements of their own: not awaited, returned or used.
 */
function unawaitedIn(code: string): number[] {
  return [...code.matchAll(ofPromise)]
    .filter(([, before]) => !/(\b(await|return|void)|=>|[=([,:?])$/.test(before!))
    .map(({ index, 0: text }) => code.slice(0, index + text.length).split('\n').length)
}

test('unawaited expectations are found', () => {
  const wanted = 'ex' + 'pect(b(\n)).rejects.toThrow()'
  expect(unawaitedIn(`a()\n  ${wanted}`)).toEqual([3])
  expect(unawaitedIn(`{ ${wanted} }`)).toEqual([2])
  expect(unawaitedIn(`${'ex' + 'pect(a).toBe(1)'}\nawait ${wanted}`)).toEqual([])
  for (const before of ['await', 'return', '() =>', 'Promise.all([ ', 'const end ='])
    expect(unawaitedIn(`a()\n${before} ${wanted}`)).toEqual([])
})

test('every expectation about a promise is awaited, returned or used', () => {
  const paths = [...new Bun.Glob('{src,scripts}/**/*.test.{ts,tsx}').scanSync({ cwd: root })].sort()
  expect(paths.length).toBeGreaterThan(100)
  const wrong = paths.flatMap((path) =>
    unawaitedIn(readFileSync(join(root, path), 'utf8')).map((line) => `${path}:${line}`),
  )
  expect(wrong).toEqual([])
})
