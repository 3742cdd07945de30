/** What a log line may contain and, above all, what it may not. */
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { PackageError } from '../errors.ts'
import { createLogger, safeError, tagOf } from './logger.ts'

const canary = 'CANARYu001.x9'

function logged(level: string, log: (logger: ReturnType<typeof createLogger>) => void): string[] {
  const lines: string[] = []
  log(createLogger(level, (line) => lines.push(line)))
  return lines
}

test('one JSON object per line', () => {
  const [line, ...more] = logged('info', (logger) =>
    logger.warn('stopping', { count: 3, text: 'a\n"b"', nothing: null, absent: undefined }),
  )
  expect(more).toEqual([])
  expect(line).not.toContain('\n')
  const { time, ...rest } = JSON.parse(line!)
  expect(rest).toEqual({ level: 'warn', event: 'stopping', count: 3, text: 'a\n"b"', nothing: null })
  expect(new Date(time as string).toISOString()).toBe(time)
})

test.each([
  ['debug', ['debug', 'info', 'warn', 'error']],
  ['info', ['info', 'warn', 'error']],
  ['warn', ['warn', 'error']],
  ['error', ['error']],
  ['silent', []],
] as [string, string[]][])('the level %s', (level, expected) => {
  const lines = logged(level, (logger) => {
    for (const name of ['debug', 'info', 'warn', 'error'] as const) logger[name]('stopped')
  })
  expect(lines.map((line) => JSON.parse(line).level)).toEqual(expected)
})

test.each([
  ['the journal', true],
  ['a stream other than the journal', false],
])('priorities are written only into the journal: standard output is %s', async (_, isJournal) => {
  const script = `
    const { fstatSync } = await import('node:fs')
    const { createLogger } = await import(${JSON.stringify(join(import.meta.dir, 'logger.ts'))})
    const { standardOutput } = await import(${JSON.stringify(join(import.meta.dir, 'log-output.ts'))})
    const { dev, ino } = fstatSync(1)
    const logger = createLogger('debug', standardOutput(${isJournal} ? dev + ':' + ino : '1:1'))
    for (const level of ['debug', 'info', 'warn', 'error']) logger[level]('stopped')`
  const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe' })
  const lines = (await new Response(child.stdout).text()).trim().split('\n')
  expect(lines.map((line) => line.slice(0, line.indexOf('{')))).toEqual(
    isJournal ? ['<7>', '<6>', '<4>', '<3>'] : ['', '', '', ''],
  )
})

test('fields cannot imitate another line', () => {
  const [line] = logged('info', (logger) => logger.info('stopped', { text: '"}\n{"level":"error"' }))
  expect(line!.split('\n')).toHaveLength(1)
  expect(JSON.parse(line!).level).toBe('info')
})

test('tags identify a package without revealing its id', () => {
  const id = 'd41d8cd98f00b204e9800998ecf8427e'
  expect(tagOf(id)).toMatch(/^[0-9a-f]{8}$/)
  expect(tagOf(id)).toBe(tagOf(id))
  expect(tagOf(id)).not.toBe(tagOf(id.replace('d', 'e')))
  expect(id).not.toContain(tagOf(id))
})

describe('errors', () => {
  const causes: [what: string, make: () => unknown][] = [
    ['a message', () => new Error(canary)],
    ['a message of several lines', () => new Error(`x\n${canary}\n    ${canary}`)],
    [
      'a message that looks like a stack',
      () => new Error(`x\n    at ${canary} (file:1:1)\n    at https://x?upn=${canary}:1:1`),
    ],
    [
      'a path, as in errors of fetch',
      () => Object.assign(new Error('x'), { path: `https://x?upn=${canary}` }),
    ],
    [
      'a code with characters other than letters, digits and _',
      () => Object.assign(new Error('x'), { code: `${canary}:` }),
    ],
    ['a code that is an object', () => Object.assign(new Error('x'), { code: { canary } })],
    [
      'parameters, as in errors of PostgreSQL',
      () => Object.assign(new Error('x'), { parameters: [canary], detail: canary, query: canary }),
    ],
    ['a cause', () => new Error('x', { cause: new Error(canary, { cause: canary }) })],
    ['a PackageError’s cause', () => new PackageError('internal', { cause: new Error(`at ${canary}`) })],
    ['several errors', () => new AggregateError([new Error(canary)], canary)],
    ['a text', () => canary],
    ['an object', () => ({ message: canary, stack: canary })],
    ['invalid JSON', () => catching(() => JSON.parse(`{"a": ${canary}`))],
    ['an invalid address', () => catching(() => new URL(`//${canary}`))],
  ]
  test.each(causes)('%s is not quoted', (_what, make) => {
    const fields = safeError(make())
    expect(JSON.stringify(fields)).not.toContain(canary)
    expect(fields.error).toBeString()
  })

  test('an error of fetch is logged with its code and without the address', async () => {
    const error = await fetch(`http://127.0.0.1:1/ls/click?upn=${canary}`).catch((thrown: unknown) => thrown)
    expect(Bun.inspect(error)).toContain(canary)
    expect(JSON.stringify(safeError(error))).not.toContain(canary)
    expect(safeError(error).errorCode).toMatch(/refused/i)
  })

  test('the location and the classes of errors are logged', () => {
    const fields = safeError(new PackageError('internal', { cause: new RangeError('x') }))
    expect(fields.error).toBe('PackageError')
    expect(fields.errorCode).toBe('UNKNOWN_ERROR')
    expect(fields.at).toContain('logger.test.ts')
    expect(fields.cause).toContain('RangeError')
  })

  test('circular causes are cut off', () => {
    const error = new Error('x')
    error.cause = error
    expect(() => safeError(error)).not.toThrow()
  })
})

function catching(action: () => unknown): unknown {
  try {
    return action()
  } catch (error) {
    return error
  }
}
