/** Payments that cost money: completed, not refunded completely, and no orbs or temporary authorizations. */
import type { PaymentRow } from './rows.ts'
import { readJson, type Sections } from './sections.ts'
import { isObject, type JsonObject } from './text-formats.ts'
import { dayOf, fieldTextOf, numberOf, textOf, timeOf } from './values.ts'

/** Rule: payments.json if it has a list of payments, else the payments of user.json; one row per id. */
export function readPayments(
  files: Map<string, Uint8Array>,
  sections: Sections,
  userJson: JsonObject,
): PaymentRow[] {
  const rows = new Map<string, PaymentRow>()
  for (const record of findRecords(files, sections, userJson)) {
    const row = isObject(record) ? readPayment(record) : null
    if (row && !rows.has(row.payment_id)) rows.set(row.payment_id, row)
  }
  return [...rows.values()]
}

function findRecords(files: Map<string, Uint8Array>, sections: Sections, userJson: JsonObject): unknown[] {
  for (const path of sections.paymentFiles) {
    const json = readJson(files, path)
    // Rule: a file that is unreadable or has no list is treated as missing.
    const records = isObject(json) ? json.records : json
    if (Array.isArray(records)) return records
  }
  return Array.isArray(userJson.payments) ? userJson.payments : []
}

function readPayment(record: JsonObject): PaymentRow | null {
  const id = fieldTextOf(record.id)
  const time = timeOf(record.created_at)
  const currency = fieldTextOf(record.currency)?.toLowerCase()
  const amount = numberOf(record.amount)
  const refunded = numberOf(record.amount_refunded) ?? 0
  const description = textOf(record.description) ?? ''
  if (id === null || time === null || !currency || amount === null) return null
  // Rule: status 1 only, no discord_orb, no description that begins with "Temporary Authorization".
  if (numberOf(record.status) !== 1 || currency === 'discord_orb') return null
  if (description.startsWith('Temporary Authorization')) return null
  // Rule: amount minus refunds, in minor units. If nothing is left, there is no row.
  if (!Number.isSafeInteger(amount - refunded) || amount <= refunded) return null
  return {
    payment_id: id,
    payment_date: dayOf(time),
    payment_amount: amount - refunded,
    payment_currency: currency,
    payment_description: description,
  }
}
