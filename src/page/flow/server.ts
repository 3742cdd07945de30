/** Where the server's API is, and its answers: beside the page, so that both may stand below a path. */

export interface QueuePlace {
  standardQueueUser: number
  standardQueueTotal: number
  premiumQueueUser: number | null
  premiumQueueTotal: number
}

export interface Status {
  isErrored: boolean
  errorMessageCode: string | null
  errorDetail: string | null
  processingStep: 'LOCKED' | 'DOWNLOADING' | 'ANALYZING' | 'PROCESSED' | null
  processingQueuePosition: QueuePlace
  progress: number | null
  bytesDownloaded: number
  bytesTotal: number | null
}

/** `path` without a slash at its beginning. */
export function serverAddress(path: string): string {
  return new URL(path, new URL('.', document.baseURI)).href
}

export function withKey(key: string, more: RequestInit = {}): RequestInit {
  return { ...more, headers: { authorization: `Bearer ${key}` } }
}

/** The server's answer to a result that was encrypted here; null when there is none. */
export function sendResult(packageId: string, body: Uint8Array<ArrayBuffer>): Promise<Response | null> {
  const headers = { 'content-type': 'application/octet-stream' }
  return fetch(serverAddress(`results/${packageId}`), { method: 'POST', headers, body }).catch(() => null)
}

/** Deletes a package at the server. False when it did not, or did not answer. */
export function deleteAtServer(packageId: string, key: string): Promise<boolean> {
  return fetch(serverAddress(`process/${packageId}`), withKey(key, { method: 'DELETE' })).then(
    ({ ok }) => ok,
    () => false,
  )
}
