import { expect, test } from 'bun:test'
import { inspect } from 'node:util'
import { Keyring } from './keyring.ts'

function keyringAt(clock: { now: number }, sizeMax = 3): Keyring {
  return new Keyring({ holdSeconds: 60, sizeMax, now: () => clock.now })
}

test('a KEY is held, keeps its link when a poll contains only the KEY, and can be forgotten', () => {
  const keyring = keyringAt({ now: 0 })
  expect(keyring.hold('id', 'key', 'link')).toBe(true)
  expect(keyring.hold('id', 'key')).toBe(false)
  expect(keyring.get('id')).toEqual({ key: 'key', link: 'link' })
  expect([keyring.has('id'), keyring.has('other')]).toEqual([true, false])
  expect(keyring.ids()).toEqual(['id'])
  keyring.forget('id')
  expect([keyring.get('id'), keyring.ids(), keyring.size]).toEqual([null, [], 0])
})

test('a KEY is forgotten some time after its owner’s last request; reading it does not count', () => {
  const clock = { now: 0 }
  const keyring = keyringAt(clock)
  keyring.hold('away', 'key')
  keyring.hold('here', 'key')
  clock.now = 50_000
  keyring.hold('here', 'key')
  keyring.get('away')
  clock.now = 61_000
  expect(keyring.ids()).toEqual(['here'])
  expect(keyring.get('away')).toBeNull()
  expect(keyring.has('away')).toBeFalse()
})

test('a full keyring drops the KEY that was not used for the longest time', () => {
  const keyring = keyringAt({ now: 0 })
  for (const id of ['a', 'b', 'c', 'a', 'd']) keyring.hold(id, 'key')
  expect(keyring.ids()).toEqual(['c', 'a', 'd'])
})

test('no way of printing it shows a KEY', () => {
  const keyring = keyringAt({ now: 0 })
  keyring.hold('id', 'CANARY', 'CANARY link')
  const printed = [
    String(keyring),
    JSON.stringify({ keyring }),
    inspect(keyring, { depth: 9, showHidden: true }),
    Bun.inspect({ keyring }),
    JSON.stringify(Object.entries(keyring)),
  ]
  for (const text of printed) expect(text).not.toContain('CANARY')
  expect(keyring.get('id')!.key).toBe('CANARY')
})

test('it lists the packages whose owners sent a request recently', () => {
  let now = 0
  const keyring = new Keyring({ holdSeconds: 3600, sizeMax: 10, now: () => now })
  keyring.hold('a', 'key a')
  now = 100_000
  keyring.hold('b', 'key b')
  now = 150_000
  expect(keyring.idsTouchedIn(120)).toEqual(['b'])
  expect(keyring.idsTouchedIn(600)).toEqual(['a', 'b'])
})
