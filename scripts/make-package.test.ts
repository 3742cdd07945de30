/** The generator's command line, run as a separate process. */
import { afterAll, expect, test } from 'bun:test'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { quirkNames } from '../src/synthetic-package/quirks.ts'

const folder = mkdtempSync(join(tmpdir(), 'make-package-'))
afterAll(() => rmSync(folder, { recursive: true }))

function make(...given: string[]) {
  const script = join(import.meta.dir, 'make-package.ts')
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, script, ...given])
  return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() }
}

test('writes an archive and its record', () => {
  const output = join(folder, 'a.zip')
  const record = join(folder, 'a.json')
  const sizes = ['--messages', '70', '--events', '300', '--channels', '5', '--dms', '3', '--years', '0.5']
  const run = make(
    ...sizes,
    '--quirk',
    'csvMessages',
    '--quirk',
    'wrapperFolder',
    '-o',
    output,
    '--record',
    record,
  )
  expect([run.exitCode, run.stdout]).toEqual([0, ''])
  const names = Object.keys(unzipSync(readFileSync(output)))
  expect(names.filter((name) => name.startsWith('package/') && name.endsWith('/messages.csv'))).toHaveLength(
    14,
  )
  const written = JSON.parse(readFileSync(record, 'utf8'))
  expect(written.messages.total).toBe(70)
  expect(written.archive.entries).toBe(names.length)
})

test('the same seed gives the same file, and another seed another file', () => {
  const hash = (seed: string) => {
    const output = join(folder, 'seed.zip')
    expect(make('--seed', seed, '--messages', '30', '--events', '50', '-o', output).exitCode).toBe(0)
    return Bun.hash(readFileSync(output))
  }
  expect(hash('5')).toBe(hash('5'))
  expect(hash('5')).not.toBe(hash('6'))
})

test('--help lists every quirk', () => {
  const run = make('--help')
  expect(run.exitCode).toBe(0)
  expect(run.stdout).toContain('--size S|M|L')
  for (const name of quirkNames) expect(run.stdout).toContain(`  ${name} `)
})

for (const [given, sentence] of [
  [[], '-o package.zip'],
  [['--size', 'XL', '-o', 'x'], '--size must be one of S, M, L'],
  [['--messages', 'many', '-o', 'x'], '--messages must be a number'],
  [['--messages', '1.5', '-o', 'x'], 'messages must be a whole number'],
  [['--quirk', 'nonsense', '-o', 'x'], 'no quirk nonsense'],
  [['--language', 'xx', '-o', 'x'], '--language must be one of'],
  [['--end-date', 'soon', '-o', 'x'], 'endDate must be a date'],
  [['--unknown', '-o', 'x'], 'unknown'],
] as const) {
  test(`bad usage: ${given.join(' ') || 'nothing'}`, () => {
    const output = join(folder, 'none.zip')
    const run = make(...given.map((argument) => (argument === 'x' ? output : argument)))
    expect(run.exitCode).toBe(2)
    expect(run.stderr).toContain(sentence)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(existsSync(output)).toBeFalse()
  })
}

test('an output path that cannot be written gives exit code 1', () => {
  const run = make('--messages', '1', '--events', '1', '-o', join(folder, 'missing', 'a.zip'))
  expect(run.exitCode).toBe(1)
  expect(run.stderr).toStartWith('make-package: ')
})
