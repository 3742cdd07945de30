/** A TextMap behaves like a Map, in its content and its order. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { TextMap, TextSet, groupByText } from './text-map.ts'

const keys = fc.constantFrom('', 'a', 'b', '__proto__', 'é', '\ud800', 'constructor')

test('does what a Map does', () => {
  const steps = fc.array(fc.tuple(fc.constantFrom('set', 'delete', 'look'), keys, fc.nat(9)), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(steps, (taken) => {
      const [map, wanted] = [new TextMap<number>(), new Map<string, number>()]
      for (const [step, key, value] of taken) {
        if (step === 'set') [map, wanted].forEach((one) => one.set(key, value))
        else if (step === 'delete') expect(map.delete(key)).toBe(wanted.delete(key))
        expect([map.get(key), map.has(key), map.size]).toEqual([
          wanted.get(key),
          wanted.has(key),
          wanted.size,
        ])
      }
      expect([...map]).toEqual([...wanted])
      expect([[...map.keys()], [...map.values()]]).toEqual([[...wanted.keys()], [...wanted.values()]])
    }),
  )
})

test('sets and groups keep the order of first insertion', () => {
  expect([...new TextSet(['b', 'a', 'b'])]).toEqual(['b', 'a'])
  expect([...groupByText([3, 1, 4, 2], (number) => (number % 2 ? 'odd' : 'even'))]).toEqual([
    ['odd', [3, 1]],
    ['even', [4, 2]],
  ])
})

test('deleted entries are gone, and the others keep their order', () => {
  const map = new TextMap<number>()
  const texts = Array.from({ length: 5000 }, (_, at) => `text ${at}`)
  for (const [at, text] of texts.entries()) map.set(text, at)
  for (const [at, text] of texts.entries()) if (at % 10) map.delete(text)
  map.set('last', -1)
  expect(map.size).toBe(501)
  expect([...map.values()]).toEqual([...texts.keys().filter((at) => at % 10 === 0), -1])
  expect(map.get('text 10')).toBe(10)
  expect(map.has('text 11')).toBe(false)
})
