/** Records are the same after the transfer as before it. */
import { expect, test } from 'bun:test'
import { createKernel } from '../../tests/support/judges/kernels.ts'
import { createObjectScanner } from './object-scanner.ts'
import { RecordEncoder, createTransferredReader } from './transferred-records.ts'

const ownFields = ['event_type', 'timestamp', 'event_id']
const fields = ['type', 'id', 'text', 'list']
const limits = { lineBytesMax: 8 * 1024 * 1024, jsonDepthMax: 8 }

function roundTrip(lines: readonly string[], names: readonly string[]) {
  const scan = createObjectScanner(createKernel(), [...ownFields, ...fields], 8)
  let spent = 0
  const encoder = new RecordEncoder((bytes) => (spent += bytes))
  for (const line of lines) encoder.add(scan(Buffer.from(line))!, names)
  const blocks = encoder.finish()
  const packed = blocks.reduce((sum, block) => sum + block.length, 0)
  const records: unknown[] = []
  const read = createTransferredReader(
    createKernel(),
    { types: new Set(), fields, isEveryLineRead: true },
    limits,
    (record) => records.push(fields.map((name) => record.fields[name])),
  )
  read(blocks)
  return { records, blocks, packed, spent }
}

test('fields that are present, in any order; missing fields are still missing afterwards', () => {
  const lines = [
    '{"id":"1","type":"a","more":[1,{"id":2}]}',
    '{"type":"b"}',
    '{"list":[1,"2",{}],"text":"é\\n"}',
    '{}',
  ]
  expect(roundTrip(lines, fields).records).toEqual([
    ['a', '1', undefined, undefined],
    ['b', undefined, undefined, undefined],
    [undefined, undefined, 'é\n', [1, '2', {}]],
    [undefined, undefined, undefined, undefined],
  ])
})

test('only the named fields are transferred', () => {
  expect(roundTrip(['{"type":"a","id":"1","text":"x"}'], ['text', 'type']).records).toEqual([
    ['a', undefined, 'x', undefined],
  ])
})

test.each([252, 253, 254, 255, 256, 300_000, 3_000_000])('a text of %d bytes', (length) => {
  const text = 'x'.repeat(length)
  const { records } = roundTrip([`{"type":"a","text":"${text}"}`, '{"type":"b"}'], fields)
  expect(records).toEqual([
    ['a', undefined, text, undefined],
    ['b', undefined, undefined, undefined],
  ])
})

test('thousands of records fill several blocks, which are reported, compressed, and freed after reading', () => {
  const lines = Array.from(
    { length: 20_000 },
    (_, number) => `{"id":"${number}","type":"${'t'.repeat(number % 90)}"}`,
  )
  const { records, blocks, packed, spent } = roundTrip(lines, fields)
  expect(records).toEqual(
    lines.map((_, number) => ['t'.repeat(number % 90), String(number), undefined, undefined]),
  )
  expect(packed).toBeLessThan(100_000)
  expect(spent).toBe(packed)
  expect([blocks.length > 2, blocks.map(({ length }) => length)]).toEqual([true, blocks.map(() => 0)])
})
