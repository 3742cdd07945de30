/** The one interface of result storage: encrypted results are written once, read often, and never changed. */
import type { SealedResult } from '../crypto.ts'
import type { Transaction } from '../db/connect.ts'

/** What is known of a stored result without reading it. Check it with crypto.ts (isGenuineResult) before serving. */
export interface BlobDescription {
  packageId: string
  iv: Uint8Array
  /** SHA-256 of the ciphertext. */
  sha256: Uint8Array
  tag: Uint8Array
  /** Bytes of ciphertext. */
  length: number
}

/** Thrown while a result is read whose bytes are not those that were written, or are gone meanwhile. */
export class BlobChangedError extends Error {
  override readonly name = 'BlobChangedError'
}

export interface Storage {
  /**
   * Writes a result and gives its new id; older results of the package go. It becomes visible with the caller's
   * transaction, which must also set `packages.blob_id` and PROCESSED; the package's row must exist. Deleting that row
   * deletes the result.
   */
  write(transaction: Transaction, packageId: string, sealed: SealedResult): Promise<string>

  /** Describes a result; null when it does not exist (any more), or when `blobId` is no id at all. */
  describe(blobId: string): Promise<BlobDescription | null>

  /**
   * The ciphertext in pieces of at most 1 MiB. The last piece is given only after the SHA-256 of everything was found
   * right, so a changed, cut or deleted result never completes: it throws BlobChangedError instead. Holds no connection
   * between two pieces, however slow the reader is.
   */
  read(blobId: string): AsyncIterable<Uint8Array>

  /** The whole ciphertext, checked as `read` does. Results are limited by `resultBytesMax`. */
  readAll(blobId: string): Promise<Uint8Array>
}
