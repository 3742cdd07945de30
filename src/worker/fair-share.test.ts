import { expect, test } from 'bun:test'
import { FairShare } from './fair-share.ts'

/** One address after the other takes as much as it may. Returns how much each has in the end. */
function fillUp(share: FairShare, ...addresses: (string | null)[]) {
  for (const address of addresses) while (share.allows(address)) share.take(address)
  return addresses.map((address) => share.heldBy(address))
}

test('an address takes no more when its share would exceed what is free', () => {
  expect(fillUp(new FairShare(8), 'a', 'b', 'c', 'd', 'e')).toEqual([4, 2, 1, 1, 0])
  expect(fillUp(new FairShare(1), 'a', 'b')).toEqual([1, 0])
  expect(fillUp(new FairShare(2), 'a', 'b')).toEqual([1, 1])
})

test('a returned share is available to others; returning it twice changes nothing', () => {
  const share = new FairShare(2)
  const giveBack = share.take('a')
  expect([share.satisfied, share.allows('b'), share.hasRest]).toEqual([['a'], true, true])
  share.take('b')
  expect([share.satisfied, share.hasRest]).toEqual([['a', 'b'], false])
  giveBack()
  giveBack()
  expect([share.total, share.heldBy('a'), share.satisfied]).toEqual([1, 0, ['b']])
})

test('amounts may differ: bytes are shared like slots, and unknown addresses are unrelated', () => {
  const share = new FairShare(100)
  expect([share.allows('a', 101), share.allows('a', 100), share.allows('a', 50)]).toEqual([false, true, true])
  share.take('a', 40)
  expect([share.allows('a', 20), share.allows('a', 21)]).toEqual([true, false])
  share.take(null, 40)
  expect([share.allows(null, 20), share.allows(null, 21), share.total]).toEqual([true, false, 80])
})
