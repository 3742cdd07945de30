/** Checks whether the database answers, once for all simultaneous callers. */
import type { Database } from '../../db/connect.ts'
import { withTimeout } from '../../platform/time-limit.ts'

export interface Probe {
  isUp: boolean
  /** How long the answer took, or how long the probe waited. */
  milliseconds: number
}

/** A database that takes longer counts as down. */
const answerSeconds = 2

/** One probe at a time for all callers. */
const underWay = new WeakMap<Database, Promise<Probe>>()

/** Probes the database. Never throws. */
export function probeDatabase(database: Database): Promise<Probe> {
  const running = underWay.get(database)
  if (running) return running
  const asked = ask(database).finally(() => underWay.delete(database))
  underWay.set(database, asked)
  return asked
}

async function ask({ sql }: Database): Promise<Probe> {
  const startedAt = performance.now()
  const isUp = await withTimeout(answerSeconds, sql`SELECT 1`).then(
    () => true,
    () => false,
  )
  return { isUp, milliseconds: Math.round((performance.now() - startedAt) * 10) / 10 }
}
