/** The cache of answers to lookups, shared by all nodes on one database. */
import { and, eq, gt, sql } from 'drizzle-orm'
import type { Database } from '../db/connect.ts'
import { lookups } from '../db/schema.ts'

export type LookupKind = 'user' | 'guild'

/**
 * Reads a cached answer that has not expired, as `{answer}`. A null answer means that Discord does not know
 * the id. Returns null if nothing is cached.
 */
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

/** Caches an answer for the given number of seconds. A newer answer replaces an older one. */
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

/** Deletes expired answers and returns how many. */
export async function sweepLookups({ sql }: Database): Promise<number> {
  for (let swept = 0; ;) {
    // In small steps, so that no statement takes a long time.
    const { count } = await sql`
      DELETE FROM lookups WHERE (kind, id) IN (
        SELECT kind, id FROM lookups WHERE expires_at <= now() LIMIT ${sweepStep} FOR UPDATE SKIP LOCKED)`
    swept += count
    if (count < sweepStep) return swept
  }
}

const sweepStep = 1000
