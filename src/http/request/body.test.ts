import { expect, spyOn, test } from 'bun:test'
import Type from 'typebox'
import { RefusedBodyError } from './answers.ts'
import { bodyReader } from './body.ts'

const read = bodyReader(Type.Object({ package_link: Type.String() }))
const canary = 'canary of a link '.repeat(20)

/** Sends the texts one by one, without a Content-Length. Then the body ends, or breaks off. */
function requestOf(texts: string[], isBroken: boolean): { request: Request; chunks: Buffer[] } {
  const chunks = texts.map((text) => Buffer.from(text))
  const waiting = [...chunks]
  const body = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const next = waiting.shift()
        if (next) controller.enqueue(next)
        else if (isBroken) controller.error(new Error('gone'))
        else controller.close()
      },
    },
    { highWaterMark: 0 },
  )
  return { request: new Request('http://localhost/', { method: 'POST', body }), chunks }
}

test.each([
  ['is not JSON', [canary], false],
  ['does not match the schema', [`{"link": "${canary}"}`], false],
  ['is too long', [canary, canary, canary], false],
  ['breaks off', [canary], true],
] as const)('of a body that %s, no bytes are kept', async (_, texts, isBroken) => {
  const { request, chunks } = requestOf([...texts], isBroken)
  const concat = spyOn(Buffer, 'concat')
  await expect(read(request, canary.length * 2)).rejects.toBeInstanceOf(RefusedBodyError)
  const copies = concat.mock.results.map(({ value }) => value as Buffer)
  concat.mockRestore()
  for (const bytes of [...chunks, ...copies]) expect(bytes.toString()).not.toContain('canary')
})
