/** Collects when the owner turned Discord's privacy controls off and on. */
import { groupByText } from '../../data-package/records/text-map.ts'
import { textOf } from '../../data-package/records/fields.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { firstLabelOf } from './event-fields.ts'
import type { Collector, CollectorTools } from './statistic.ts'

/** A period in which a control was off. */
export interface ControlOff {
  control: string
  fromMs: number
  /** Null when the control was not turned on again. */
  toMs: number | null
}

interface Switch {
  control: string
  isOn: boolean
  atMs: number
}

/**
 * Fields that name a control and its state: those of Discord's app, followed by the guesses in
 * guessed-fields.ts.
 */
const controlFields = ['control_type', 'control', 'control_name', 'setting']
const stateFields = ['control_state', 'is_enabled', 'enabled', 'value']
export const privacyFields = [...controlFields, ...stateFields]

/**
 * Collects `privacy_control_updated`. Events whose state is neither true (or 1) nor false (or 0) are skipped.
 */
export function createPrivacyCollector({ budget }: CollectorTools): Collector<ControlOff[]> {
  const switches: Switch[] = []
  return {
    take({ fields: record }, atMs) {
      const isOn = stateOf(record)
      if (isOn === null) return
      const control = firstLabelOf(record, ...controlFields) ?? 'privacy control'
      budget.spend(600 + 4 * control.length)
      switches.push({ control, isOn, atMs })
    },
    found: () =>
      [...groupByText(switches, ({ control }) => control)].flatMap(([control, ofControl]) =>
        periodsOf(control, ofControl),
      ),
  }
}

function periodsOf(control: string, switches: readonly Switch[]): ControlOff[] {
  const periods: ControlOff[] = []
  let fromMs: number | null = null
  // At equal times "off" comes first, because an empty period is less misleading than one without an end.
  for (const { isOn, atMs } of switches.toSorted(
    (one, other) => one.atMs - other.atMs || +one.isOn - +other.isOn,
  )) {
    if (!isOn) fromMs ??= atMs
    else if (fromMs !== null) {
      periods.push({ control, fromMs, toMs: atMs })
      fromMs = null
    }
  }
  if (fromMs !== null) periods.push({ control, fromMs, toMs: null })
  return periods
}

function stateOf(record: JsonObject): boolean | null {
  for (const field of stateFields) {
    const text = textOf(record[field])
    if (text === 'true' || text === '1') return true
    if (text === 'false' || text === '0') return false
  }
  return null
}
