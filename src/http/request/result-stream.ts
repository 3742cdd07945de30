/**
 * Streams a stored result in pieces, as fast as the client reads. A client that does not read keeps only a
 * few pieces in memory.
 */
import { octets } from './answers.ts'

export interface StreamOptions {
  /** A client that takes longer than this for the next piece is disconnected. */
  stallSeconds: number
  /** Called once at the end: everything was sent, the client left or stalled, or reading failed. */
  onEnd: () => void
  onFailure: (error: unknown) => void
}

/**
 * A response made of these pieces. Rejects if the first piece cannot be read, so that a missing result is
 * still a 404. If a later piece fails, the connection is closed. A modified result never arrives complete,
 * because the storage yields the last piece only after verifying everything.
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
