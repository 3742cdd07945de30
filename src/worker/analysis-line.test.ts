import { expect, test } from 'bun:test'
import { AnalysisLine, type Entrant } from './analysis-line.ts'

const never = new AbortController().signal
const entrant = (address: string | null, turn: number, isPremium = false): Entrant => ({
  ...{ address, turn, isPremium },
})

/**
 * The order in which entrants begin, one after the other, in a line for one worker that is first busy with
 * `first`.
 */
async function orderOf(first: Entrant, entrants: Record<string, Entrant>): Promise<string[]> {
  const line = new AnalysisLine(1)
  const leaveFirst = await line.enter(first, never)
  const order: string[] = []
  const all = Object.entries(entrants).map(async ([name, one]) => {
    const leave = await line.enter(one, never)
    order.push(name)
    leave()
  })
  leaveFirst()
  await Promise.all(all)
  return order
}

test('premium first, then the fair order of the queue', async () => {
  const entrants = { a: entrant('a', 3), b: entrant('b', 1), c: entrant('c', 9, true), d: entrant(null, 2) }
  expect(await orderOf(entrant('x', 1), entrants)).toEqual(['c', 'b', 'd', 'a'])
})

test('addresses without a running analysis go first, whatever the turns are', async () => {
  const line = new AnalysisLine(2)
  const [leaveOne] = await Promise.all([
    line.enter(entrant('a', 1), never),
    line.enter(entrant('b', 1), never),
  ])
  const order: string[] = []
  const enter = async (address: string, turn: number) => {
    await line.enter(entrant(address, turn), never)
    order.push(address)
  }
  const more = [enter('b', 2), enter('c', 9)]
  leaveOne()
  await more[1]
  expect(order).toEqual(['c'])
})

test('an aborted entrant leaves the line, and the next one gets the worker', async () => {
  const line = new AnalysisLine(1)
  const leave = await line.enter(entrant('a', 1), never)
  const gone = new AbortController()
  const left = line.enter(entrant('b', 1), gone.signal)
  const next = line.enter(entrant('c', 2), never)
  gone.abort(new Error('gone'))
  await expect(left).rejects.toThrow('gone')
  expect([line.isOpen, line.running]).toEqual([false, 1])
  leave()
  leave()
  ;(await next)()
  expect([line.isOpen, line.running]).toEqual([true, 0])
})

test('when other addresses hold all workers for long, one address without a worker gets an extra one, and no second address does', async () => {
  const line = new AnalysisLine(1, { patienceMs: 20 })
  await line.enter(entrant('a', 1), never)
  let isSameAddressAtWork = false
  void line.enter(entrant('a', 2), never).then(() => (isSameAddressAtWork = true))
  const leaveExtra = await line.enter(entrant('b', 9), never)
  expect([line.running, isSameAddressAtWork]).toEqual([2, false])
  let isThirdAtWork = false
  const third = line.enter(entrant('c', 1), never).then(() => (isThirdAtWork = true))
  await Bun.sleep(100)
  expect([line.running, isThirdAtWork]).toEqual([2, false])
  leaveExtra()
  await third
  expect([line.running, isSameAddressAtWork]).toEqual([2, false])
})
