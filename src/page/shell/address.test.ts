import { describe, expect, test } from 'bun:test'
import { linkTo, readAddress, writeAddress } from './address.ts'

describe('addresses', () => {
  test.each([
    '#/',
    '#/people',
    '#/people/830412345678901234?from=2021-01-01&to=2023-06-30&zone=Europe/Berlin',
    '#/time?metric=calls&day=2024-02-29',
    '#/places/1/2?from=2021-01-01',
  ])('%s survives a round trip', (hash) => {
    expect(writeAddress(readAddress(hash))).toBe(hash)
  })

  test('invalid days and zones are left out, an undecodable path stays as it is, and nothing throws', () => {
    expect(readAddress('#/people/%E0%A4%A?from=yesterday&to=2021-99-01&zone=Moon/Base')).toMatchObject({
      screen: 'people',
      path: ['%E0%A4%A'],
      period: { from: null, to: null },
      zone: null,
    })
    expect(readAddress('')).toMatchObject({ screen: '', path: [], more: {} })
    expect(readAddress('#content').screen).toBe('content')
  })

  test('ids and questions with any character survive a round trip', () => {
    const sql = `SELECT '?&#/%' AS "a=b" -- 100 %`
    const address = { ...readAddress('#/'), screen: 'ask', path: ['a/b?c#d'], more: { sql } }
    const read = readAddress(writeAddress(address))
    expect(read.path).toEqual(['a/b?c#d'])
    expect(read.more).toEqual({ sql })
  })

  test('links keep the period and the zone, and nothing else of the previous screen', () => {
    const from = readAddress('#/time?from=2021-01-01&metric=calls&zone=UTC')
    expect(linkTo(from, 'people', ['5'])).toBe('#/people/5?from=2021-01-01&zone=UTC')
  })
})
