/** Checks which payments count, and with which amounts. */
import { expect, test } from 'bun:test'
import { account, rowsOf } from './sample-package.ts'

const record = (fields: object = {}) => ({
  id: '1',
  created_at: '2024-01-02T23:30:00.678901-02:00',
  currency: 'USD',
  amount: 999,
  amount_refunded: 0,
  status: 1,
  description: 'Nitro Monthly',
  ...fields,
})
const exported = 'Account/user_data_exports/discord_billing/payments.json'
const of = (...records: unknown[]) => rowsOf({ [exported]: { records } }).payments

test('a payment has its day in UTC and its currency in lower case', () => {
  expect(of(record())).toEqual([
    {
      payment_id: '1',
      payment_date: '2024-01-03',
      payment_amount: 999,
      payment_currency: 'usd',
      payment_description: 'Nitro Monthly',
    },
  ])
})

test.each([
  [{ status: '1' }, 999],
  [{ amount: '999', amount_refunded: '99' }, 900],
  [{ amount_refunded: null }, 999],
  [{ amount_refunded: 999 }, null],
  [{ amount: 0 }, null],
  [{ amount: null }, null],
  [{ amount: '9.99' }, null],
  [{ status: 2 }, null],
  [{ status: 5 }, null],
  [{ status: null }, null],
  [{ currency: 'discord_orb' }, null],
  [{ description: 'Temporary Authorization -- Nitro Monthly' }, null],
  [{ id: null }, null],
  [{ created_at: null }, null],
])('a payment with %j counts as %j', (fields, amount) => {
  expect(of(record(fields)).map((row) => row.payment_amount)).toEqual(amount === null ? [] : [amount])
})

test('there is one row per id, a null description becomes empty, and broken records are skipped', () => {
  expect(of(record({ status: 2 }), record({ description: null }), record(), null, 7)).toMatchObject([
    { payment_id: '1', payment_description: '' },
  ])
})

test('ids that are stored as the same text are one payment', () => {
  const long = 'x'.repeat(500)
  const ids = ['1', '1\0', `${long}a`, `${long}b`, '\0', '\ud800', '\udc00']
  expect(of(...ids.map((id) => record({ id }))).map((row) => row.payment_id)).toEqual(
    expect.arrayContaining(['1', long, '\ufffd']),
  )
  expect(of(...ids.map((id) => record({ id })))).toHaveLength(3)
})

test('unquoted ids keep all their digits', () => {
  const json = JSON.stringify({ records: [record({ id: 'ID' })] }).replace('"ID"', '1012542537824747590')
  expect(rowsOf({ [exported]: json }).payments[0]!.payment_id).toBe('1012542537824747590')
})

test('payments of user.json count only without a list in payments.json', () => {
  const user = { 'Account/user.json': account({ payments: [record({ id: 'old' })] }) }
  const ids = (files: object) => rowsOf({ ...user, ...files }).payments.map((row) => row.payment_id)
  expect(ids({})).toEqual(['old'])
  for (const odd of ['{"records": [', '{"records": 5}', '{}', 'null', '""'])
    expect(ids({ [exported]: odd })).toEqual(['old'])
  expect(ids({ [exported]: { records: [] } })).toEqual([])
  expect(ids({ [exported]: { records: [record()] } })).toEqual(['1'])
})

test('sums by currency have the decimals of ISO 4217', () => {
  const rows = rowsOf({
    [exported]: { records: [record(), record({ id: '2', amount: 1 }), record({ id: '3', currency: 'jpy' })] },
  })
  expect(rows.payments_by_currency).toEqual([
    { currency: 'jpy', exponent: 0, payment_count: 1, total_amount: 999 },
    { currency: 'usd', exponent: 2, payment_count: 2, total_amount: 1000 },
  ])
})
