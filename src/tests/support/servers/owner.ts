/**
 * A package's owner who acts like the official client: posts the link, polls the status, fetches and decrypts
 * the result.
 */
import { createDecipheriv, createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { StatusAnswer } from '../../../http/schemas.ts'

export interface PostAnswer {
  isAccepted: boolean
  packageId: string | null
  errorMessageCode: string | null
}

/** The actions of a KEY's owner on one server. */
export class Owner {
  /** Defined by the client. It is computed here independently, so that a change in the server is detected. */
  readonly packageId: string

  constructor(
    public server: { url: string },
    readonly key: string,
    readonly link: string,
    /** Sent with every request, for example the address that a proxy reports. */
    readonly headers: Record<string, string> = {},
  ) {
    this.packageId = createHash('md5').update(key).digest('hex')
  }

  async post(): Promise<PostAnswer> {
    const response = await fetch(`${this.server.url}/process`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...this.headers },
      body: JSON.stringify({ package_link: this.link }),
    })
    return (await response.json()) as PostAnswer
  }

  async status(key = this.key): Promise<StatusAnswer> {
    const response = await this.get('status', key)
    return (await response.json()) as StatusAnswer
  }

  /**
   * Polls until `isReached`; returns the statuses in order, without immediate repetitions. The default pause
   * is short, so that polls see the steps of a small package. Throws after `seconds`.
   */
  async poll(
    isReached: (status: StatusAnswer) => boolean,
    seconds = 60,
    pauseMs = 20,
  ): Promise<StatusAnswer[]> {
    const seen: StatusAnswer[] = []
    for (const end = performance.now() + seconds * 1000; performance.now() < end; await Bun.sleep(pauseMs)) {
      const status = await this.status().catch(() => null)
      if (!status) continue
      if (JSON.stringify(status) !== JSON.stringify(seen.at(-1))) seen.push(status)
      if (isReached(status)) return seen
    }
    throw new Error(`not reached in ${seconds} s; last: ${JSON.stringify(seen.at(-1))}`)
  }

  /** Polls until the package is finished or failed, rarely enough that twenty owners use little CPU time. */
  async wait(seconds = 60): Promise<StatusAnswer> {
    const isOver = (status: StatusAnswer) => status.isErrored || status.processingStep === 'PROCESSED'
    return (await this.poll(isOver, seconds, 150)).at(-1)!
  }

  /** The SQLite file as older clients get it. */
  async data(): Promise<Buffer> {
    const response = await this.get('data')
    if (!response.ok) throw new Error(`data: ${response.status}`)
    return gunzipSync(await response.arrayBuffer())
  }

  /**
   * The SQLite file as newer clients get it: a signed address, fetched without headers, decrypted by the
   * client.
   */
  async blob(): Promise<Buffer> {
    const { url, iv } = (await (await this.get('blob')).json()) as { url: string; iv: string }
    const response = await fetch(url, { redirect: 'error' })
    if (!response.ok) throw new Error(`object: ${response.status}`)
    const key = createHash('sha256').update(this.key).digest()
    const decipher = createDecipheriv('aes-256-cbc', key, Buffer.from(iv, 'hex'))
    const ciphertext = Buffer.from(await response.arrayBuffer())
    return gunzipSync(Buffer.concat([decipher.update(ciphertext), decipher.final()]))
  }

  async delete(): Promise<{ isDeleted: boolean; errorMessageCode: string | null }> {
    const response = await this.get('', this.key, 'DELETE')
    return (await response.json()) as { isDeleted: boolean; errorMessageCode: string | null }
  }

  get(what: string, key = this.key, method = 'GET'): Promise<Response> {
    return fetch(`${this.server.url}/process/${this.packageId}${what && `/${what}`}`, {
      method,
      headers: { authorization: `Bearer ${key}`, ...this.headers },
    })
  }
}

/**
 * The owner of a package that is being analyzed at this moment. If an analysis ends before a poll sees it,
 * the next owner submits a package.
 */
export async function ownerWaitingForAnalysis(nextOwner: () => Owner): Promise<Owner> {
  for (let tries = 0; tries < 20; tries++) {
    const owner = nextOwner()
    await owner.post()
    const seen = await owner.poll(({ processingStep }) =>
      /^(ANALYZING|PROCESSED)$/.test(processingStep ?? ''),
    )
    if (seen.at(-1)!.processingStep === 'ANALYZING') return owner
  }
  throw new Error('no analysis took long enough to be seen')
}
