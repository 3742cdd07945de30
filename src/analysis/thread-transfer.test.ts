/** What the activity thread sends arrives as it was, and nothing of it is copied that can be handed over. */
import { expect, test } from 'bun:test'
import { analysisLimitsOf, loadConfig } from '../config/config.ts'
import { BytesSource } from '../data-package/archive/byte-source.ts'
import { randomOptions } from '../synthetic-package/options.ts'
import { packageBytes } from '../synthetic-package/write-package.ts'
import { readActivity } from './activity-part.ts'
import { activityPartOf, openActivityPart, openPackage } from './open-package.ts'
import { buffersOf, packSide, unpackSide } from './thread-transfer.ts'

const options = { packageId: '0'.repeat(32), today: '2026-11-24', limits: analysisLimitsOf(loadConfig({})) }

test.each([1, 2, 3])('generated package %d: read from a sent part, packed, sent, unpacked', async (seed) => {
  const { archive } = await packageBytes({ ...randomOptions(seed), events: 3000, countedShare: 0.8 })
  const source = new BytesSource(archive)
  const whole = openPackage(source, options)
  const side = await readActivity(whole, false)
  expect([side.stays.length > 0, side.sessions.length > 0]).toEqual([true, true])

  const part = structuredClone(activityPartOf(whole))
  const packed = packSide(await readActivity(openActivityPart(source, part, options), false))
  const buffers = buffersOf(packed)
  expect(buffers.length).toBe(buffersIn(packed).length)
  const sent = structuredClone(packed, { transfer: buffers })
  expect(unpackSide(sent)).toEqual(side)
  expect(buffers.map(({ byteLength }) => byteLength)).toEqual(buffers.map(() => 0))
})

/** The memory of all flat arrays, wherever they stand. */
function buffersIn(value: unknown): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) return [value.buffer as ArrayBuffer]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(buffersIn) : []
}
