/** The page's interface to a database worker, which has one result open. */
import type { Answers, HourRows, Order, Request, Response, Rows } from './database-protocol.ts'

export interface Database {
  /** The columns of each table, and of each view whose tables exist. */
  columnsByTable: ReadonlyMap<string, readonly string[]>
  sqliteVersion: string
  /** Runs one SQL statement; rejects with SQLite's error message. */
  rows(sql: string, rowsMax?: number): Promise<Rows>
  /** Rows of (text, hours since 1970, count) as typed arrays, sorted by hour. */
  hours(sql: string): Promise<HourRows>
  /** The bytes of the SQLite file, including the changes that statements have made. */
  export(): Promise<Uint8Array>
  /** Terminates the worker at once; pending queries reject. */
  close(): void
}

/**
 * Opens a database in a new worker. The worker gets a copy of the bytes, so the caller's bytes stay usable;
 * null makes an empty database. `attached`: further files, by the name of their schema. Rejects if one of
 * the files is not a database.
 */
export async function openDatabase(
  bytes: Uint8Array | null,
  attached: Readonly<Record<string, Uint8Array>> = {},
): Promise<Database> {
  const worker = new Worker(new URL(DATABASE_WORKER_FILE, import.meta.url), { type: 'module' })
  const waiting = new Map<number, PromiseWithResolvers<Answers[keyof Answers]>>()
  let nextId = 0
  const close = (reason = 'stopped') => {
    worker.terminate()
    for (const { reject } of waiting.values()) reject(new Error(reason))
    waiting.clear()
  }
  worker.addEventListener('message', ({ data }: MessageEvent<Response>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('error' in data) asked?.reject(new Error(data.error))
    else asked?.resolve(data.answer)
  })
  worker.addEventListener('error', ({ message }) => close(message || 'the worker could not be loaded'))
  const ask = <K extends Order['kind']>(order: Extract<Order, { kind: K }>): Promise<Answers[K]> => {
    const answer = Promise.withResolvers<Answers[keyof Answers]>()
    waiting.set(nextId, answer)
    worker.postMessage({ id: nextId++, ...order } satisfies Request)
    return answer.promise as Promise<Answers[K]>
  }
  try {
    return {
      ...(await ask({ kind: 'open', bytes, attached })),
      rows: (sql, rowsMax = Infinity) => ask({ kind: 'rows', sql, rowsMax }),
      hours: (sql) => ask({ kind: 'hours', sql }),
      export: () => ask({ kind: 'export' }),
      close,
    }
  } catch (error) {
    close()
    throw error
  }
}
