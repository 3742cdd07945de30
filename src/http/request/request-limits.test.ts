/** Requests with a KEY are limited per package, and per address for packages that have not been seen. */
import { expect, test } from 'bun:test'
import type { Admissions, Endpoint, Incoming, Need } from '../endpoint.ts'
import { createRequestLimits } from './request-limits.ts'

const limits = () =>
  createRequestLimits({
    ...{
      requestsPerMinute: 60,
      queueMax: 10,
      requestsBurst: 10,
      resultsPerMinute: 6,
      resultsBurst: 4,
      widgetsPerMinute: 1,
    },
  })
const endpoint = (limit: Endpoint['limit']) => ({ needs: 'key', limit }) as Endpoint
const from = (address: string, id: string) => ({ params: { id }, address }) as Incoming & Admissions[Need]

test.each(['request', 'result'] as const)(
  'invented KEYs count against the address that sends them: %s',
  (limit) => {
    const wait = limits()
    const waits = Array.from({ length: 30 }, (_, number) =>
      wait(endpoint(limit), from('198.51.100.7', `invented ${number}`)),
    )
    expect(waits.filter((seconds) => seconds === 0).length).toBe(10)
    expect(wait(endpoint(limit), from('203.0.113.9', 'of somebody else'))).toBe(0)
  },
)

test('an address may have many owners, who can still poll when requests for new packages are refused', () => {
  const wait = limits()
  const owner = (number: number) => wait(endpoint('request'), from('198.51.100.7', `package ${number}`))
  const all = Array.from({ length: 10 }, (_, number) => number)
  for (let poll = 0; poll < 9; poll++) expect(all.map(owner)).toEqual(all.map(() => 0))
  expect(owner(10)).toBeGreaterThan(0)
  expect(all.map(owner)).toEqual(all.map(() => 0))
  expect(owner(0)).toBeGreaterThan(0)
})
