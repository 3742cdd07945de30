/** Reads what the owner really paid. */
import { cleanText, numberOf, textOf } from '../../data-package/records/fields.ts'
import { isObject } from '../../data-package/records/json.ts'
import { dayOf, parseInstant } from '../../instant.ts'

export interface Payment {
  id: string
  /** 'YYYY-MM-DD', UTC. */
  day: string
  /** Minor units of the currency, refunds taken off; more than 0. */
  amount: number
  /** ISO 4217 in lower case. */
  currency: string
  description: string
}

/** COMPLETED. Source: the payment statuses of Discord's API; the only real records known agree with it. */
const completed = 1

/** Completed payments in money. Records without an id, a date or a whole amount, and doubles, are left out. */
export function paymentsOf(records: readonly unknown[]): Payment[] {
  const payments = new Map<string, Payment>()
  for (const record of records) {
    if (!isObject(record) || numberOf(record.status) !== completed) continue
    const id = textOf(record.id)
    const atMs = parseInstant(record.created_at)
    const amount = (numberOf(record.amount) ?? 0) - (numberOf(record.amount_refunded) ?? 0)
    const currency = (textOf(record.currency) ?? '').toLowerCase()
    const description = cleanText(typeof record.description === 'string' ? record.description : '')
    const isMoney =
      currency !== '' && currency !== 'discord_orb' && amount > 0 && Number.isSafeInteger(amount)
    if (id === null || atMs === null || !isMoney || description.startsWith('Temporary Authorization'))
      continue
    if (payments.has(id)) continue
    payments.set(id, {
      id: cleanText(id),
      day: dayOf(atMs),
      amount,
      currency: cleanText(currency),
      description,
    })
  }
  return [...payments.values()]
}
