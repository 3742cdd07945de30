/** Answers of Discord that are kept for a while, for all nodes of one database. */
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../db/connect.ts'
import { lookups } from '../db/schema.ts'

export type LookupKind = 'user' | 'guild'

/** What is kept and still good: `{answer}`, where null says that Discord knows none; or null. */
export async function readKept(
  { orm }: Database,
  kind: LookupKind,
  id: string,
): Promise<{ answer: unknown } | null> {
  const [kept] = await orm
    .select({ answer: lookups.answer })
    .from(lookups)
    .where(and(eq(lookups.kind, kind), eq(lookups.id, id), gt(lookups.expiresAt, sql`now()`)))
  return kept ?? null
}

/** Keeps an answer for so many seconds; a newer one replaces an older one. */
export async function keep(
  { orm }: Database,
  kind: LookupKind,
  id: string,
  answer: unknown,
  seconds: number,
): Promise<void> {
  const row = { answer, expiresAt: sql`now() + make_interval(secs => ${seconds})` }
  await orm
    .insert(lookups)
    .values({ kind, id, ...row })
    .onConflictDoUpdate({ target: [lookups.kind, lookups.id], set: row })
}

/** Deletes what is not good any more; gives how many. */
export async function sweepLookups({ sql }: Database): Promise<number> {
  for (let swept = 0; ;) {
    // In small steps, so that no statement runs long.
    const { count } = await sql`
      DELETE FROM lookups WHERE (kind, id) IN (
        SELECT kind, id FROM lookups WHERE expires_at <= now() LIMIT ${sweepStep} FOR UPDATE SKIP LOCKED)`
    swept += count
    if (count < sweepStep) return swept
  }
}

const sweepStep = 1000
