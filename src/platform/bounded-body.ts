/**
 * Reads a body of a request or an answer up to a limit: more is never held, whatever the other side sends.
 */

export interface BoundedBody {
  /** The beginning: all of it, or `bytesMax` bytes at most. */
  bytes: Buffer
  /** `whole`: there was no more. Else the rest was not read, and its connection is not used again. */
  end: 'whole' | 'too_long' | 'late'
}

/**
 * Reads at most `bytesMax` bytes, in at most `seconds` when they are given. Rejects with the stream's own
 * error when it breaks off. The pieces that came are wiped after they were copied: bodies may hold links.
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
  } finally {
    clearTimeout(timer)
    // Of a body that was read to its end this does nothing.
    cancel()
  }
  const bytes = Buffer.concat(chunks, Math.min(length, bytesMax))
  for (const chunk of chunks) chunk.fill(0)
  return { bytes, end }
}
