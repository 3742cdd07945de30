/** The interface of the result storage. Encrypted results are written once, read often, and never changed. */
import type { SealedResult } from '../crypto.ts'
import type { Transaction } from '../db/connect.ts'

/** The description of a stored result. Check it with isGenuineResult (crypto.ts) before serving. */
export interface BlobDescription {
  packageId: string
  iv: Uint8Array
  /** SHA-256 of the ciphertext. */
  sha256: Uint8Array
  tag: Uint8Array
  /** Length of the ciphertext in bytes. */
  length: number
}

/**
 * A result to be written, with the id of the object that already contains its ciphertext. Without an object,
 * `write` stores the ciphertext in the database.
 */
export interface PreparedResult extends SealedResult {
  objectId?: string
}

/** Thrown while reading a result whose bytes were modified or are gone. */
export class BlobChangedError extends Error {
  override readonly name = 'BlobChangedError'
}

/** Thrown when the bucket failed, perhaps temporarily: no response, a refusal, or an incomplete response. */
export class StorageError extends Error {
  override readonly name = 'StorageError'

  /**
   * `code` is for the log, for example `timeout` or `status_503`. It never contains a part of an address or a
   * response.
   */
  constructor(readonly code: string) {
    super(`the bucket cannot be used: ${code}`)
  }
}

/** True if the object of a prepared result was swept before `write`. Prepare the result again. */
export function isSwept(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'object_swept'
}

export interface Storage {
  /**
   * Does the work that would take too long inside a transaction. For results in the database there is none.
   * For a bucket, the ciphertext is written, read back and verified; if that fails, the database gets it. The
   * object is invisible until `write`. If `write` is never called, the object is swept after an hour. Each
   * request to the bucket has a time limit. Throws the signal's reason when `signal` is aborted.
   */
  prepare(sealed: SealedResult, signal?: AbortSignal): Promise<PreparedResult>

  /**
   * Writes a result, returns its new id, and deletes older results of the package. The result becomes visible
   * with the caller's transaction, which must also set `packages.blob_id` and PROCESSED. The package's row
   * must exist; deleting that row deletes the result. Throws an error for which `isSwept` is true if the
   * object was swept.
   */
  write(transaction: Transaction, packageId: string, prepared: PreparedResult): Promise<string>

  /** The description of a result. Null if the result does not exist or `blobId` is malformed. */
  describe(blobId: string): Promise<BlobDescription | null>

  /**
   * The ciphertext in pieces of at most 4 MiB, from its current store. The last piece is yielded only after
   * the SHA-256 of everything was verified. Therefore a modified, truncated or deleted result never
   * completes: it throws BlobChangedError, or StorageError if the bucket does not respond. No connection is
   * held between two pieces, even for a slow reader.
   */
  read(blobId: string): AsyncIterable<Uint8Array>

  /** The whole ciphertext, verified like `read`. Its size is limited by `resultBytesMax`. */
  readAll(blobId: string): Promise<Uint8Array>

  /**
   * An address of the ciphertext outside this server, valid for `seconds`. Null if there is none. It is
   * returned only after the whole ciphertext was read and verified. Throws like `read`.
   */
  addressOf(blobId: string, seconds: number): Promise<string | null>

  /** Sends a small request to the bucket, if there is one. Throws unless there is a proper response. */
  reach(signal: AbortSignal): Promise<void>
}
