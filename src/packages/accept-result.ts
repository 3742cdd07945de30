/**
 * Accepts a result that the page made and encrypted in a browser. The server learns neither its KEY nor its
 * content.
 */
import { checksumOf } from '../crypto.ts'
import { insertUpload, type UploadVerdict } from '../queue/uploads.ts'
import type { Storage } from '../results/store.ts'
import { uploadBytes } from '../data-package/own-key.ts'
import type { PackageParts } from './parts.ts'

/** The size of an AES block. The length of a ciphertext is a positive multiple of it. */
const blockBytes = 16

/**
 * Stores an upload (own-key.ts) under its package id. From then on, it is served and deleted like any other
 * result. Only the owner of the KEY can fetch it, because the page derived the verifier from the KEY. The tag
 * reveals changes. `malformed`: the body is not an upload.
 */
export async function acceptResult(
  packageId: string,
  body: Uint8Array,
  {
    database,
    storage,
    statusCache,
    config,
  }: Pick<PackageParts, 'database' | 'statusCache' | 'config'> & { storage: Storage },
): Promise<UploadVerdict | 'malformed'> {
  const parts = partsOf(body)
  if (parts === null) return 'malformed'
  const { iv, tag, verifier, ciphertext } = parts
  const prepared = await storage.prepare({ iv, tag, ciphertext, sha256: checksumOf(ciphertext) })
  const verdict = await insertUpload(database, storage, { packageId, verifier, prepared }, config.uploadsMax)
  statusCache.invalidate(packageId)
  return verdict
}

function partsOf(body: Uint8Array) {
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.length)
  let at = 0
  const take = (length: number) => bytes.subarray(at, (at += length))
  const [iv, tag, verifier] = [take(uploadBytes.iv), take(uploadBytes.tag), take(uploadBytes.verifier)]
  const ciphertext = bytes.subarray(at)
  const isCiphertext = ciphertext.length >= blockBytes && ciphertext.length % blockBytes === 0
  return isCiphertext ? { iv, tag, verifier, ciphertext } : null
}
