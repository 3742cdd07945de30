/** Connects the analysis to the activity thread, with the same messages on a server and in a browser. */
import type { TransferredFile } from '../data-package/records/transferred-records.ts'
import { type Detail, PackageError } from '../errors.ts'
import type { ActivityTask, ActivityThread } from './analyze.ts'

/** The common interface of Bun's and the browser's workers. */
export interface ThreadHandle {
  onmessage: ((event: MessageEvent) => void) | null
  onerror: ((event: ErrorEvent) => void) | null
  postMessage(message: unknown, transfer: ArrayBuffer[]): void
  terminate(): void
}

/** Messages from the activity thread. */
type ActivityNews =
  | { kind: 'progress'; done: number; total: number }
  | { kind: 'activity'; activity: unknown }
  | { kind: 'failure'; detail: Detail; cause?: unknown }

export interface ActivityLink<Message> {
  /** Makes the first message to the thread. The second one is `{ kind: 'files', files }`. */
  start(task: ActivityTask): Message
  onProgress(done: number, total: number): void
}

/**
 * Connects a newly created thread. It is terminated when it has sent its result or an error, and ends with
 * its parent in any case.
 */
export function linkActivityThread<Message>(
  thread: ThreadHandle,
  { start, onProgress }: ActivityLink<Message>,
): ActivityThread {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>()
  // The promise may reject before anything awaits it.
  promise.catch(() => {})
  thread.onmessage = ({ data }: MessageEvent<ActivityNews>) => {
    if (data.kind === 'progress') return onProgress(data.done, data.total)
    if (data.kind === 'activity') resolve(data.activity)
    else reject(new PackageError(data.detail, { cause: data.cause }))
    thread.terminate()
  }
  thread.onerror = (event) => {
    event.preventDefault()
    reject(new PackageError('internal'))
  }
  return {
    activity: promise,
    start: (task) => thread.postMessage(start(task), []),
    take: (files: TransferredFile[]) =>
      thread.postMessage(
        { kind: 'files', files },
        files.flatMap(({ blocks }) => blocks.map(({ buffer }) => buffer)),
      ),
  }
}
