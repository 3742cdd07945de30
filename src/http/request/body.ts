/** Reads a JSON body within its limit and validates it against its schema. */
import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import { readBounded } from '../../platform/bounded-body.ts'
import { RefusedBodyError } from './answers.ts'

/**
 * Creates a reader for bodies with one schema. It throws a RefusedBodyError, which contains no part of the
 * body.
 */
export function bodyReader<Schema extends TSchema>(
  schema: Schema,
): (request: Request, bytesMax: number) => Promise<Static<Schema>> {
  const validator = Compile(schema)
  return async (request, bytesMax) => {
    const body = await readAll(request, bytesMax)
    const value = parse(body)
    if (!validator.Check(value)) throw new RefusedBodyError(400, 'malformed_body')
    return value as Static<Schema>
  }
}

/** The most brackets that may be open at once; bodies of this API have one. */
const depthMax = 32
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d
/** Time limit for a whole body, in seconds. 16 MiB then need 280 KB/s. */
const bodySeconds = 60

/**
 * All bytes of a body. Ignores the Content-Type, since curl labels JSON as a form. Throws a RefusedBodyError
 * for bodies that are too long, too slow, or truncated.
 */
export async function readAll(request: Request, bytesMax: number): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length')) > bytesMax)
    throw new RefusedBodyError(413, 'body_too_large')
  // If reading fails, the client disconnected, or its body is malformed. Neither is the server's fault, so
  // neither is logged.
  const read = await readBounded(request.body, bytesMax, bodySeconds).catch(() => null)
  if (read?.end === 'whole') return read.bytes
  // The beginning of a body may contain a link, too.
  read?.bytes.fill(0)
  if (read?.end === 'too_long') throw new RefusedBodyError(413, 'body_too_large')
  throw new RefusedBodyError(400, 'malformed_body')
}

function parse(body: Uint8Array): unknown {
  try {
    // A body of nothing but brackets would take the parser twenty times as long as an ordinary one.
    if (isDeep(body)) throw new SyntaxError('too many open brackets')
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new RefusedBodyError(400, 'malformed_body')
  } finally {
    // The body may contain a link, which must not stay in this process's memory.
    body.fill(0)
  }
}

/** Whether more brackets are open somewhere than any request needs. Brackets in texts count as well. */
function isDeep(body: Uint8Array): boolean {
  let depth = 0
  // An iterator would take six times as long.
  for (let at = 0; at < body.length; at++) {
    const byte = body[at]
    if (byte === openBrace || byte === openBracket) depth++
    else if (byte === closeBrace || byte === closeBracket) depth--
    if (depth > depthMax) return true
  }
  return false
}
