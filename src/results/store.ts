/** The interface of result storage: encrypted results are written once, read often, and never changed. */
import type { SealedResult } from '../crypto.ts'
import type { Transaction } from '../db/connect.ts'

/** The description of a stored result. Check it with isGenuineResult (crypto.ts) before serving. */
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
 * A result to be written, and the object that already has its ciphertext; without one it goes into the
 * database.
 */
export interface PreparedResult extends SealedResult {
  objectId?: string
}

/** Thrown while reading a result whose bytes were modified or have disappeared. */
export class BlobChangedError extends Error {
  override readonly name = 'BlobChangedError'
}

/** The bucket failed, perhaps temporarily: no response, a refusal, or an incomplete response. */
export class StorageError extends Error {
  override readonly name = 'StorageError'

  /** A code for the log, like `timeout` or `status_503`; never part of an address or a response. */
  constructor(readonly code: string) {
    super(`the bucket cannot be used: ${code}`)
  }
}

export interface Storage {
  /**
   * Does what would take too long inside a transaction. Afterwards the ciphertext is in its place, and has
   * been read back and verified. It is invisible until `write`; if that never happens, it is swept after an
   * hour. Has its own time limit. Throws the signal's reason when `signal` is aborted.
   */
  prepare(sealed: SealedResult, signal?: AbortSignal): Promise<PreparedResult>

  /**
   * Writes a result and returns its new id; deletes older results of the package. It becomes visible with the
   * caller's transaction, which must also set `packages.blob_id` and PROCESSED. The package's row must exist;
   * deleting that row deletes the result.
   */
  write(transaction: Transaction, packageId: string, prepared: PreparedResult): Promise<string>

  /** Describes a result; null if it does not exist or `blobId` is malformed. */
  describe(blobId: string): Promise<BlobDescription | null>

  /**
   * The ciphertext in pieces of at most 4 MiB, from its current store. The last piece is yielded only after
   * the SHA-256 of everything has been verified. A modified, truncated or deleted result therefore never
   * completes: it throws BlobChangedError, or StorageError if the store does not answer. Holds no connection
   * between two pieces, even for a slow reader.
   */
  read(blobId: string): AsyncIterable<Uint8Array>

  /** The whole ciphertext, verified like `read`. Its size is limited by `resultBytesMax`. */
  readAll(blobId: string): Promise<Uint8Array>

  /**
   * An address of the ciphertext outside this server, valid for `seconds`; null if there is none. Reads and
   * verifies the whole ciphertext first; throws like `read`.
   */
  addressOf(blobId: string, seconds: number): Promise<string | null>

  /** Sends a small request to the bucket, if there is one. Throws if there is no proper response. */
  reach(signal: AbortSignal): Promise<void>
}
