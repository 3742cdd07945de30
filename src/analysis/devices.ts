/** Collects the devices that the app ran on. */
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
  return {
    types: ['app_opened', 'session_start'],
    fields: ['os', 'browser'],
    take(record, atMs) {
      // As written: cleaning each would take longer than the look-up.
      const key = `${String(record.os)}\0${String(record.browser)}`
      const known = devices.get(key)
      if (!known) {
        budget.spend(200 + 4 * key.length)
        const os = firstLabelOf(record, 'os') ?? unknown
        const client = firstLabelOf(record, 'browser') ?? unknown
        devices.set(key, { os, client, firstMs: atMs, lastMs: atMs, events: 1 })
        return
      }
      known.events++
      if (atMs < known.firstMs) known.firstMs = atMs
      if (atMs > known.lastMs) known.lastMs = atMs
    },
    devices: () => mergeEqual([...devices.values()]),
  }
}

/** Different spellings may be one device once they are cleaned. */
function mergeEqual(devices: readonly Device[]): Device[] {
  return [...Map.groupBy(devices, ({ os, client }) => `${os}\0${client}`).values()].map((same) => ({
    ...same[0]!,
    firstMs: Math.min(...same.map(({ firstMs }) => firstMs)),
    lastMs: Math.max(...same.map(({ lastMs }) => lastMs)),
    events: same.reduce((sum, { events }) => sum + events, 0),
  }))
}
