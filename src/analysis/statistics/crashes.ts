/**
 * Finds crashes that only `app_native_crash` reports. An `app_crashed` on the same system within an hour is
 * the same crash.
 */
import { TextMap } from '../../data-package/records/text-map.ts'
import { hourMs } from '../../instant.ts'
import type { Budget } from '../collections/budget.ts'

/** The longest time between the two events of one crash. */
const sameCrashMs = hourMs
const bytesPerCrash = 32
/** The key for events without an operating system. */
const noSystem = ''

export class CrashTimes {
  /** Times of crashes by operating system, for `app_crashed` and for native crashes. */
  private readonly crashes = new TextMap<number[]>()
  private readonly nativeCrashes = new TextMap<number[]>()

  constructor(private readonly budget: Budget) {}

  addCrash(os: string | null, atMs: number): void {
    this.add(this.crashes, os ?? noSystem, atMs)
  }

  addNativeCrash(os: string | null, atMs: number): void {
    this.add(this.nativeCrashes, os ?? noSystem, atMs)
  }

  /** The times of native crashes that no `app_crashed` reports. */
  *nativeOnly(): Generator<number> {
    for (const [os, moments] of this.nativeCrashes) {
      const told = Float64Array.from(this.crashes.get(os) ?? []).sort()
      let next = 0
      for (const atMs of Float64Array.from(moments).sort()) {
        while (next < told.length && told[next]! < atMs - sameCrashMs) next++
        if (next === told.length || told[next]! > atMs + sameCrashMs) yield atMs
      }
    }
  }

  private add(bySystem: TextMap<number[]>, os: string, atMs: number): void {
    this.budget.spend(bytesPerCrash)
    const moments = bySystem.get(os)
    if (moments) moments.push(atMs)
    else {
      this.budget.spend(200)
      bySystem.set(os, [atMs])
    }
  }
}
