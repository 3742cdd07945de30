/**
 * The temporary file of a download. It is encrypted under a key that exists only in memory. Except on
 * Windows, it has no name on disk.
 */
import { close, constants, ftruncate, mkdirSync, openSync, readdirSync, unlinkSync, write } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ConfigError } from '../../config/config.ts'
import { BlockCipher } from '../../crypto.ts'
import { PackageError } from '../../errors.ts'
import { folderErrorOf, folderFault } from '../../platform/folder-faults.ts'
import type { ByteSource } from '../archive/byte-source.ts'
import { readAt } from '../archive/file-source.ts'

/**
 * What another thread of this process needs to open a sealed spool; threads share descriptors. The ticket
 * contains the key, so it is sent only to the threads of the job.
 */
export interface SpoolTicket {
  descriptor: number
  key: Uint8Array
  /** Size of the unencrypted content in bytes. */
  size: number
}

const blockBytes = 1024 * 1024
const storedBytes = blockBytes + BlockCipher.tagBytes
const namePattern = /^dumpus-[0-9a-f-]{36}\.spool$/
/**
 * Windows cannot unlink an open file. There the file is removed when the spool is closed, or at the next
 * start.
 */
const isNameKept = process.platform === 'win32'

const writeAsync = promisify(write)
const truncateAsync = promisify(ftruncate)
const closeAsync = promisify(close)

/**
 * Creates a spool in `directory`. On POSIX systems the file loses its name at once: however the process ends,
 * including by SIGKILL, the system frees the file, and the key is gone. Throws PackageError `disk_full`, and
 * the system's other errors.
 */
export function createSpool(directory: string): Spool {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const path = join(directory, `dumpus-${crypto.randomUUID()}.spool`)
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_EXCL
  try {
    const descriptor = openSync(path, flags, 0o600)
    if (!isNameKept) unlinkSync(path)
    return new Spool(descriptor, isNameKept ? path : null)
  } catch (error) {
    throw diskError(error)
  }
}

/**
 * Creates the folder, and removes spool files that earlier processes left: empty ones or, on Windows,
 * encrypted ones whose key is lost. Returns their number. Throws ConfigError if the folder cannot be used.
 */
export function sweepSpools(directory: string): number {
  const fault = folderFault(directory)
  if (fault !== null) throw unusable(directory, fault)
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw unusable(directory, folderErrorOf(directory, error))
  }
  const left = readdirSync(directory).filter((name) => namePattern.test(name))
  return left.filter((name) => removeFile(join(directory, name))).length
}

function unusable(directory: string, fault: string): ConfigError {
  return new ConfigError(
    `the folder of encrypted downloads (${directory}) cannot be used: ${fault}. Set DL_ZIP_TMP_PATH, or DATA_DIR above it, to a folder that this user may write to`,
  )
}

/** A spool is written sequentially and then sealed. The caller must await each call before the next one. */
export class Spool {
  #cipher = new BlockCipher()
  #block = Buffer.allocUnsafe(blockBytes)
  #filled = 0
  #blocks = 0
  #isSealed = false
  #isClosed = false

  constructor(
    private readonly descriptor: number,
    private readonly path: string | null,
  ) {}

  /** Appends bytes. Throws PackageError `disk_full`. */
  async write(chunk: Uint8Array): Promise<void> {
    if (this.#isSealed) throw new Error('a sealed spool cannot be written')
    for (let taken = 0; taken < chunk.length;) {
      const part = chunk.subarray(taken, taken + blockBytes - this.#filled)
      this.#block.set(part, this.#filled)
      this.#filled += part.length
      taken += part.length
      if (this.#filled === blockBytes) await this.#flush()
    }
  }

  /**
   * Discards everything that was written. The next bytes get a new key, so no nonce is used twice with one
   * key.
   */
  async reset(): Promise<void> {
    this.#cipher = new BlockCipher()
    this.#filled = 0
    this.#blocks = 0
    await truncateAsync(this.descriptor, 0)
  }

  /** Ends writing. The ticket is valid until `close`. */
  async seal(): Promise<SpoolTicket> {
    const size = this.#blocks * blockBytes + this.#filled
    if (this.#filled > 0) await this.#flush()
    this.#isSealed = true
    this.#block = Buffer.alloc(0)
    return { descriptor: this.descriptor, key: this.#cipher.key, size }
  }

  /**
   * Frees the file. Call it only after every reader has ended, because the system reuses the descriptor's
   * number.
   */
  async close(): Promise<void> {
    if (this.#isClosed) return
    this.#isClosed = true
    await closeAsync(this.descriptor)
    if (this.path !== null) removeFile(this.path)
  }

  async #flush(): Promise<void> {
    const number = this.#blocks++
    const sealed = this.#cipher.seal(number, this.#block.subarray(0, this.#filled))
    this.#filled = 0
    try {
      for (let done = 0; done < sealed.length;) {
        const position = number * storedBytes + done
        done += (await writeAsync(this.descriptor, sealed, done, sealed.length - done, position)).bytesWritten
      }
    } catch (error) {
      throw diskError(error)
    }
  }
}

/**
 * Opens a sealed spool for reading, in any thread of the process. Reading a block of which a bit was changed
 * throws PackageError `internal`. The block that was read last is cached, so that sequential reading decrypts
 * each block once.
 */
export function openSpool(ticket: SpoolTicket): ByteSource {
  const cipher = new BlockCipher(ticket.key)
  let kept: { number: number; bytes: Uint8Array } | null = null

  function blockAt(number: number): Uint8Array {
    if (kept?.number === number) return kept.bytes
    const plainBytes = Math.min(blockBytes, ticket.size - number * blockBytes)
    const sealed = readAt(ticket.descriptor, number * storedBytes, plainBytes + BlockCipher.tagBytes)
    kept = { number, bytes: openBlock(cipher, number, sealed) }
    return kept.bytes
  }

  return {
    size: ticket.size,
    read(offset, length) {
      const end = Math.min(ticket.size, offset + length)
      if (offset >= end) return new Uint8Array(0)
      const first = Math.floor(offset / blockBytes)
      const last = Math.floor((end - 1) / blockBytes)
      if (first === last) {
        return blockAt(first).subarray(offset - first * blockBytes, end - first * blockBytes)
      }
      const bytes = new Uint8Array(end - offset)
      for (let number = first; number <= last; number++) {
        const from = Math.max(offset, number * blockBytes)
        const to = Math.min(end, (number + 1) * blockBytes)
        const block = blockAt(number)
        bytes.set(block.subarray(from - number * blockBytes, to - number * blockBytes), from - offset)
      }
      return bytes
    },
    readInto(target, place, offset, length) {
      const bytes = this.read(offset, length)
      target.set(bytes, place)
      return bytes.length
    },
  }
}

function openBlock(cipher: BlockCipher, number: number, sealed: Uint8Array): Uint8Array {
  try {
    const { buffer, byteOffset, length } = cipher.open(number, sealed)
    return new Uint8Array(buffer, byteOffset, length)
  } catch (error) {
    throw new PackageError('internal', { cause: error })
  }
}

/**
 * Codes for a full disk, a quota, or a limit on file sizes. Such errors usually end by themselves or by an
 * action of the operator, so the job is retried later.
 */
const diskFullCodes = ['ENOSPC', 'EDQUOT', 'EFBIG']

function diskError(thrown: unknown): unknown {
  const { code } = thrown as { code?: string }
  return diskFullCodes.includes(code ?? '') ? new PackageError('disk_full', { cause: thrown }) : thrown
}

function removeFile(path: string): boolean {
  try {
    unlinkSync(path)
    return true
  } catch {
    return false
  }
}
