import { expect, test } from 'bun:test'
import { readBounded } from './bounded-body.ts'

const bodyOf = (...chunks: Uint8Array<ArrayBuffer>[]) => new Response(new Blob(chunks)).body
/** A stream that yields `chunks`, then nothing more, and never ends. */
const endless = (...chunks: Uint8Array[]) => {
  let isCancelled = false
  const stream = new ReadableStream<Uint8Array>({
    start: (controller) => chunks.forEach((chunk) => controller.enqueue(chunk)),
    cancel: () => void (isCancelled = true),
  })
  return { stream, isCancelled: () => isCancelled }
}

test('a body within the limit is read completely', async () => {
  expect(await readBounded(null, 10)).toEqual({ bytes: Buffer.alloc(0), end: 'whole' })
  expect(await readBounded(bodyOf(Buffer.from('abc'), Buffer.from('de')), 5)).toEqual({
    bytes: Buffer.from('abcde'),
    end: 'whole',
  })
})

test('only the beginning of a longer body is returned', async () => {
  const { stream, isCancelled } = endless(Buffer.from('abc'), Buffer.from('def'))
  expect(await readBounded(stream, 5)).toEqual({ bytes: Buffer.from('abcde'), end: 'too_long' })
  expect(isCancelled()).toBe(true)
})

test('a body that does not end is abandoned', async () => {
  const { stream, isCancelled } = endless(Buffer.from('abc'))
  expect(await readBounded(stream, 5, 0.02)).toEqual({ bytes: Buffer.from('abc'), end: 'late' })
  expect(isCancelled()).toBe(true)
})

test('received chunks are wiped, whether or not the body breaks off', async () => {
  const chunk = Buffer.from('secret')
  let isSent = false
  const broken = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        if (isSent) return controller.error(new Error('gone'))
        isSent = true
        controller.enqueue(chunk)
      },
    },
    { highWaterMark: 0 },
  )
  await expect(readBounded(broken, 10)).rejects.toThrow('gone')
  expect(chunk).toEqual(Buffer.alloc(6))
  chunk.write('secret')
  const stream = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(chunk)
      controller.close()
    },
  })
  expect((await readBounded(stream, 10)).bytes.toString()).toBe('secret')
  expect(chunk).toEqual(Buffer.alloc(6))
})
