/**
 * An analysis thread for tests of the pool: it reads the spool like the real one, and follows the
 * instructions in the "archive". The archive is `PK` and JSON: `{ "act": …, "text": … }`.
 */
import { openSource } from '../../../data-package/archive/source-ticket.ts'
import type { Detail } from '../../../errors.ts'
import type { AnalysisMessage, AnalysisRequest } from '../../../worker/analysis-messages.ts'

export interface TestPackage {
  /** echo: returns the gzip of `text`. A detail: reports a failure with this detail. */
  act: 'echo' | 'hang' | 'throw' | 'reject' | 'exit' | Detail
  text: string
}

/** The losses of a package that loses nothing. */
export const noLosses = { unusableFiles: 0, unusableRecords: 0, leftOut: 0 }

/** The bytes to serve for a test package. */
export function archiveOf(content: TestPackage): Uint8Array {
  return Buffer.from(`PK${JSON.stringify(content)}`)
}

if (!Bun.isMainThread) {
  addEventListener('message', ({ data }: MessageEvent<AnalysisRequest>) => {
    // Other test threads import this file for `archiveOf`; their messages have no ticket.
    if (!data.ticket) return
    const source = openSource(data.ticket)
    const content: TestPackage = JSON.parse(Buffer.from(source.read(2, source.size)).toString())
    answer({ kind: 'progress', done: 1, total: 4 })
    act(content)
  })
}

function act({ act, text }: TestPackage): void {
  if (act === 'echo') {
    const gzip = Bun.gzipSync(Buffer.from(text)) as Uint8Array<ArrayBuffer>
    return postMessage({ kind: 'result', gzip, losses: noLosses } satisfies AnalysisMessage, [gzip.buffer])
  }
  if (act === 'hang') for (;;);
  if (act === 'throw') throw new Error(text)
  if (act === 'reject') return void Promise.reject(new Error(text))
  if (act === 'exit') process.exit(7)
  answer({ kind: 'failure', detail: act, cause: { error: 'TestError' } })
}

function answer(message: AnalysisMessage): void {
  postMessage(message)
}
