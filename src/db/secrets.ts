/** Secrets that all servers on one database share. */
import { randomBytes } from 'node:crypto'
import { eq } from 'drizzle-orm'
import type { Database } from './connect.ts'
import { serverSecrets } from './schema.ts'

/**
 * The 32-byte secret of this name, made by the first server that needs it. `object-urls` signs download
 * addresses. The folder of this database's objects in a bucket is derived from `object-names`. `message-tags`
 * hides package ids in notifications, and `addresses` hides client addresses in the rows of packages.
 */
export async function sharedSecret(
  database: Database,
  name: 'object-urls' | 'object-names' | 'message-tags' | 'addresses',
): Promise<Uint8Array> {
  const known = await find(database, name)
  if (known) return known
  await database.orm
    .insert(serverSecrets)
    .values({ name, value: randomBytes(32) })
    .onConflictDoNothing()
  return (await find(database, name))!
}

async function find({ orm }: Database, name: string): Promise<Uint8Array | undefined> {
  const [row] = await orm.select().from(serverSecrets).where(eq(serverSecrets.name, name))
  return row?.value
}
