/** Reads a JSON body within its limit and checks it against its schema. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { readBounded } from '../../platform/bounded-body.ts'
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
 * All bytes of a body, whatever its Content-Type says: curl sends JSON as a form. Throws a RefusedBodyError
 * for bodies that are too long, too slow, or cut.
 */
export async function readAll(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > bytesMax)
    throw new RefusedBodyError(413, 'body_too_large')
  // The client hung up in the middle, or its bytes are no valid body: nobody's fault here, so nothing for the
  // log.
  const read = await readBounded(request.body, bytesMax, bodySeconds).catch(() => null)
  if (read?.end === 'too_long') throw new RefusedBodyError(413, 'body_too_large')
  if (read?.end !== 'whole') throw new RefusedBodyError(400, 'malformed_body')
  return read.bytes
}

function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new RefusedBodyError(400, 'malformed_body')
  }
}
