/**
 * A script for a page that uses a server as the official client does: it posts the link, polls once a second,
 * fetches the result, decrypts it with WebCrypto, inflates it, stores it in localStorage, and queries it with
 * sql.js. Tests call its functions in the page, as methods of the global `client`.
 */
import { gunzipSync } from 'fflate'
import { compressToUTF16, decompressFromUTF16 } from 'lz-string'
import initSqlJs from 'sql.js'
import type { StatusAnswer } from '../../../http/schemas.ts'

/** What the client knows of a package; the server's address, `backend`, may end with a slash. */
export interface Owned {
  backend: string
  key: string
  link: string
}

export interface Asked {
  sql: string
  parameters: string[]
}

/**
 * An answer as far as a page of another origin can read it. `body` is the parsed JSON object; of any other
 * body, it is the length of its text.
 */
export interface Seen {
  status: number
  body: unknown
}

/**
 * Only the type, because the functions exist only in the page. What they return must be representable in
 * JSON.
 */
export type Client = typeof client

declare const localStorage: { getItem(key: string): string | null; setItem(key: string, value: string): void }

const pollMs = 1000

/**
 * The steps that the polls have returned so far, without immediate repetitions, with `no answer` or `no step`
 * for a poll that returned none.
 */
const shown: string[] = []

const client = {
  shown,

  /**
   * Does everything from posting the link to storing the file. Returns the package id and the size of the
   * file. Adds the steps to `shown`.
   */
  async load({ backend, key, link }: Owned): Promise<{ packageId: string; bytes: number }> {
    const posted = await fetch(`${backend}/process`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ package_link: link }),
    })
    const { isAccepted, packageId, errorMessageCode } = (await posted.json()) as {
      isAccepted: boolean
      packageId: string
      errorMessageCode: string | null
    }
    if (!isAccepted || errorMessageCode !== null) throw new Error(errorMessageCode ?? 'not accepted')
    for (;;) {
      const step = await poll(`${backend}/process/${packageId}/status`, key)
      if (step !== shown.at(-1)) shown.push(step)
      if (step === 'PROCESSED') break
      await new Promise((resolve) => setTimeout(resolve, pollMs))
    }
    const file = await fetchBlob(`${backend}/process/${packageId}/blob`, key)
    localStorage.setItem(packageId, compressToUTF16(JSON.stringify(Array.from(file))))
    return { packageId, bytes: file.length }
  },

  /** Queries the stored file as the client's charts do. The rows of each answer are objects. */
  async ask(packageId: string, questions: Asked[]): Promise<Record<string, unknown>[][]> {
    const stored = decompressFromUTF16(localStorage.getItem(packageId)!)!
    return askFile(new Uint8Array(JSON.parse(stored) as number[]), questions)
  },

  /**
   * Like `ask`, but fetches the file from `/data`, as clients before 1.0.6 do: the server decrypts the
   * result, and a library inflates it.
   */
  async askData({ backend, key }: Owned, packageId: string, questions: Asked[]) {
    const response = await fetch(`${backend}/process/${packageId}/data`, authorized(key))
    return askFile(gunzipSync(new Uint8Array(await response.arrayBuffer())), questions)
  },

  /** Sends any request. Rejects if the browser hides the answer from the page. */
  async see(url: string, method: string, key?: string, body?: string): Promise<Seen> {
    const headers = {
      ...(key !== undefined && { Authorization: `Bearer ${key}` }),
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
    }
    const response = await fetch(url, { method, headers, ...(body !== undefined && { body }) })
    const text = await response.text()
    return { status: response.status, body: text.startsWith('{') ? JSON.parse(text) : text.length }
  },
}

Object.assign(globalThis, { client })

/** The step, or the reason why the poll returned none. Throws the answer's error code, if there is one. */
async function poll(url: string, key: string): Promise<string> {
  let status: StatusAnswer
  try {
    status = (await (await fetch(url, authorized(key))).json()) as StatusAnswer
  } catch {
    return 'no answer'
  }
  if (status.isErrored || status.errorMessageCode !== null) throw new Error(`${status.errorMessageCode}`)
  if (typeof status.processingQueuePosition.standardQueueUser !== 'number')
    throw new Error('no queue position')
  return status.processingStep ?? 'no step'
}

async function fetchBlob(url: string, key: string): Promise<Uint8Array> {
  const answer = (await (await fetch(url, authorized(key))).json()) as { url: string; iv: string }
  const ciphertext = await (await fetch(answer.url, { redirect: 'error' })).arrayBuffer()
  const secret = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(key))
  const imported = await crypto.subtle.importKey('raw', secret, 'AES-CBC', false, ['decrypt'])
  const iv = Uint8Array.fromHex(answer.iv)
  const gzip = await crypto.subtle.decrypt({ name: 'AES-CBC', iv }, imported, ciphertext)
  const inflated = new Response(gzip).body!.pipeThrough(new DecompressionStream('gzip'))
  return new Uint8Array(await new Response(inflated).arrayBuffer())
}

async function askFile(file: Uint8Array, questions: Asked[]): Promise<Record<string, unknown>[][]> {
  const { Database } = await initSqlJs({ locateFile: () => 'sql-wasm.wasm' })
  const database = new Database(file)
  return questions.map(({ sql, parameters }) =>
    database
      .exec(sql, parameters)
      .flatMap(({ columns, values }) =>
        values.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
      ),
  )
}

function authorized(key: string): { headers: Record<string, string> } {
  return { headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' } }
}
