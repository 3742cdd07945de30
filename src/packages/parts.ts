/** What the use cases work with: the parts of a server that a package touches on its way in and out. */
import type { Config } from '../config/config.ts'
import type { Database } from '../db/connect.ts'
import type { Notify } from '../discord/webhook.ts'
import type { LegacyResults } from '../legacy/results.ts'
import type { Keyring } from '../queue/keyring.ts'
import type { Signals } from '../queue/signals.ts'
import type { StatusCache } from '../queue/status-cache.ts'
import type { Logger } from '../telemetry/logger.ts'

export interface PackageParts {
  config: Config
  logger: Logger
  database: Database
  /** What was taken over from dumpus-api and not yet asked for. */
  legacy: LegacyResults
  keyring: Keyring
  statusCache: StatusCache
  signals: Signals
  /** Hides an address in a package's row: 22 characters, by a secret of the database. */
  hashAddress: (network: string) => string
  /** Told of what happens to packages. */
  notify: Notify
}

/**
 * Whoever sent a KEY whose MD5 is the id. Only the verifier in the package's row proves that it is the
 * owner's.
 */
export interface Claimant {
  key: string
  packageId: string
}
