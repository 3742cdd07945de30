/**
 * Sends a stored result piece by piece, as fast as it is read and no faster: a reader that does not read
 * holds one piece.
 */
import { octets } from './answers.ts'

export interface StreamOptions {
  /** A reader that takes nothing for so long is cut off. */
  stallSeconds: number
  /** Called once, whatever ends it: all was read, the reader left or stalled, or the pieces failed. */
  onEnd: () => void
  onFailure: (error: unknown) => void
}

/**
 * An answer of these pieces. Rejects when there is no first one: what is gone is still a 404. When a later
 * piece fails the connection is broken off, so a changed result never ends as a whole one (storage holds the
 * last piece back until all was found right).
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
