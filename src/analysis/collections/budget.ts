/**
 * The memory budget of an analysis. An analysis that exceeds it fails, long before an exhausted heap would
 * end the process.
 */
import { createSharedCounter } from '#platform'
import { PackageError } from '../../errors.ts'
import type { SharedCounter } from '../../platform/platform.ts'

/** The memory charged by all threads of one job; on the page, by one. One thread can send it to another. */
export type SpentBytes = SharedCounter

/** The threads update the shared counter in steps of this size. */
const pageBytes = 64 * 1024

export function createSpentBytes(): SpentBytes {
  return createSharedCounter()
}

export class Budget {
  private readonly spentPages: Int32Array
  private unsettledBytes = 0

  constructor(
    private readonly bytesMax: number,
    spent = createSpentBytes(),
  ) {
    this.spentPages = new Int32Array(spent)
  }

  /**
   * Charges `bytes` of retained memory. A negative number returns memory. Throws PackageError
   * package_too_complex.
   */
  spend(bytes: number): void {
    this.unsettledBytes += bytes
    if (Math.abs(this.unsettledBytes) < pageBytes) return
    const pages = Math.trunc(this.unsettledBytes / pageBytes)
    this.unsettledBytes -= pages * pageBytes
    const spentPages = Atomics.add(this.spentPages, 0, pages) + pages
    if (spentPages * pageBytes > this.bytesMax) throw new PackageError('package_too_complex')
  }
}
