/**
 * Question: the payments, each with the number of decimals of its currency. Amounts of different currencies
 * are never added up.
 */
import { numberOf, type Question, textOf } from '../question.ts'
import type { Payment } from '../types.ts'

export const paymentsQuestion: Question<Payment> = {
  name: 'payments',
  needs: { payments: [], payments_by_currency: [] },
  sql: `SELECT p.payment_date, p.payment_amount, p.payment_currency, c.exponent, p.payment_description
FROM payments p
JOIN payments_by_currency c ON c.currency = p.payment_currency
ORDER BY p.payment_date DESC, p.payment_id`,
  read: ([day, amount, currency, exponent, description]) => ({
    day: textOf(day),
    amount: numberOf(amount),
    currency: textOf(currency),
    exponent: numberOf(exponent),
    description: textOf(description),
  }),
}
