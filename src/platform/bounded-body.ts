/** Reads the body of a request or response up to a limit, and at most one chunk beyond it. */

export interface BoundedBody {
  /** The whole body, its first `bytesMax` bytes (`too_long`), or what arrived in time (`late`). */
  bytes: Buffer
  /** `whole`: the body was complete. Otherwise the rest was not read, and the connection is not reused. */
  end: 'whole' | 'too_long' | 'late'
}

/**
 * Returns at most `bytesMax` bytes, within `seconds` if given. Rejects with the stream's own error if it
 * breaks. Received chunks are always wiped, because some bodies contain links. Callers that read such bodies
 * must also wipe `bytes`.
 */
export async function readBounded(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
  seconds?: number,
): Promise<BoundedBody> {
  if (!body) return { bytes: Buffer.alloc(0), end: 'whole' }
  const reader = body.getReader()
  const cancel = () => void reader.cancel().catch(() => {})
  let end: BoundedBody['end'] = 'whole'
  const timer =
    seconds === undefined
      ? undefined
      : setTimeout(() => {
          end = 'late'
          cancel()
        }, seconds * 1000)
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      chunks.push(next.value)
      length += next.value.length
      if (length <= bytesMax) continue
      end = 'too_long'
      break
    }
    return { bytes: Buffer.concat(chunks, Math.min(length, bytesMax)), end }
  } finally {
    clearTimeout(timer)
    // This does nothing if the body was read to its end.
    cancel()
    for (const chunk of chunks) chunk.fill(0)
  }
}
