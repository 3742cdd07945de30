/** The devices on which the app ran. */
import { TextMap } from '../../data-package/records/text-map.ts'
import type { JsonObject } from '../../data-package/records/json.ts'
import { dayOf } from '../../instant.ts'
import { firstLabelOf } from './event-fields.ts'
import { type Collector, type CollectorTools, type EventStatistic, type Row, foundBy } from './statistic.ts'

export interface Device {
  os: string
  /** Discord's name for the client: "Discord Client", "Discord Android", or a browser. */
  client: string
  firstMs: number
  lastMs: number
  /** Number of events that name this system and client. */
  events: number
}

const unknown = 'Unknown'
/** The limit of rows of `devices`. The most used devices are kept. */
export const devicesMax = 200
const fields = ['os', 'browser']

export const devices: EventStatistic<Device[]> = {
  name: 'devices',
  means: 'Systems and clients, with first and last day.',
  limits: 'At most the 200 most used. Two computers with the same system and client count as one device.',
  events: { fields: { app_opened: fields, session_start: fields }, collect: createCollector },
  tables: [
    {
      name: 'devices',
      rowPer: 'system and client',
      sql: `CREATE TABLE devices (
  os TEXT NOT NULL,
  client TEXT NOT NULL,
  first_day TEXT NOT NULL,
  last_day TEXT NOT NULL,
  event_count INTEGER NOT NULL
)`,
      rows: ({ activity }) => rowsOf(foundBy(devices, activity)),
    },
  ],
}

function createCollector({ budget }: CollectorTools): Collector<Device[]> {
  const devices = new TextMap<Device>()
  /** Devices by the raw fields, because decoding and cleaning them takes longer than the lookup. */
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
    found: () => [...devices.values()],
  }
}

/** The most used devices, sorted by their first day. */
function rowsOf(devices: readonly Device[]): Row[] {
  const key = ({ os, client }: Device) => `${os}\0${client}`
  const byKey = (one: Device, other: Device) => (key(one) < key(other) ? -1 : 1)
  return devices
    .toSorted((one, other) => other.events - one.events || byKey(one, other))
    .slice(0, devicesMax)
    .sort((one, other) => one.firstMs - other.firstMs || byKey(one, other))
    .map(({ os, client, firstMs, lastMs, events }) => [os, client, dayOf(firstMs), dayOf(lastMs), events])
}
