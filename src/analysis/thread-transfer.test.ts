/**
 * The result of the activity thread is the same after the transfer, and arrays are transferred, not copied.
 */
import { expect, test } from 'bun:test'
import { analysisLimitsOf, loadConfig } from '../config/config.ts'
import { BytesSource } from '../data-package/archive/byte-source.ts'
import { randomOptions } from '../synthetic-package/options.ts'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { readActivity } from './activity-part.ts'
import { appSessions } from './statistics/app-sessions.ts'
import { foundBy } from './statistics/statistic.ts'
import { voiceSessions } from './statistics/voice-sessions.ts'
import { activityPartOf, openActivityPart, openPackage } from './open-package.ts'
import { buffersOf, encodeColumns, decodeColumns } from './thread-transfer.ts'

const options = { packageId: '0'.repeat(32), today: '2026-11-24', limits: analysisLimitsOf(loadConfig({})) }

test.each([1, 2, 3])('generated package %d: opened again, encoded, sent, decoded', async (seed) => {
  const { archive } = await packageBytes({
    ...randomOptions(seed),
    quirks: {},
    events: 3000,
    countedShare: 0.8,
  })
  const source = new BytesSource(archive)
  const whole = openPackage(source, options)
  const activity = await readActivity(whole, false)
  const lists = [foundBy(voiceSessions, activity).sessions, foundBy(appSessions, activity).sessions]
  expect(lists.map(({ length }) => length > 0)).toEqual([true, true])

  const part = structuredClone(activityPartOf(whole))
  const found = encodeColumns(await readActivity(openActivityPart(source, part, options), false))
  const buffers = buffersOf(found)
  expect(buffers.length).toBe(buffersIn(found).length)
  const sent = structuredClone(found, { transfer: buffers })
  expect(decodeColumns(sent)).toEqual(activity)
  expect(buffers.map(({ byteLength }) => byteLength)).toEqual(buffers.map(() => 0))
})

test.each<[string, object[]]>([
  ['the second item has one field more', [{ id: 'a' }, { id: 'b', count: 1 }]],
  ['the second item has one field less', [{ id: 'a', count: 1 }, { id: 'b' }]],
  [
    'the second item has another field in place of one',
    [
      { id: 'a', count: 1 },
      { id: 'b', total: 1 },
    ],
  ],
])('%s: nothing is lost', (_, list) => {
  expect(decodeColumns(structuredClone(encodeColumns({ list })))).toEqual({ list })
})

/** The buffers of all flat arrays, at any depth. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : []
}
