/**
 * Keeps an analysis within its memory: it fails long before the heap would, since an exhausted heap ends the
 * process.
 */
import { createSharedCounter } from '#platform'
import { PackageError } from '../../errors.ts'
import type { SharedCounter } from '../../platform/platform.ts'

/** What the threads of one job have spent together; it can be sent from one to the other. */
export type SpentBytes = SharedCounter

/** The threads tell each other in steps of this size. */
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
   * Accounts for `bytes` that are kept; a negative number gives some back. Throws PackageError
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
