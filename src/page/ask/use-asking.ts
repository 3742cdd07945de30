/**
 * Runs one question at a time on a copy of the result, so that no question can change the page's own copy.
 */
import { useEffect, useRef, useState } from 'preact/hooks'
import type { Rows } from '../data/database-protocol.ts'
import { type Database, openDatabase } from '../data/database.ts'

/** More rows than a person reads; browsers show this many without a pause. */
export const rowsMax = 10_000

export type Asking =
  | { state: 'idle' | 'running' | 'stopped' }
  | { state: 'answered'; rows: Rows; seconds: number }
  | { state: 'failed'; message: string }

export interface Asker {
  asking: Asking
  ask(sql: string): void
  /** Ends the question at once, however long it would run. */
  stop(): void
}

export function useAsking(bytes: Uint8Array): Asker {
  const [asking, setAsking] = useState<Asking>({ state: 'idle' })
  const copy = useRef<Promise<Database> | null>(null)
  const newest = useRef(0)
  const drop = () => {
    newest.current++
    void copy.current?.then((database) => database.close()).catch(() => {})
    copy.current = null
  }
  useEffect(() => drop, [bytes])
  return {
    asking,
    ask(sql) {
      if (asking.state === 'running') drop()
      const number = ++newest.current
      const show = (next: Asking) => number === newest.current && setAsking(next)
      show({ state: 'running' })
      const begun = performance.now()
      copy.current ??= openDatabase(bytes)
      copy.current
        .then((database) => database.rows(sql, rowsMax))
        .then(
          (rows) => show({ state: 'answered', rows, seconds: (performance.now() - begun) / 1000 }),
          (error: unknown) => show({ state: 'failed', message: error instanceof Error ? error.message : '' }),
        )
    },
    stop() {
      drop()
      setAsking({ state: 'stopped' })
    },
  }
}
