/** Checks whether a ciphertext of dumpus-api is the intact result of a KEY. */
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { legacyDecipher } from '../crypto.ts'

const sqliteMagic = Buffer.from('SQLite format 3\0', 'latin1')
const pieceBytes = 256 * 1024

/**
 * True if the ciphertext decrypts with the KEY to one gzip file that is complete by its own checksum and
 * length, and contains a SQLite database of at most `bytesMax`. This detects flipped bits, truncation, a
 * wrong IV and a wrong KEY, except changes of the IV that alter only unused fields of the gzip header. It
 * does not detect a ciphertext written by somebody who knew the KEY, because dumpus-api stores nothing that
 * could reveal that. One piece of the plaintext is in memory at a time. Decompression is done outside the
 * main thread.
 */
export async function isOwnResult(
  ciphertext: Buffer,
  iv: Uint8Array,
  key: string,
  bytesMax: number,
): Promise<boolean> {
  const found = { head: Buffer.alloc(0), bytes: 0 }
  try {
    await pipeline(
      Readable.from(piecesOf(ciphertext)),
      legacyDecipher(key, iv),
      createGunzip(),
      async (plaintext: AsyncIterable<Buffer>) => {
        for await (const piece of plaintext) {
          if (found.head.length < sqliteMagic.length) {
            found.head = Buffer.concat([found.head, piece.subarray(0, sqliteMagic.length)])
          }
          found.bytes += piece.length
          if (found.bytes > bytesMax) throw new RangeError('too large')
        }
      },
    )
  } catch {
    return false
  }
  return found.head.subarray(0, sqliteMagic.length).equals(sqliteMagic)
}

function* piecesOf(ciphertext: Buffer): Iterable<Buffer> {
  for (let at = 0; at < ciphertext.length; at += pieceBytes) yield ciphertext.subarray(at, at + pieceBytes)
}
