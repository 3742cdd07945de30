/** Sends HTTP requests with limits on time and size. A failure is returned, not thrown. */
import { readBounded } from '../platform/bounded-body.ts'

export interface Answer {
  /** 0 means that there was no response. */
  status: number
  headers: Headers
  text: string
  /** Why there was no response. It contains no part of the URL. */
  errorCode: string
}

export interface Health {
  status: string
  version: string
  service: string
  /** What the server knows about the requester. Null for older versions, which do not report it. */
  client: { address: string; forwardedFor: number } | null
}

const answerSeconds = 20
const bytesMax = 64 * 1024

export async function ask(url: string, request: RequestInit = {}): Promise<Answer> {
  try {
    const signal = AbortSignal.timeout(answerSeconds * 1000)
    const response = await fetch(url, { ...request, redirect: 'manual', signal })
    return {
      status: response.status,
      headers: response.headers,
      text: await beginningOf(response),
      errorCode: '',
    }
  } catch (error) {
    const { code, name } = error as { code?: unknown; name: string }
    const errorCode = typeof code === 'string' && /^\w{1,60}$/.test(code) ? code : name
    return { status: 0, headers: new Headers(), text: '', errorCode }
  }
}

/** The response of a dumpus-server to /health. Null if it is another server. */
export function healthOf({ text }: Pick<Answer, 'text'>): Health | null {
  try {
    const { status, version, service, client } = JSON.parse(text) as Record<string, unknown>
    const isOurs = typeof status === 'string' && typeof version === 'string' && typeof service === 'string'
    const isPlain = isOurs && [status, version, service].every((word) => /^[\w.+-]{1,40}$/.test(word))
    return isPlain ? { status, version, service, client: clientOf(client) } : null
  } catch {
    return null
  }
}

function clientOf(given: unknown): Health['client'] {
  const { address, forwardedFor } = (given ?? {}) as Record<string, unknown>
  const isPlain = typeof address === 'string' && /^[0-9a-f.:%]{0,60}$/i.test(address)
  return isPlain && typeof forwardedFor === 'number' ? { address, forwardedFor } : null
}

async function beginningOf({ body }: Response): Promise<string> {
  return (await readBounded(body, bytesMax)).bytes.toString('utf8')
}
