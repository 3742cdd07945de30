/** Plans when the owner used which device. */
import { type Device, devices, type PlannedSession } from './activity-model.ts'
import type { PackageOptions } from './options.ts'
import { type Random, WeightedTable } from './random.ts'
import { timeOfDay } from './rhythm.ts'
import { dayMs } from './time.ts'
import type { World } from './world.ts'

const longestSession = 90 * 60_000
const deviceTable = new WeightedTable(devices, ({ share }) => share)

/**
 * Yields `total` sessions, day by day. `weights` has a weight for each day. Sessions of one device never
 * overlap; sessions of two devices may.
 */
export function* plannedSessions(
  total: number,
  weights: readonly number[],
  world: World,
  options: PackageOptions,
  random: Random,
): Generator<PlannedSession> {
  const days = weights.length
  const sum = weights.reduce((left, right) => left + right, 0)
  const mean = Math.min(longestSession / 3, (0.4 * dayMs * devices.length * days) / total / 4)
  const free = new Map<Device, number>()
  let passed = 0
  let index = 0
  for (let day = 0; day < days; day++) {
    passed += weights[day]!
    const upTo = day === days - 1 ? total : Math.floor((passed / sum) * total)
    const starts = Array.from({ length: upTo - index }, () => timeOfDay(random, options.zoneHours))
    for (const start of starts.sort((left, right) => left - right)) {
      const device = deviceTable.pick(random)
      const earliest = world.start + day * dayMs + start
      const started = Math.max(earliest, (free.get(device) ?? 0) + 2000)
      const length = 10_000 + Math.floor(Math.min(longestSession, random.exponential(mean)))
      free.set(device, started + length)
      yield { index: index++, device, started, ended: started + length }
    }
  }
}
