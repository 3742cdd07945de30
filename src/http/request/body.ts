/** Reads a JSON body within its limit and checks it against its schema. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { RefusedBodyError } from './answers.ts'

/** A reader of bodies of one schema. It throws a RefusedBodyError, which carries nothing of the body. */
export function bodyReader<Schema extends TSchema>(
  schema: Schema,
): (request: Request, bytesMax: number) => Promise<Static<Schema>> {
  const validator = Compile(schema)
  return async (request, bytesMax) => {
    const body = await readAll(request, bytesMax)
    const value = parse(body)
    // It may hold a link, and whoever reads this process's memory later shall not find it here.
    body.fill(0)
    if (!validator.Check(value)) throw new RefusedBodyError(400, 'malformed_body')
    return value as Static<Schema>
  }
}

/** Seconds for a whole body: 16 MiB at 280 KB/s. */
const bodySeconds = 60

/**
 * All bytes of a body, whatever its Content-Type says: curl sends JSON as a form. Throws a RefusedBodyError for bodies
 * that are too long, too slow, or cut.
 */
export async function readAll(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > bytesMax)
    throw new RefusedBodyError(413, 'body_too_large')
  const reader = request.body?.getReader()
  if (!reader) return new Uint8Array()
  let isLate = false
  const timer = setTimeout(() => {
    isLate = true
    void reader.cancel().catch(() => {})
  }, bodySeconds * 1000)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      length += next.value.length
      if (length > bytesMax) throw new RefusedBodyError(413, 'body_too_large')
      chunks.push(next.value)
    }
    if (isLate) throw new RefusedBodyError(400, 'malformed_body')
  } catch (error) {
    void reader.cancel().catch(() => {})
    // The client hung up in the middle, or its bytes are no valid body: nobody's fault here, so nothing for the log.
    throw error instanceof RefusedBodyError ? error : new RefusedBodyError(400, 'malformed_body')
  } finally {
    clearTimeout(timer)
  }
  const body = Buffer.concat(chunks)
  for (const chunk of chunks) chunk.fill(0)
  return body
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new RefusedBodyError(400, 'malformed_body')
  }
}
