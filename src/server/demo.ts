/** Provides the demo package. The first request of a day makes it in a thread; it is then cached. */
import { PackageError } from '../errors.ts'
import { dayOf } from '../instant.ts'

export type Demo = () => Promise<{ sqliteGzip: Uint8Array }>

/** Making the demo takes a few seconds, and up to a minute on a small machine that is busy. */
const demoSecondsMax = 300

/**
 * Requests that arrive while the demo is being made wait for it. After a failure or `secondsMax`, they fail,
 * and the next request tries again.
 */
export function createDemo(createThread: () => Worker, secondsMax = demoSecondsMax): Demo {
  let made: { day: string; result: Promise<{ sqliteGzip: Uint8Array }> } | null = null
  return () => {
    const day = dayOf(Date.now())
    if (made?.day !== day) {
      const result = makeIn(createThread(), secondsMax)
      made = { day, result }
      result.catch(() => (made = null))
    }
    return made!.result
  }
}

async function makeIn(thread: Worker, secondsMax: number): Promise<{ sqliteGzip: Uint8Array }> {
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array>()
  const timer = setTimeout(() => reject(new PackageError('analysis_too_long')), secondsMax * 1000)
  try {
    thread.addEventListener('message', ({ data }: MessageEvent<Uint8Array>) => resolve(data))
    // A thread that runs out of memory may end without an error.
    for (const end of ['error', 'messageerror', 'close'])
      thread.addEventListener(end, () => reject(new Error('the demo could not be made')))
    thread.postMessage(null)
    return { sqliteGzip: await promise }
  } finally {
    clearTimeout(timer)
    thread.terminate()
  }
}
