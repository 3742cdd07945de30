/** Connects to the embedded database of a running server, as the commands do. */
import { connect, type Database } from '../../../db/connect.ts'
import { findEmbedded } from '../../../db/embedded/running-embedded.ts'

/** Throws if no server runs there. */
export async function openTestDatabase(dataDir: string): Promise<Database> {
  const found = await findEmbedded({ dataDir })
  if (found.is !== 'running') throw new Error(`no database runs in ${dataDir}`)
  return connect(found.connection, { connectionsMax: 2 })
}
