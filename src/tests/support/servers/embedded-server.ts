/** A process with an embedded database that tests can kill: prints its connection, then waits. */
import { startEmbedded } from '../../../db/embedded/embedded.ts'
import { createLogger } from '../../../telemetry/logger.ts'

const { connection } = await startEmbedded({ dataDir: process.argv[2]! }, createLogger('silent'))
console.log(JSON.stringify(connection))
setInterval(() => {}, 60_000)
