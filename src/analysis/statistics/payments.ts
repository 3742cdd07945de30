/** Reads the payments that the owner actually made. */
import { TextMap } from '../../data-package/records/text-map.ts'
import { cleanText, cleanTextOf, numberOf } from '../../data-package/records/fields.ts'
import { isObject } from '../../data-package/records/json.ts'
import { dayOf, parseInstant } from '../../instant.ts'
import type { Statistic } from './statistic.ts'

export interface Payment {
  id: string
  /** 'YYYY-MM-DD', UTC. */
  day: string
  /** In minor units of the currency, after refunds; always more than 0. */
  amount: number
  /** In lower case, as the package names it: usually a code of ISO 4217. */
  currency: string
  description: string
}

export const payments: Statistic = {
  name: 'payments',
  source: 'payments.json, otherwise user.json',
  means: 'Completed payments in money, less refunds.',
  limits:
    "Payments in Orbs and mere authorizations are left out. `status` is interpreted as in Discord's API, since packages do not explain it.",
  tables: [{ name: 'payments', rowPer: 'completed payment' }],
}

export const paymentTotals: Statistic = {
  name: 'payments_by_currency',
  source: '`payments`',
  means: 'Sums by currency, with the exponent of ISO 4217.',
  limits: 'Currencies are not converted.',
  tables: [
    {
      name: 'currency_exponents',
      rowPer: '',
      sql: `CREATE VIEW currency_exponents AS
SELECT column1 AS currency, column2 AS exponent
FROM (VALUES
  ('bif', 0), ('clp', 0), ('djf', 0), ('gnf', 0), ('isk', 0), ('jpy', 0), ('kmf', 0), ('krw', 0), ('pyg', 0),
  ('rwf', 0), ('ugx', 0), ('uyi', 0), ('vnd', 0), ('vuv', 0), ('xaf', 0), ('xof', 0), ('xpf', 0),
  ('bhd', 3), ('iqd', 3), ('jod', 3), ('kwd', 3), ('lyd', 3), ('omr', 3), ('tnd', 3),
  ('clf', 4), ('uyw', 4)
)`,
    },
    {
      name: 'payments_by_currency',
      rowPer: 'currency',
      sql: `CREATE VIEW payments_by_currency AS
SELECT
  p.payment_currency AS currency,
  coalesce(e.exponent, 2) AS exponent,
  count(*) AS payment_count,
  sum(p.payment_amount) AS total_amount
FROM payments p
LEFT JOIN currency_exponents e ON e.currency = p.payment_currency
GROUP BY p.payment_currency`,
    },
  ],
}

/**
 * The status COMPLETED. Source: the payment statuses of Discord's API. The few real records that are known
 * agree with it.
 */
const completed = 1

/**
 * Completed payments in money. Left out are records without an id, a date or an integer amount above 0,
 * duplicates, and mere authorizations.
 */
export function paymentsOf(records: readonly unknown[]): Payment[] {
  const payments = new TextMap<Payment>()
  for (const record of records) {
    if (!isObject(record) || numberOf(record.status) !== completed) continue
    const id = cleanTextOf(record.id)
    const atMs = parseInstant(record.created_at)
    const amount = (numberOf(record.amount) ?? 0) - (numberOf(record.amount_refunded) ?? 0)
    const currency = (cleanTextOf(record.currency) ?? '').toLowerCase()
    const description = cleanText(typeof record.description === 'string' ? record.description : '')
    const isMoney =
      currency !== '' && currency !== 'discord_orb' && amount > 0 && Number.isSafeInteger(amount)
    if (id === null || atMs === null || !isMoney || description.startsWith('Temporary Authorization'))
      continue
    if (payments.has(id)) continue
    payments.set(id, { id, day: dayOf(atMs), amount, currency, description })
  }
  return [...payments.values()]
}
