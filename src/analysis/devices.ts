/** Collects the devices that the app ran on. */
import { textOf } from '../data-package/fields.ts'
import type { JsonObject } from '../data-package/json.ts'
import type { Budget } from './budget.ts'
import { type ActivityCollector, firstLabelOf } from './collector.ts'

export interface Device {
  os: string
  /** As Discord names it: "Discord Client", "Discord Android", a browser. */
  client: string
  firstMs: number
  lastMs: number
  /** Events that named it. */
  events: number
}

const unknown = 'Unknown'

/** Collects the systems and clients of starts of the app and of sessions. */
export function createDeviceCollector(budget: Budget): ActivityCollector & { devices(): Device[] } {
  const devices = new Map<string, Device>()
  /** By the fields as written: cleaning them takes longer than the look-up. */
  const byFields = new Map<string, Device>()
  const deviceOf = (record: JsonObject): Device => {
    const os = firstLabelOf(record, 'os') ?? unknown
    const client = firstLabelOf(record, 'browser') ?? unknown
    const key = `${os}\0${client}`
    const device = devices.get(key) ?? { os, client, firstMs: Infinity, lastMs: -Infinity, events: 0 }
    devices.set(key, device)
    return device
  }
  return {
    types: ['app_opened', 'session_start'],
    fields: ['os', 'browser'],
    take(record, atMs) {
      const fields = `${textOf(record.os)}\0${textOf(record.browser)}`
      let device = byFields.get(fields)
      if (device === undefined) {
        budget.spend(300 + 8 * fields.length)
        byFields.set(fields, (device = deviceOf(record)))
      }
      device.events++
      if (atMs < device.firstMs) device.firstMs = atMs
      if (atMs > device.lastMs) device.lastMs = atMs
    },
    devices: () => [...devices.values()],
  }
}
