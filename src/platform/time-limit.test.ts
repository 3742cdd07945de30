import { expect, test } from 'bun:test'
import { retry, TimeLimitError, withTimeout } from './time-limit.ts'

class PassingError extends Error {}

const options = {
  signal: new AbortController().signal,
  callSeconds: 5,
  isTransient: (error: unknown) => error instanceof PassingError,
}

test('a call is repeated until it returns a result', async () => {
  let calls = 0
  const errors: unknown[] = []
  const call = async () => {
    if (++calls < 3) throw new PassingError()
    return 'answer'
  }
  expect(await retry(call, { ...options, onError: (error) => errors.push(error) })).toBe('answer')
  expect([calls, errors.length]).toEqual([3, 2])
})

test('an error that is not transient, and an abort, end the repetition', async () => {
  const broken = new Error('broken')
  expect(await retry(() => Promise.reject(broken), options).catch((error) => error)).toBe(broken)
  const signal = AbortSignal.abort('enough')
  const failing = () => Promise.reject(new PassingError())
  expect(await retry(failing, { ...options, signal }).catch((error) => error)).toBe('enough')
})

test('a call that exceeds its time limit fails', async () => {
  const error = await withTimeout(0.01, new Promise(() => {})).catch((thrown) => thrown)
  expect(error).toBeInstanceOf(TimeLimitError)
})
