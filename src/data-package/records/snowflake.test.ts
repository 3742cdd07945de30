/** Ids as numbers, read from bytes and from values. */
import { expect, test } from 'bun:test'
import { createKernel } from '../../tests/support/judges/kernels.ts'
import { type Snowflake, createSnowflakeReader, instantOfSnowflake, setSnowflake } from './snowflake.ts'

const kernel = createKernel()
const read: Snowflake = { high: 0, low: 0, nearest: 0 }
const readBytes = createSnowflakeReader(kernel)

function fromBytes(json: string): Snowflake | null {
  const place = kernel.offsetOf(Buffer.from(json))
  return readBytes(read, place, place + json.length) ? { ...read } : null
}

function fromValue(value: unknown): Snowflake | null {
  const snowflake = { high: 0, low: 0, nearest: 0 }
  return setSnowflake(snowflake, value) ? snowflake : null
}

test('snowflakes contain their creation time', () => {
  // Discord's documentation gives this id and this time as its example.
  expect(instantOfSnowflake(fromValue('175928847299117063')!)).toBe(Date.parse('2016-04-30T11:18:25.796Z'))
  expect(instantOfSnowflake(fromBytes('175928847299117063')!)).toBe(Date.parse('2016-04-30T11:18:25.796Z'))
  expect(instantOfSnowflake(fromValue('18446744073709549568')!)).toBe(1_420_070_400_000 + 2 ** 42 - 1)
  expect(instantOfSnowflake(fromValue('18446744073709551616')!)).toBeNull()
})

test.each([
  ['1', 0, 1],
  ['4294967295', 0, -1],
  ['4294967296', 1, 0],
  ['9223372036854775808', -(2 ** 31), 0],
  ['9999999999999999999', 0x8ac72304 | 0, 0x89e7ffff | 0],
])('%s in halves', (id, high, low) => {
  const expected = { high, low, nearest: Number(id) }
  expect(fromValue(id)).toEqual(expected)
  expect(fromBytes(id)).toEqual(expected)
  expect(fromBytes(`"${id}"`)).toEqual(expected)
})

test.each([
  '0',
  '01',
  '-1',
  '1.5',
  '1e5',
  '""',
  '"0"',
  '" 1"',
  '"x"',
  'null',
  '"null"',
  '[1]',
  '"1',
  '12345678901234567890',
])('bytes that are not an id, or must be decoded first: %s', (json) => expect(fromBytes(json)).toBeNull())

test.each([0, '', '0', '01', '-1', 'x', '1.5', null, undefined, '123456789012345678901'])(
  'no id: %p',
  (value) => expect(fromValue(value)).toBeNull(),
)

test('twenty digits beyond 64 bits are an id without a creation time', () => {
  expect(fromValue('99999999999999999999')?.nearest).toBe(1e20)
  expect(instantOfSnowflake(fromValue('99999999999999999999')!)).toBeNull()
})
