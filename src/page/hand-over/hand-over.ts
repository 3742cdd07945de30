/** Uploads a result to the server, encrypted, so that the Dumpus app can open it. */
import { openDatabase } from '../data/database.ts'
import { deleteAtServer, sendResult } from '../flow/server.ts'

export interface HandedOver {
  /** The link that the user pastes into the app. */
  link: string
  key: string
  packageId: string
}

/** The server's code for refusing the result (`uploads_off`, `body_too_large`, …), or `unreachable`. */
export class HandOverError extends Error {
  override readonly name = 'HandOverError'

  constructor(readonly reason: string) {
    super(reason)
  }
}

/**
 * Makes a KEY, writes its package id into a copy of the database (the app expects that), and sends the
 * encrypted copy. Rejects with a HandOverError if the server does not accept it.
 */
export async function handOver(sqlite: Uint8Array): Promise<HandedOver> {
  // The cryptography is loaded on demand.
  const { createOwnKey, sealForApp } = await import('./seal-for-app.ts')
  const own = createOwnKey()
  const body = sealForApp(await gzip(await withPackageId(sqlite, own.packageId)), own)
  const response = await sendResult(own.packageId, body)
  if (response?.ok) return own
  const { error } = (await response?.json().catch(() => null)) ?? ({} as { error?: string })
  throw new HandOverError(error ?? 'unreachable')
}

/** Deletes the uploaded result. Rejects with a HandOverError if the server refuses or does not answer. */
export async function takeBack({ key, packageId }: HandedOver): Promise<void> {
  if (!(await deleteAtServer(packageId, key))) throw new HandOverError('unreachable')
}

async function withPackageId(sqlite: Uint8Array, packageId: string): Promise<Uint8Array> {
  const copy = await openDatabase(sqlite)
  try {
    await copy.rows(`UPDATE package_data SET package_id = '${packageId}'`)
    return await copy.export()
  } finally {
    copy.close()
  }
}

async function gzip(bytes: Uint8Array): Promise<Uint8Array> {
  const stream = new Blob([bytes as Uint8Array<ArrayBuffer>])
    .stream()
    .pipeThrough(new CompressionStream('gzip'))
  return new Uint8Array(await new Response(stream).arrayBuffer())
}
