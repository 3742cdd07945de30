/**
 * The server's API: its addresses and its answers. Addresses are relative to the page's, so that both can be
 * served below a path.
 */

export interface QueuePosition {
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
  processingQueuePosition: QueuePosition
  progress: number | null
  bytesDownloaded: number
  bytesTotal: number | null
}

/** `path` has no leading slash. */
export function serverAddress(path: string): string {
  return new URL(path, new URL('.', document.baseURI)).href
}

export function withKey(key: string, more: RequestInit = {}): RequestInit {
  return { ...more, headers: { authorization: `Bearer ${key}` } }
}

/** Uploads a result that was encrypted here. Returns the server's answer, or null if there is none. */
export function sendResult(packageId: string, body: Uint8Array<ArrayBuffer>): Promise<Response | null> {
  const headers = { 'content-type': 'application/octet-stream' }
  return fetch(serverAddress(`results/${packageId}`), { method: 'POST', headers, body }).catch(() => null)
}

/** Deletes a package on the server. False if the server refused or did not answer. */
export function deleteAtServer(packageId: string, key: string): Promise<boolean> {
  return fetch(serverAddress(`process/${packageId}`), withKey(key, { method: 'DELETE' })).then(
    ({ ok }) => ok,
    () => false,
  )
}
