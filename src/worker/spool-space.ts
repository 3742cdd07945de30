/**
 * The disk that downloads may fill: each reserves its archive's size before it begins, so that none runs into
 * a full disk.
 */
import { statfsSync } from 'node:fs'
import { PackageError } from '../errors.ts'
import { type Address, FairShare } from './fair-share.ts'

/** A download whose size nobody told reserves this much, and twice as much whenever that is used up. */
const firstStepBytes = 16 * 1024 * 1024

export interface Reservation {
  /**
   * So many bytes came, of so many in all (null: unknown). Throws PackageError `disk_full`, which passes,
   * when there is no room for what is still to come.
   */
  cover(received: number, total: number | null): void
  release(): void
}

export class SpoolSpace {
  readonly #share: FairShare
  /** Of what is reserved, this was written: it is missing from the free space already. */
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

  /** For one download, of one address. */
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
      // What the system does not tell shows when it is written.
      return Infinity
    }
  }
}
