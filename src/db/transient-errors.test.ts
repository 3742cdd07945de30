import { expect, test } from 'bun:test'
import { TimeLimitError } from '../platform/time-limit.ts'
import { isTransientError, retryTransient } from './transient-errors.ts'

const coded = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })

test.each([
  ...['CONNECTION_CLOSED', 'ECONNREFUSED', 'ENOENT', '57P01', '57P03', '08006', '53100', '40001'],
  ...['EMFILE', 'ENFILE', 'ENOMEM', 'EAGAIN'],
])('%s is transient', (code) => {
  expect(isTransientError(coded(code))).toBe(true)
  expect(isTransientError(new Error('query failed', { cause: coded(code) }))).toBe(true)
})

test.each(['23505', '42P01', '22021', 'ERR_CRYPTO', 'EACCES'])('%s is not transient', (code) => {
  expect(isTransientError(coded(code))).toBe(false)
})

test('a time limit is transient, and values without a known code are not', () => {
  expect(isTransientError(new TimeLimitError())).toBe(true)
  expect([new Error('x'), null, 'text', undefined].map(isTransientError)).toEqual(Array(4).fill(false))
})

test('a call is repeated after transient errors, but not after another error', async () => {
  const options = { signal: new AbortController().signal, callSeconds: 5 }
  const failures = [coded('57P03'), coded('EMFILE')]
  const call = async () => {
    const failure = failures.shift()
    if (failure) throw failure
    return 'answer'
  }
  expect(await retryTransient(call, options)).toBe('answer')
  const broken = coded('42P01')
  expect(await retryTransient(() => Promise.reject(broken), options).catch((error) => error)).toBe(broken)
})
