/** When people are active: by hour, weekday and season. */
import type { Random } from './random.ts'
import { dayMs, hourMs } from './time.ts'

/** How likely the owner is to be awake at each local hour. */
const wakefulness = [
  30, 14, 6, 3, 2, 3, 8, 20, 32, 38, 42, 46, 55, 52, 50, 56, 64, 74, 84, 94, 100, 98, 82, 55,
]

/** The weight of a day: higher on weekends, in one season and in later years, and close to 0 on some days. */
export function dayWeight(start: number, day: number, days: number, random: Random): number {
  const weekday = new Date(start + day * dayMs).getUTCDay()
  const season = 1 + 0.35 * Math.sin((day / 365) * 2 * Math.PI)
  const weekend = weekday === 0 || weekday === 6 ? 1.5 : 1
  return (0.4 + day / days) * season * weekend * (random.chance(0.05) ? 0.02 : 0.4 + random.fraction())
}

/**
 * A random time within a day of the plan, in milliseconds from its beginning. Few of these times are at
 * night.
 */
export function timeOfDay(random: Random, zoneHours: number): number {
  let time = 0
  for (let attempt = 0; attempt < 8; attempt++) {
    time = Math.floor(random.fraction() * dayMs)
    // A day of the plan begins at 11:00 UTC, the hour at which every package ends.
    const hour = (((Math.floor(time / hourMs) + 11 + zoneHours) % 24) + 24) % 24
    if (random.fraction() * 100 < wakefulness[hour]!) return time
  }
  return time
}

/** A time in the 24 hours before `time`. Times at which the owner is awake and free are more likely. */
export function earlierAwake(random: Random, time: number, zoneHours: number): number {
  let found = time
  for (let attempt = 0; attempt < 10; attempt++) {
    found = time - Math.floor(random.fraction() * dayMs)
    const local = found + zoneHours * hourMs
    const hour = Math.floor(local / hourMs) % 24
    const weekday = (Math.floor(local / dayMs) + 4) % 7
    // The owner has most time on Fridays and Saturdays, and least before 16:00 from Monday to Thursday.
    const free = weekday === 5 || weekday === 6 ? 1 : hour < 16 && weekday > 0 ? 0.45 : 0.75
    if (random.fraction() * 100 < wakefulness[hour]! * free) break
  }
  return found
}
