import { expect, test } from 'bun:test'
import { createSlots } from './slots.ts'

test('limits apply in total and per name; operations beyond them wait in order', async () => {
  const slots = createSlots({ max: 3, perNameMax: 2, waitSeconds: 60 })
  const [first, second] = [await slots.take('a'), await slots.take('a')]
  const order: string[] = []
  const waiting = ['a', 'b', 'c'].map((name) =>
    slots.take(name).then((release) => (order.push(name), release)),
  )
  const ofB = await waiting[1]!
  expect([order, slots.taken]).toEqual([['b'], 3])
  second!()
  second!()
  expect(slots.taken).toBe(3)
  await waiting[0]!
  expect(order).toEqual(['b', 'a'])
  ofB!()
  await waiting[2]!
  expect(order).toEqual(['b', 'a', 'c'])
  first!()
  expect(slots.taken).toBe(2)
})

test('waiting ends after a time, and is refused when too many wait', async () => {
  const slots = createSlots({ max: 1, perNameMax: 1, waitSeconds: 0.02, waitingMax: 1 })
  const release = await slots.take('a')
  const late = slots.take('b')
  expect(await slots.take('c')).toBeNull()
  expect(await late).toBeNull()
  release!()
  expect(await slots.take('c')).not.toBeNull()
})
