import { expect, test } from 'bun:test'
import { busiestShift } from './shapes.ts'

/** A year with 100 messages at each of these hours. */
function yearAt(year: number, ...hours: number[]) {
  const values = new Float64Array(24)
  for (const hour of hours) values[hour]! += 100
  return { year, values }
}

const wholeDay = Array.from({ length: 24 }, (_, hour) => hour)

test('a shift begins with the first year from which on the busiest hour stays within an hour of the last year’s', () => {
  const years = [yearAt(2020, 18, 19, 20), yearAt(2021, 18, 19, 20), yearAt(2022, 21, 22, 23)]
  expect(busiestShift([...years, yearAt(2023, 22, 22, 23)])).toEqual({ year: 2022, hours: 3 })
})

test('a shift across midnight takes the shorter way around the clock', () => {
  expect(busiestShift([yearAt(2020, 1, 1, 1), yearAt(2021, 22, 22, 22)])).toEqual({ year: 2021, hours: -3 })
})

test('years with few messages, and years with messages at all hours of the day, have no busiest hour', () => {
  expect(busiestShift([yearAt(2020, 8), yearAt(2021, 20, 20, 20)])).toBeNull()
  expect(busiestShift([yearAt(2020, ...wholeDay, 8), yearAt(2021, ...wholeDay, 20)])).toBeNull()
})
