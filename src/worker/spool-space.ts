/**
 * The disk space for downloads. Each download reserves space before it writes, so that none can fill the
 * disk. It reserves the size of its archive or, if that is unknown, growing steps.
 */
import { statfsSync } from 'node:fs'
import { PackageError } from '../errors.ts'
import { type Address, FairShare } from './fair-share.ts'

/** A download of unknown size reserves this much, and doubles its reservation whenever it is used up. */
const firstStepBytes = 16 * 1024 * 1024

export interface Reservation {
  /**
   * Reports the bytes received so far and in total (null: unknown). Throws PackageError `disk_full`, a
   * transient error, if there is no space for the rest, or not for this address.
   */
  cover(received: number, total: number | null): void
  release(): void
}

export class SpoolSpace {
  readonly #share: FairShare
  /** The written part of the reservations, which the free space no longer includes. */
  #written = 0

  constructor(
    readonly directory: string,
    bytesMax: number,
  ) {
    this.#share = new FairShare(bytesMax)
  }

  get reservedBytes(): number {
    return this.#share.total
  }

  /** Opens a reservation for one download of an address. */
  open(address: Address): Reservation {
    let reserved = 0
    let written = 0
    const releases: (() => void)[] = []
    const reserve = (bytes: number) => {
      const isThere = this.#freeBytes() - (this.#share.total - this.#written) >= bytes
      if (!isThere || !this.#share.allows(address, bytes)) throw new PackageError('disk_full')
      releases.push(this.#share.take(address, bytes))
      reserved += bytes
    }
    return {
      cover: (received, total) => {
        this.#written += received - written
        written = received
        const wanted = total ?? (received < reserved ? reserved : Math.max(firstStepBytes, 2 * received))
        if (wanted > reserved) reserve(wanted - reserved)
      },
      release: () => {
        this.#written -= written
        written = 0
        for (const release of releases.splice(0)) release()
      },
    }
  }

  #freeBytes(): number {
    try {
      const { bavail, bsize } = statfsSync(this.directory)
      return bavail * bsize
    } catch {
      // If the system does not report free space, a full disk is noticed when writing.
      return Infinity
    }
  }
}
