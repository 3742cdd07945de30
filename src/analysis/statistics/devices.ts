/** Collects the devices that the app ran on. */
import type { JsonObject } from '../../data-package/records/json.ts'
import type { Budget } from '../collections/budget.ts'
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
const fields = ['os', 'browser']

/** Collects the systems and clients of starts of the app and of sessions. */
export function createDeviceCollector(budget: Budget): ActivityCollector & { devices(): Device[] } {
  const devices = new Map<string, Device>()
  /** By the fields as written: decoding and cleaning them takes longer than the look-up. */
  const byFields = new Map<number, Device>()
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
    fields,
    take(record, atMs) {
      const key = record.keyOf(fields)
      let device = byFields.get(key)
      if (device === undefined) {
        budget.spend(1_000)
        byFields.set(key, (device = deviceOf(record.fields)))
      }
      device.events++
      if (atMs < device.firstMs) device.firstMs = atMs
      if (atMs > device.lastMs) device.lastMs = atMs
    },
    devices: () => [...devices.values()],
  }
}
