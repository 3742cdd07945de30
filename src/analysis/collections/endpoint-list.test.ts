/** Endpoints are returned sorted by group and time, whatever the order in which they were added. */
import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { EndpointList, TextNumbers } from './endpoint-list.ts'

test('any endpoints are returned in the order of an ordinary sort', () => {
  const small = fc.integer({ min: -3, max: 3 })
  fc.assert(
    fc.property(fc.array(fc.tuple(small, small, small, small)), (rows) => {
      const marks = new EndpointList()
      for (const row of rows) marks.add(...row)
      const { groups, moments, labels, values } = marks
      const places = marks.inOrder(
        (one, other) => labels[one]! - labels[other]! || values[one]! - values[other]!,
      )
      const sorted = [...places].map((at) => [groups[at], moments[at], labels[at], values[at]])
      const expected = rows.toSorted((one, other) => {
        const at = one.findIndex((value, index) => value !== other[index])
        return at < 0 ? 0 : one[at]! - other[at]!
      })
      expect(sorted).toEqual(expected)
    }),
  )
})

test('texts and null get different numbers', () => {
  const texts = new TextNumbers()
  const given = ['a', null, '', 'a', null, 'b']
  const numbers = given.map((text) => texts.numberOf(text))
  expect(numbers).toEqual([0, 1, 2, 0, 1, 3])
  expect(numbers.map((number) => texts.textOf(number))).toEqual(given)
})
