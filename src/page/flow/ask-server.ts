/** Requests to the server, repeated while it does not answer or answers with a transient error. */

/** Why a request is repeated: the server does not answer, or it accepts nothing more at the moment. */
export type Trouble = 'unreachable' | 'busy'

/** The server cannot answer at the moment: no connection, a restart, a full queue, a proxy's error page. */
class TransientError extends Error {
  override readonly name = 'TransientError'

  constructor(
    readonly trouble: Trouble,
    readonly waitMs: number,
  ) {
    super(trouble)
  }
}

/** An answer whose body has been read to its end. */
export interface Answer {
  status: number
  bytes: Uint8Array<ArrayBuffer>
}

/** The wait if the server does not name one. */
const retryMs = 2500
/** A longer wait is cut to this, so that a mistaken header cannot stop the page. */
const waitMsMax = 60_000

/** Throws TransientError, or the signal's reason. A 500 is an answer: the same request would fail again. */
export async function askServer(address: string, options: RequestInit = {}): Promise<Answer> {
  try {
    const response = await fetch(address, options)
    const { status } = response
    if (status === 429 || status > 500) throw transientErrorOf(response)
    return { status, bytes: new Uint8Array(await response.arrayBuffer()) }
  } catch (error) {
    options.signal?.throwIfAborted()
    throw error instanceof TransientError ? error : new TransientError('unreachable', retryMs)
  }
}

/** The answer's JSON. Throws TransientError if it is not JSON: then a proxy has answered, not the server. */
export function jsonOf<T>({ bytes }: Answer): T {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T
  } catch {
    throw new TransientError('unreachable', retryMs)
  }
}

/** Calls `attempt` again after each TransientError. Rejects with any other error, or the signal's reason. */
export async function untilAnswered<T>(
  attempt: () => Promise<T>,
  signal: AbortSignal,
  onTrouble: (trouble: Trouble) => void,
): Promise<T> {
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!(error instanceof TransientError)) throw error
      onTrouble(error.trouble)
      await pause(error.waitMs, signal)
    }
  }
}

export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end)
      resolve()
    }, ms)
    if (signal.aborted) end()
    else signal.addEventListener('abort', end, { once: true })
  })
}

/** The server sends Retry-After when it is busy. A restart and an absent database have none. */
function transientErrorOf({ headers }: Response): TransientError {
  const seconds = Number(headers.get('retry-after') ?? NaN)
  if (!(seconds > 0)) return new TransientError('unreachable', retryMs)
  return new TransientError('busy', Math.min(seconds * 1000, waitMsMax))
}
