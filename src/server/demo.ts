/** Provides the demo package. The first request of a day makes it in a thread; it is then cached. */
import { dayOf } from '../instant.ts'

export type Demo = () => Promise<{ sqliteGzip: Uint8Array }>

/**
 * Requests that arrive while the demo is being made wait for it. After a failure, the next request tries
 * again.
 */
export function createDemo(createThread: () => Worker): Demo {
  let made: { day: string; result: Promise<{ sqliteGzip: Uint8Array }> } | null = null
  return () => {
    const day = dayOf(Date.now())
    if (made?.day !== day) {
      const result = makeIn(createThread())
      made = { day, result }
      result.catch(() => (made = null))
    }
    return made!.result
  }
}

async function makeIn(thread: Worker): Promise<{ sqliteGzip: Uint8Array }> {
  try {
    const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
    thread.addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => resolve(data))
    // A thread that runs out of memory may end without an error.
    for (const end of ['error', 'messageerror', 'close'])
      thread.addEventListener(end, () => reject(new Error('the demo could not be made')))
    thread.postMessage(null)
    return { sqliteGzip: await promise }
  } finally {
    thread.terminate()
  }
}
