/** The parts of a server that the use cases need. */
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
  /** Imported results of dumpus-api that their owners have not requested yet. */
  legacy: LegacyResults
  keyring: Keyring
  statusCache: StatusCache
  signals: Signals
  /**
   * The hash that a package's row stores for an address: 22 characters. Its secret key is in the database.
   */
  hashAddress: (network: string) => string
  /** Reports events of packages to the webhook. */
  notify: Notify
}

/**
 * Somebody who sent a KEY whose MD5 is the id. Only the verifier in the package's row proves that the package
 * is theirs.
 */
export interface Claimant {
  key: string
  packageId: string
}
