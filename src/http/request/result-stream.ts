/**
 * Streams a stored result in pieces, as fast as the client reads; a client that does not read holds one piece
 * in memory.
 */
import { octets } from './answers.ts'

export interface StreamOptions {
  /** A client that takes nothing for this long is disconnected. */
  stallSeconds: number
  /** Called once at the end: all was read, the client left or stalled, or the pieces failed. */
  onEnd: () => void
  onFailure: (error: unknown) => void
}

/**
 * A response made of these pieces. Rejects if the first one cannot be read, so that a missing result is still
 * a 404. If a later piece fails, the connection is closed, so a modified result never arrives complete
 * (storage holds the last piece back until everything has been verified).
 */
export async function streamed(pieces: AsyncIterable<Uint8Array>, options: StreamOptions): Promise<Response> {
  const { stallSeconds, onEnd, onFailure } = options
  const iterator = pieces[Symbol.asyncIterator]()
  let timer: Timer | undefined
  const end = () => {
    clearTimeout(timer)
    onEnd()
  }
  let next: Promise<IteratorResult<Uint8Array>> | null = iterator.next()
  try {
    await next
  } catch (error) {
    end()
    throw error
  }
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      clearTimeout(timer)
      try {
        const { done, value } = await (next ?? iterator.next())
        next = null
        if (done) {
          controller.close()
          return end()
        }
        controller.enqueue(value)
        timer = setTimeout(() => {
          controller.error(new Error('the reader stalled'))
          void iterator.return?.()
          end()
        }, stallSeconds * 1000)
      } catch (error) {
        onFailure(error)
        controller.error(error)
        end()
      }
    },
    async cancel() {
      end()
      await iterator.return?.()
    },
  })
  return new Response(stream, { headers: { 'content-type': octets, 'cache-control': 'no-store' } })
}
