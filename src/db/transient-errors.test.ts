import { expect, test } from 'bun:test'
import { answered, DatabaseSilentError, isDatabaseTrouble, outlast } from './transient-errors.ts'

const coded = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })

test.each(['CONNECTION_CLOSED', 'ECONNREFUSED', 'ENOENT', '57P01', '57P03', '08006', '53100', '40001'])(
  '%s passes',
  (code) => {
    expect(isDatabaseTrouble(coded(code))).toBe(true)
    expect(isDatabaseTrouble(new Error('query failed', { cause: coded(code) }))).toBe(true)
  },
)

test.each(['23505', '42P01', '22021', 'ERR_CRYPTO', 'EACCES'])('%s does not pass', (code) => {
  expect(isDatabaseTrouble(coded(code))).toBe(false)
})

test('what is no error of the database does not pass', () => {
  expect([new Error('x'), null, 'text', undefined].map(isDatabaseTrouble)).toEqual(Array(4).fill(false))
})

test('a call is repeated until it is answered', async () => {
  let calls = 0
  const troubles: unknown[] = []
  const call = async () => {
    if (++calls < 3) throw coded('57P03')
    return 'answer'
  }
  const signal = new AbortController().signal
  const onTrouble = (error: unknown) => troubles.push(error)
  expect(await outlast(call, { signal, callSeconds: 5, onTrouble })).toBe('answer')
  expect([calls, troubles.length]).toEqual([3, 2])
})

test('an error that does not pass, and an abort, end the repeating', async () => {
  const options = { callSeconds: 5, onTrouble: () => {} }
  const broken = coded('42P01')
  const signal = new AbortController().signal
  expect(await outlast(() => Promise.reject(broken), { ...options, signal }).catch((error) => error)).toBe(
    broken,
  )
  const aborted = AbortSignal.abort('enough')
  const failing = () => Promise.reject(coded('57P03'))
  expect(await outlast(failing, { ...options, signal: aborted }).catch((error) => error)).toBe('enough')
})

test('a call that is never answered is trouble', async () => {
  const error = await answered(0.01, new Promise(() => {})).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(DatabaseSilentError)
  expect(isDatabaseTrouble(error)).toBe(true)
})
