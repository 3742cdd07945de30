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
    const value = parse(await readAll(request, bytesMax))
    if (!validator.Check(value)) throw new RefusedBodyError(400, 'malformed_body')
    return value as Static<Schema>
  }
}

/** Whatever its Content-Type says: curl sends JSON as a form, and no other kind of body is known here. */
async function readAll(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > bytesMax)
    throw new RefusedBodyError(413, 'body_too_large')
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of request.body ?? []) {
      length += chunk.length
      if (length > bytesMax) throw new RefusedBodyError(413, 'body_too_large')
      chunks.push(chunk)
    }
  } catch (error) {
    // The client hung up in the middle, or its bytes are no valid body: nobody's fault here, so nothing for the log.
    throw error instanceof RefusedBodyError ? error : new RefusedBodyError(400, 'malformed_body')
  }
  return Buffer.concat(chunks)
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new RefusedBodyError(400, 'malformed_body')
  }
}
