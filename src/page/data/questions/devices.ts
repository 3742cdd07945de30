/** Question: the operating systems and clients. */
import { numberOf, type Question, textOf } from '../question.ts'
import type { Device } from '../types.ts'

export const devicesQuestion: Question<Device> = {
  name: 'devices',
  needs: { devices: [] },
  sql: `SELECT os, client, first_day, last_day, event_count
FROM devices
ORDER BY event_count DESC`,
  read: ([os, client, firstDay, lastDay, events]) => ({
    os: textOf(os),
    client: textOf(client),
    firstDay: textOf(firstDay),
    lastDay: textOf(lastDay),
    events: numberOf(events),
  }),
}
