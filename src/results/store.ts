/** The one interface of result storage: encrypted results are written once, read often, and never changed. */
import type { SealedResult } from '../crypto.ts'
import type { Transaction } from '../db/connect.ts'

/**
 * What is known of a stored result without reading it. Check it with crypto.ts (isGenuineResult) before
 * serving.
 */
export interface BlobDescription {
  packageId: string
  iv: Uint8Array
  /** SHA-256 of the ciphertext. */
  sha256: Uint8Array
  tag: Uint8Array
  /** Bytes of ciphertext. */
  length: number
}

/**
 * A result to be written, and the object that has its ciphertext already; without one it goes into the
 * database.
 */
export interface PreparedResult extends SealedResult {
  objectId?: string
}

/** Thrown while a result is read whose bytes are not those that were written, or are gone meanwhile. */
export class BlobChangedError extends Error {
  override readonly name = 'BlobChangedError'
}

/**
 * The bucket does not do what it was asked for, for a reason that may pass: silence, refusal, half an answer.
 */
export class StorageError extends Error {
  override readonly name = 'StorageError'

  /** A word for the log, like `timeout` or `status_503`; never a part of an address or an answer. */
  constructor(readonly code: string) {
    super(`the bucket cannot be used: ${code}`)
  }
}

export interface Storage {
  /**
   * Does beforehand what would take too long inside a transaction: afterwards the ciphertext is where it
   * belongs, was read back and is right. Nobody sees it before `write`, and what is not written is swept up
   * after an hour. Ends within a time of its own, whatever the bucket does. Throws the reason when `signal`
   * is aborted.
   */
  prepare(sealed: SealedResult, signal?: AbortSignal): Promise<PreparedResult>

  /**
   * Writes a result and gives its new id; older results of the package go. It becomes visible with the
   * caller's transaction, which must also set `packages.blob_id` and PROCESSED; the package's row must exist.
   * Deleting that row deletes the result.
   */
  write(transaction: Transaction, packageId: string, prepared: PreparedResult): Promise<string>

  /** Describes a result; null when it does not exist (any more), or when `blobId` is no id at all. */
  describe(blobId: string): Promise<BlobDescription | null>

  /**
   * The ciphertext in pieces of at most 4 MiB, from wherever it is at that moment. The last piece is given
   * only after the SHA-256 of everything was found right, so a changed, cut or deleted result never
   * completes: it throws BlobChangedError instead, and StorageError when it cannot be known just now. Holds
   * no connection between two pieces, however slow the reader is.
   */
  read(blobId: string): AsyncIterable<Uint8Array>

  /** The whole ciphertext, checked as `read` does. Results are limited by `resultBytesMax`. */
  readAll(blobId: string): Promise<Uint8Array>

  /**
   * An address of the ciphertext outside of this server, for `seconds`; null when there is none. All of it
   * was read and checked for this answer; throws as `read` does.
   */
  addressOf(blobId: string, seconds: number): Promise<string | null>

  /**
   * Asks for something small outside of the database, if anything is kept there. Throws when there is no
   * proper answer.
   */
  reach(signal: AbortSignal): Promise<void>
}
